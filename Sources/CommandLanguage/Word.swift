/// Where something stands in a text, in Unicode scalars from its beginning.
package typealias Span = Range<Int>

/// One word of a command, with its quotation marks taken away.
package struct Word: Hashable, Sendable {
    /// What the word says.
    package var text: String
    /// Where it was typed, quotation marks included.
    package var span: Span
    /// How many leading scalars of `text` stand before the first quotation mark.
    ///
    /// Only those have a meaning for the language: in `seed=7` the `=`, in `"seed=7"` nothing.
    package var bare: Int
    /// The parts of `text` that stand outside quotation marks, wherever they are.
    var stretches: [BareStretch]

    /// A word that says `text`, typed at `span`, of which `bare` scalars stand before a quotation mark.
    package init(text: String, span: Span, bare: Int) {
        self.init(
            text: text, span: span, bare: bare,
            stretches: bare > 0 ? [BareStretch(range: 0..<bare, place: span.lowerBound)] : [])
    }

    /// A word that says `text`, typed at `span`, with what of it stands outside quotation marks.
    init(text: String, span: Span, bare: Int, stretches: [BareStretch]) {
        self.text = text
        self.span = span
        self.bare = bare
        self.stretches = stretches
    }

    /// Whether the word begins with a quotation mark.
    package var isQuoted: Bool { bare == 0 && !span.isEmpty }

    /// Whether the word stands for a picture or a fact of one (`$3`, `$last.seed`).
    package var isReference: Bool { bare > 0 && text.unicodeScalars.first == "$" }

    /// What a command begins with that is for the system's shell.
    static let systemMark: Unicode.Scalar = "!"

    /// What the system's shell is to run, where this is a command's first word and begins with `!`.
    package var systemCommand: String? {
        guard bare > 0, text.unicodeScalars.first == Self.systemMark else { return nil }
        return String(scalars: text.unicodeScalars.dropFirst())
    }

    /// The two sides of a word of the form `key=value`; nil for any other word.
    package var option: (key: Word, value: Word)? {
        let scalars = Array(text.unicodeScalars)
        guard let equals = scalars.prefix(bare).firstIndex(of: "="), equals > 0,
            scalars[..<equals].allSatisfy(Self.belongsToKey)
        else { return nil }
        let middle = min(span.lowerBound + equals, span.upperBound)
        let key = Word(
            text: String(scalars: scalars[..<equals]), span: span.lowerBound..<middle, bare: equals)
        let value = part(
            scalars, equals + 1..<scalars.count,
            at: min(middle + 1, span.upperBound)..<span.upperBound, bare: bare - equals - 1)
        return (key, value)
    }

    /// The parts of the word between those separators that stand outside quotation marks.
    package func split(at separator: Unicode.Scalar) -> [Word] {
        let scalars = Array(text.unicodeScalars)
        var parts: [Word] = []
        var (index, place) = (0, span.lowerBound)
        for stretch in stretches {
            for found in stretch.range.clamped(to: scalars.indices)
            where scalars[found] == separator {
                let end = stretch.place + found - stretch.range.lowerBound
                parts.append(part(scalars, index..<found, at: place..<end))
                (index, place) = (found + 1, end + 1)
            }
        }
        return parts + [part(scalars, index..<scalars.count, at: place..<span.upperBound)]
    }

    /// The word that a part of this one is.
    private func part(
        _ scalars: [Unicode.Scalar], _ range: Range<Int>, at span: Span, bare: Int? = nil
    ) -> Word {
        let stretches = stretches.compactMap { $0.part(in: range) }
        let first = stretches.first?.range
        return Word(
            text: String(scalars: scalars[range]), span: span,
            bare: bare ?? (first?.lowerBound == 0 ? first?.upperBound ?? 0 : 0),
            stretches: stretches)
    }

    /// `text` as it must be typed to be read back as one word.
    package static func quoting(_ text: String) -> String {
        let special: Set<Unicode.Scalar> = [";", "\"", "'", "\\"]
        let first = text.unicodeScalars.first
        let isPlain =
            first != nil && first != "#" && first != "$"
            && !text.unicodeScalars.contains {
                special.contains($0) || $0.properties.isWhitespace
            }
        return isPlain ? text : quoted(text)
    }

    /// `text` in quotation marks.
    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    private static func belongsToKey(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_", "-": true
        default: false
        }
    }
}

/// A part of a word that stands outside quotation marks.
struct BareStretch: Hashable, Sendable {
    /// Which scalars of the word's text it is.
    var range: Range<Int>
    /// Where the first of them was typed.
    var place: Int

    /// What of it is in `part` of the word, counted from that part's beginning; nil where nothing is.
    func part(in part: Range<Int>) -> BareStretch? {
        let common = range.clamped(to: part)
        if common.isEmpty { return nil }
        return BareStretch(
            range: common.lowerBound - part.lowerBound..<common.upperBound - part.lowerBound,
            place: place + common.lowerBound - range.lowerBound)
    }
}

extension String {
    /// The text of the given scalars.
    package init(scalars: some Sequence<Unicode.Scalar>) {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        self.init(view)
    }
}
