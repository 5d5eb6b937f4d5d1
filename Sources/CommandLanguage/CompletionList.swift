/// What could be typed in place of the word at the end of a text.
package struct CompletionList: Hashable, Sendable {
    /// How many scalars at the text's end the chosen one takes the place of.
    package var replaced: Int
    /// What could be typed, in the order in which to show it.
    package var candidates: [Completion]
    /// What of the word is there, without quotation marks.
    package var typed: String
    /// The quotation mark with which the word begins.
    package var mark: Unicode.Scalar?

    /// `candidates` for a word of `replaced` scalars that says `typed` and begins with `mark`.
    package init(
        replaced: Int, candidates: [Completion], typed: String = "", mark: Unicode.Scalar? = nil
    ) {
        self.replaced = replaced
        self.candidates = candidates
        self.typed = typed
        self.mark = mark
    }

    /// Nothing to propose.
    package static let nothing = CompletionList(replaced: 0, candidates: [])

    /// What all candidates have in common at their beginning.
    package var common: String {
        guard let first = candidates.first?.text.unicodeScalars else { return "" }
        return String(
            scalars: candidates.dropFirst().reduce(Array(first)) { common, candidate in
                zip(common, candidate.text.unicodeScalars).prefix { $0 == $1 }.map(\.0)
            })
    }

    /// How a candidate, or a beginning of one, is typed; without the last quotation mark where more of the word is to follow.
    package func form(of text: String, isWhole: Bool) -> String {
        let isVerbatim = candidates.contains { $0.isVerbatim && $0.text.hasPrefix(text) }
        let plain = Word.quoting(text)
        if mark == nil, isVerbatim || plain == text { return text }
        let quoted =
            mark == "'" && !text.contains("'") ? "'\(text)'" : Word.quoted(text)
        return isWhole ? quoted : String(quoted.dropLast())
    }
}
