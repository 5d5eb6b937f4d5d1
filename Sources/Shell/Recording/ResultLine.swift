import CommandLanguage

/// A recorded result as words: `#= image 1 file lion-1.png seed 42`.
///
/// The first word says of what kind it is, the rest are a subject or none, and pairs of a key and its value.
struct ResultLine {
    /// What every such line begins with.
    static let mark = "#="

    /// Of what kind the result is (`image`).
    let kind: String
    private var words: [String]

    /// A result of the given kind and words, to which pairs are added.
    init(_ kind: String, _ words: String...) {
        self.kind = kind
        self.words = words
    }

    /// The words of `line`; nil where it is no recorded result.
    init?(_ line: String) {
        guard line.hasPrefix(Self.mark) else { return nil }
        let scanned = Scanner.scan(String(line.dropFirst(Self.mark.count)))
        guard scanned.unfinished == nil, scanned.commands.count == 1,
            let words = scanned.commands.first, let kind = words.first
        else { return nil }
        self.kind = kind.text
        self.words = words.dropFirst().map(\.text)
    }

    /// The line as the file has it.
    var text: String {
        ([Self.mark, kind] + words.map(Word.quoting)).joined(separator: " ")
    }

    /// The first word after the kind; nil where there is none.
    var subject: String? { words.first }

    /// The pairs of keys and values after the subject; of a key that stands twice the first value counts.
    var pairs: [String: String] {
        let rest = words.dropFirst()
        let pairs = zip(rest, rest.dropFirst()).enumerated().filter { $0.offset.isMultiple(of: 2) }
        return Dictionary(pairs.map(\.element)) { first, _ in first }
    }

    /// Adds a pair, where there is a value.
    mutating func add(_ key: String, _ value: (some CustomStringConvertible)?) {
        if let value { words += [key, value.description] }
    }
}
