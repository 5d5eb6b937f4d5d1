import Images
import Terminal
import TestSupport
import Testing

@Suite struct PictureTests {
    @Test(arguments: [
        (["TERM": "xterm-kitty"], PictureMethod.kitty),
        (["TERM": "xterm-ghostty"], .kitty),
        (["TERM": "xterm-256color", "TERM_PROGRAM": "ghostty"], .kitty),
        (["TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"], .iterm2),
        (["TERM": "foot"], .sixel),
        (["TERM": "mlterm"], .sixel),
        (["TERM": "xterm-256color", "COLORTERM": "truecolor"], .truecolour),
        (["TERM": "xterm"], .colours256),
        (["TERM": "linux"], .colours16),
        (["TERM": "tmux-256color", "TMUX": "/tmp/x", "KITTY_WINDOW_ID": "1"], .colours256),
        (["TERM": "xterm-kitty", "TMUX": "/tmp/x"], .truecolour),
        (["TERM": "xterm-256color", "NO_COLOR": "1"], .monochrome),
        (["TERM": "dumb"], nil),
        ([:], nil),
    ])
    func theEnvironmentDecides(environment: [String: String], method: PictureMethod?) {
        #expect(PictureMethod(detectedIn: environment) == method)
    }

    @Test func aPictureKeepsItsProportions() {
        let window = TerminalSize(columns: 80, rows: 26)
        func area(_ width: Int, _ height: Int, _ method: PictureMethod) -> [Int] {
            let image = RGBImage(
                width: width, height: height,
                bytes: [UInt8](repeating: 0, count: width * height * 3))
            let area = PictureArea(of: image, in: window, method: method)
            return [area.columns, area.rows]
        }
        #expect(area(512, 512, .truecolour) == [48, 24])
        #expect(area(64, 32, .truecolour) == [80, 20])
        #expect(area(32, 64, .colours256) == [24, 24])
        #expect(area(1000, 1, .truecolour) == [80, 1])
        #expect(area(1, 1000, .truecolour) == [1, 24])
        #expect(area(64, 64, .sixel) == [8, 4])
        #expect(area(512, 512, .kitty) == [48, 24])
    }

    @Test func nothingIsShownElsewhere() throws {
        let terminal = try PseudoTerminal()
        #expect(TerminalPictures(for: terminal.slave, environment: ["TERM": "dumb"]) == nil)
        let pictures = TerminalPictures(for: terminal.slave, environment: ["TERM": "xterm"])
        #expect(pictures?.method == .colours256)
    }

    /// 4x4 squares of one colour, in four columns of two cells each: every cell is two halves.
    @Test func blocksHaveThePicturesColoursTheRightWayUp() throws {
        let squares: [[Int]] = (0..<16).map { i in [i * 16, 255 - i * 9, i * 53 % 256] }
        var bytes: [UInt8] = []
        for y in 0..<32 {
            for x in 0..<32 {
                let square: Int = y / 8 * 4 + x / 8
                bytes += squares[square].map { UInt8($0) }
            }
        }
        let image = RGBImage(width: 32, height: 32, bytes: bytes)
        let window = TerminalSize(columns: 4, rows: 4)
        let output = TerminalPictures(method: .truecolour).render(image, in: window)
        let cells = try CellReader(output).rows
        #expect(cells.map(\.count) == [4, 4])
        for y in 0..<4 {
            for x in 0..<4 {
                let cell = cells[y / 2][x]
                let colour = y % 2 == 0 ? cell.upper : cell.lower
                for (seen, wanted) in zip(colour, squares[y * 4 + x]) {
                    #expect(abs(seen - wanted) <= 2, "\(x), \(y): \(colour)")
                }
            }
        }
        #expect(output.last == UInt8(ascii: "\n"))
    }

    @Test(arguments: [
        (PictureMethod.kitty, "\u{1B}_G"), (.iterm2, "\u{1B}]1337;File="), (.sixel, "\u{1B}P"),
    ])
    func pixelsAreSentInTheirSequences(method: PictureMethod, start: String) {
        let image = RGBImage(
            width: 16, height: 16, bytes: [UInt8](repeating: 200, count: 16 * 16 * 3))
        let bytes = TerminalPictures(method: method).render(
            image, in: TerminalSize(columns: 40, rows: 20))
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.contains(start))
        #expect(text.hasSuffix("\n"))
    }
}
