/// Texts of servers as they may be shown.
enum Masking {
    /// `text` on one line without control characters, cut to `limit`, with every key in it shortened to its last four characters.
    static func shown(_ text: String, key: String?, limit: Int = 300) -> String {
        var text = String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
        if let key, !key.isEmpty { text.replace(key, with: "…" + key.suffix(4)) }
        var shown = ""
        for part in pieces(of: text) {
            shown += isKey(part) ? "…" + part.suffix(4) : String(part)
        }
        return shown.count <= limit ? shown : shown.prefix(limit) + "…"
    }

    /// Whether a word is a key, or one that a server has starred out in part.
    private static func isKey(_ word: Substring) -> Bool {
        word.hasPrefix("sk-") && word.count >= 12
            && (word.contains("*") || word.contains(where: \.isNumber)
                || (word.contains(where: \.isUppercase) && word.contains(where: \.isLowercase)))
    }

    /// The words of a text and what stands between them.
    private static func pieces(of text: String) -> [Substring] {
        var pieces: [Substring] = []
        var rest = text[...]
        while let first = rest.first {
            let isWord = isPart(first)
            let piece = rest.prefix { isPart($0) == isWord }
            pieces.append(piece)
            rest = rest.dropFirst(piece.count)
        }
        return pieces
    }

    private static func isPart(_ character: Character) -> Bool {
        character.isASCII
            && (character.isLetter || character.isNumber || "_-*".contains(character))
    }
}
