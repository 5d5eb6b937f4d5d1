/// What a terminal has answered.
package struct TerminalAnswers: Hashable, Sendable {
    /// What it calls itself, such as `kitty(0.26.5)` (XTVERSION).
    package var name: String?
    /// What it can, as numbers of DEC's, where 4 is sixel graphics (DA1); nil until it answers.
    package var attributes: Set<Int>?
    /// Whether it takes kitty graphics.
    package var takesKitty = false
    /// Whether it can hold back drawing until an update is complete; nil where it did not say.
    package var synchronizes: Bool?
    /// A cell's size in pixels.
    package var cell: TerminalSize.Cell?
    /// The size in pixels of all cells together.
    package var textArea: TerminalSize.Cell?

    /// No answer yet.
    package init() {}

    /// Whether it takes sixel graphics.
    package var takesSixel: Bool { attributes?.contains(4) ?? false }

    /// Takes one whole answer into account, from its Escape to its end; one that was not asked for is
    /// passed over.
    package mutating func note(_ answer: [UInt8]) {
        let text = String(decoding: answer, as: UTF8.self)
        if let name = text.between("\u{1B}P>|", "\u{1B}\\") {
            self.name = String(
                name.unicodeScalars.filter { $0.properties.generalCategory != .control })
        } else if text.hasPrefix("\u{1B}_Gi=\(Self.kittyQuestion)") {
            takesKitty = text.hasSuffix(";OK\u{1B}\\")
        } else if let mode = text.between("\u{1B}[?2026;", "$y") {
            // 0: unknown to it. 4: known, and refused for ever.
            synchronizes = ["1", "2", "3"].contains(mode)
        } else if let attributes = text.between("\u{1B}[?", "c") {
            // The first number says which terminal of DEC's is imitated.
            self.attributes = Set(
                attributes.split(separator: ";").dropFirst().compactMap { Int($0) })
        } else if let size = text.between("\u{1B}[6;", "t") {
            cell = TerminalSize.Cell(answer: size)
        } else if let size = text.between("\u{1B}[4;", "t") {
            textArea = TerminalSize.Cell(answer: size)
        }
    }

    /// The number of the picture that the question about kitty graphics speaks of.
    static let kittyQuestion = 31
}

extension TerminalSize.Cell {
    /// A size as terminals write it, `HEIGHT;WIDTH`; nil for what can be none.
    fileprivate init?(answer: Substring) {
        let numbers = answer.split(separator: ";").compactMap { Int($0) }
        guard numbers.count == 2, let height = numbers.first, let width = numbers.last,
            (1...100_000).contains(height), (1...100_000).contains(width)
        else { return nil }
        self.init(width: width, height: height)
    }
}

extension String {
    /// What stands between a beginning and an end; nil where the text has not both.
    fileprivate func between(_ start: String, _ end: String) -> Substring? {
        guard hasPrefix(start), hasSuffix(end), utf8.count >= start.utf8.count + end.utf8.count
        else { return nil }
        return self[utf8.index(startIndex, offsetBy: start.utf8.count)...].dropLast(end.count)
    }
}
