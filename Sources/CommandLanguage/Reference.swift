/// A word that names a result: `$3`, `$last`, or a fact of one, `$3.seed`.
package struct Reference: Hashable, Sendable {
    /// Which result is meant.
    package enum Target: Hashable, Sendable {
        /// The latest.
        case last
        /// The one of the given number, from 1.
        case number(Int)
    }

    /// Which result is meant.
    package var target: Target
    /// The fact that is wanted (`seed`); nil for the result itself.
    package var fact: String?

    /// What `text` names; nil where it has not the form of a reference.
    package init?(_ text: String) {
        guard text.first == "$" else { return nil }
        let parts = text.dropFirst().split(
            separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let name = parts.first else { return nil }
        if name == "last" {
            target = .last
        } else if name.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(name) {
            target = .number(number)
        } else {
            return nil
        }
        if parts.count == 2 {
            if parts[1].isEmpty { return nil }
            fact = String(parts[1])
        }
    }

    /// The reference as it is typed.
    package var text: String {
        let name =
            switch target {
            case .last: "last"
            case .number(let number): String(number)
            }
        return "$" + name + (fact.map { "." + $0 } ?? "")
    }
}
