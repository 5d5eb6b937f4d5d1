import Terminal

/// A text as paragraphs, which blank lines set apart; how its lines were broken does not matter.
struct Paragraphs {
    /// Lines longer than this are hard to read.
    private static let longest = 100

    private let paragraphs: [[Substring]]

    /// The paragraphs of `text`, whose control characters, which would move the cursor, count as spaces.
    init(_ text: String) {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .map { $0.split(whereSeparator: Self.isSpace) }
        paragraphs = lines.split { $0.isEmpty }.map { $0.flatMap { $0 } }
    }

    /// Each paragraph as one line, with an empty one between two.
    var lines: [String] { laidOut(columns: nil) }

    /// The lines, each as long as fits into a terminal of `columns`.
    func wrapped(columns: Int) -> [String] { laidOut(columns: min(columns, Self.longest)) }

    private func laidOut(columns: Int?) -> [String] {
        let wrapped = paragraphs.map { words in
            guard let columns else { return [words.joined(separator: " ")] }
            return Self.wrapped(words, columns: columns)
        }
        return Array(wrapped.joined(separator: [""]))
    }

    private static func wrapped(_ words: [Substring], columns: Int) -> [String] {
        var lines: [String] = []
        for word in words {
            if let last = lines.last, displayWidth(of: last + " " + word) <= columns {
                lines[lines.count - 1] = last + " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }

    private static func isSpace(_ character: Character) -> Bool {
        character.isWhitespace
            || character.unicodeScalars.contains { $0.properties.generalCategory == .control }
    }
}
