/// Finds added tokens in text, the longest of those that begin leftmost.
///
/// Matches `find_matches` in tokenizers 0.23, tokenizer/added_vocabulary.rs.
struct AddedTokenFinder: Sendable {
    /// A token with its number.
    struct Entry: Sendable {
        /// The number of the token.
        let id: UInt32
        /// The token's text as it is looked for, and its flags.
        let text: [Unicode.Scalar], token: AddedToken
    }

    /// A part of a text.
    enum Part {
        /// An added token.
        case token(UInt32)
        /// Text between added tokens, never empty.
        case text(ArraySlice<Unicode.Scalar>)
    }

    private let entries: [Unicode.Scalar: [Entry]]
    private let skipsSpecial: Bool

    /// Prepares to look for tokens; special ones stay in the text if `skipsSpecial`.
    init(_ entries: [Entry], skipsSpecial: Bool) {
        var byFirst: [Unicode.Scalar: [Entry]] = [:]
        for entry in entries {
            if let first = entry.text.first { byFirst[first, default: []].append(entry) }
        }
        self.entries = byFirst.mapValues { $0.sorted { $0.text.count > $1.text.count } }
        self.skipsSpecial = skipsSpecial
    }

    /// Splits `text` at the tokens in it.
    func parts(_ text: ArraySlice<Unicode.Scalar>) -> [Part] {
        var parts: [Part] = []
        var taken = text.startIndex
        var position = text.startIndex
        while position < text.endIndex {
            let candidates = entries[text[position]] ?? []
            guard let entry = candidates.first(where: { text[position...].starts(with: $0.text) })
            else {
                position += 1
                continue
            }
            let match = position..<(position + entry.text.count)
            position = match.upperBound
            guard counts(entry.token, at: match, in: text) else { continue }
            // White space that the token before has taken is gone.
            let range = strip(match, entry.token, in: text[min(taken, match.lowerBound)...])
            if range.lowerBound > taken { parts.append(.text(text[taken..<range.lowerBound])) }
            parts.append(.token(entry.id))
            taken = range.upperBound
        }
        if taken < text.endIndex { parts.append(.text(text[taken...])) }
        return parts
    }

    private func counts(
        _ token: AddedToken, at match: Range<Int>, in text: ArraySlice<Unicode.Scalar>
    ) -> Bool {
        if skipsSpecial && token.isSpecial { return false }
        guard token.isSingleWord else { return true }
        let before = text[..<match.lowerBound].last
        let after = text[match.upperBound...].first
        return before.map(isWord) != true && after.map(isWord) != true
    }

    /// The range of a match with the white space that its token takes along.
    private func strip(
        _ match: Range<Int>, _ token: AddedToken, in text: ArraySlice<Unicode.Scalar>
    ) -> Range<Int> {
        var start = match.lowerBound
        var end = match.upperBound
        while token.stripsLeft, start > text.startIndex, text[start - 1].properties.isWhitespace {
            start -= 1
        }
        while token.stripsRight, end < text.endIndex, text[end].properties.isWhitespace { end += 1 }
        return start..<end
    }
}

/// Whether `\w` of a regular expression matches.
private func isWord(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.isAssigned(inUnicode: 16) else { return false }
    let properties = scalar.properties
    if properties.isAlphabetic || properties.isJoinControl { return true }
    return switch properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .connectorPunctuation: true
    default: false
    }
}
