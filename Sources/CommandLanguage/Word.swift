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

    /// A word that says `text`, typed at `span`, of which `bare` scalars stand before a quotation mark.
    package init(text: String, span: Span, bare: Int) {
        self.text = text
        self.span = span
        self.bare = bare
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
        let value = Word(
            text: String(scalars: scalars[(equals + 1)...]),
            span: min(middle + 1, span.upperBound)..<span.upperBound, bare: bare - equals - 1)
        return (key, value)
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

extension String {
    /// The text of the given scalars.
    package init(scalars: some Sequence<Unicode.Scalar>) {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        self.init(view)
    }
}
