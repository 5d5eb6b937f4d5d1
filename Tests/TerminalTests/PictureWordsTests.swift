import Images
import Terminal
import Testing

@Suite struct PictureWordsTests {
    private let cell = TerminalSize.Cell(width: 10, height: 20)
    private static let columns = 90

    static let ways: [(PictureMethod, Bool)] = [
        (.kitty, false), (.kitty, true), (.iterm2, false), (.sixel, false), (.truecolour, false),
    ]

    /// The lines that stand beside a picture, where the cursor was on row `start` of 20.
    private func screen(
        _ method: PictureMethod, tmux: Bool, lines: [String], start: Int
    ) throws -> Screen {
        var profile = TerminalProfile(method: method, blocks: .truecolour, reason: "")
        profile.isWithinTmux = tmux
        var screen = Screen(columns: Self.columns, rows: 20, cell: cell)
        try screen.write([UInt8](repeating: 10, count: start) + Array("before\n".utf8))
        let window = TerminalSize(columns: Self.columns, rows: 20, cell: cell)
        let bytes = TerminalPictures(profile: profile).render(
            squares(2, 2, size: 60), in: window
        ) { columns in
            // Of 90, a third is the picture's at most, and three stay free.
            #expect((57...75).contains(columns))
            return lines
        }
        try screen.write(try #require(bytes))
        return screen
    }

    @Test(arguments: ways) func wordsStandAtTheRight(method: PictureMethod, tmux: Bool) throws {
        for (count, start) in [(0, 0), (3, 0), (3, 18), (15, 2), (19, 10)] {
            let lines = (0..<count).map { $0 == 1 ? "" : "line \($0)" }
            let screen = try screen(method, tmux: tmux, lines: lines, start: start)
            // 120 pixels, or as many as there is room for.
            let (columns, rows) = method.sendsPixels ? (12, 6) : (26, 13)
            let top = start + 1 - screen.scrolled
            #expect(screen.column == 0)
            #expect(screen.row == top + max(rows, count))
            #expect(top < 1 || screen.line(top - 1) == "before")
            if method.sendsPixels, !tmux {
                let shown = try #require(screen.pictures.first)
                #expect([shown.row, shown.column, shown.rows] == [top, 0, rows])
                #expect(shown.columns == columns && screen.pictures.count == 1)
            }
            for (index, line) in lines.enumerated() where top + index >= 0 {
                let row = screen.text[top + index]
                #expect(String(row.dropFirst(columns + 2)) == line)
                let isBeside = index < rows && (tmux || !method.sendsPixels)
                #expect(isBeside || row.prefix(columns + 2).allSatisfy { $0 == " " })
            }
        }
    }

    @Test func aNarrowWindowHasNoRoomForWords() {
        for columns in [1, 40, 60] {
            let window = TerminalSize(columns: columns, rows: 24)
            let bytes = TerminalPictures(method: .truecolour).render(
                squares(2, 2, size: 60), in: window
            ) { _ in ["words"] }
            #expect(bytes == nil, "\(columns)")
        }
        let low = TerminalSize(columns: 100, rows: 1)
        let bytes = TerminalPictures(method: .kitty).render(
            squares(2, 2, size: 60), in: low
        ) { _ in ["words"] }
        #expect(bytes == nil)
    }
}
