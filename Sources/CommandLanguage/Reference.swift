/// A word that names a result: `$3`, `$last`, `$-2`, or a fact of one, `$3.seed`.
package struct Reference: Hashable, Sendable {
    /// Which result is meant.
    package enum Target: Hashable, Sendable {
        /// The latest.
        case last
        /// The one of the given number, from 1.
        case number(Int)
        /// The one so many places from the end, where 1 is the latest.
        case fromEnd(Int)
    }

    /// Which result is meant.
    package var target: Target
    /// The fact that is wanted (`seed`); nil for the result itself.
    package var fact: String?

    /// The result that `target` names.
    package init(_ target: Target) {
        self.target = target
    }

    /// What `text` names; nil where it has not the form of a reference.
    package init?(_ text: String) {
        guard text.first == "$" else { return nil }
        let parts = text.dropFirst().split(
            separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let name = parts.first else { return nil }
        if name == "last" {
            target = .last
        } else if let number = Self.number(name) {
            target = .number(number)
        } else if name.first == "-", let places = Self.number(name.dropFirst()), places > 0 {
            target = .fromEnd(places)
        } else {
            return nil
        }
        if parts.count == 2 {
            if parts[1].isEmpty { return nil }
            fact = String(parts[1])
        }
    }

    /// The number that the digits are; nil where there is anything else.
    private static func number(_ digits: Substring) -> Int? {
        digits.utf8.allSatisfy { (48...57).contains($0) } ? Int(digits) : nil
    }

    /// The reference as it is typed.
    package var text: String {
        let name =
            switch target {
            case .last: "last"
            case .number(let number): String(number)
            case .fromEnd(let places): "-\(places)"
            }
        return "$" + name + (fact.map { "." + $0 } ?? "")
    }
}
