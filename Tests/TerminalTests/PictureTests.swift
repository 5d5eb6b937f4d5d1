import Images
import Terminal
import TestSupport
import Testing

/// Squares of `size` pixels in colors of their own, `columns` by `rows` of them.
func squares(_ columns: Int, _ rows: Int, size: Int) -> RGBImage {
    var bytes: [UInt8] = []
    for y in 0..<rows * size {
        for x in 0..<columns * size {
            let square = y / size * columns + x / size
            bytes += [square * 16, 255 - square * 9, square * 53].map { UInt8($0 % 256) }
        }
    }
    return RGBImage(width: columns * size, height: rows * size, bytes: bytes)
}

@Suite struct PictureTests {
    private let cell = TerminalSize.Cell(width: 10, height: 20)

    @Test func aPictureKeepsItsProportions() {
        let window = TerminalSize(columns: 80, rows: 34)
        func area(_ width: Int, _ height: Int, _ method: PictureMethod) -> [Int] {
            let area = PictureArea(
                width: width, height: height, in: .init(in: window), method: method)
            return [area.columns, area.rows]
        }
        #expect(area(512, 512, .truecolour) == [48, 24])
        #expect(area(64, 32, .truecolour) == [80, 20])
        #expect(area(32, 64, .colours256) == [24, 24])
        #expect(area(1000, 1, .truecolour) == [80, 1])
        #expect(area(1, 1000, .truecolour) == [1, 24])
        #expect(area(60, 60, .sixel) == [8, 4])
        // Eleven bands of six rows are 66.
        #expect(area(64, 64, .sixel) == [8, 5])
        #expect(area(512, 512, .sixel) == [48, 24])
        #expect(area(512, 512, .kitty) == [48, 24])
        #expect(area(100, 30, .kitty) == [13, 2])
        #expect(area(0, 0, .kitty) == [1, 1])
    }

    @Test func aWidthIsKeptAndTheRowsFollow() {
        let window = TerminalSize(columns: 80, rows: 24, cell: cell)
        func area(_ columns: Int, _ method: PictureMethod) -> [Int] {
            let room = PictureArea.Room(columns: columns, in: window)
            let area = PictureArea(width: 64, height: 64, in: room, method: method)
            return [area.columns, area.rows, area.width, area.height]
        }
        #expect(area(20, .kitty) == [20, 10, 200, 200])
        #expect(area(21, .kitty) == [21, 11, 210, 210])
        #expect(area(60, .truecolour) == [60, 30, 600, 600])
        #expect(area(500, .iterm2) == [80, 40, 800, 800])
        #expect(area(0, .sixel) == [1, 1, 10, 10])
    }

    @Test func withinTmuxSixelsFillTheirCells() {
        for cell in [TerminalSize.Cell(width: 8, height: 17), .init(width: 7, height: 16), cell] {
            let window = TerminalSize(columns: 100, rows: 40, cell: cell)
            for (width, height) in [(256, 256), (512, 256), (100, 300), (2000, 1000), (1, 1)] {
                let area = PictureArea(
                    fillingCellsFor: width, by: height, in: .init(in: window))
                #expect(area.width == area.columns * cell.width)
                #expect(area.height % 6 == 0 && area.height <= area.rows * cell.height)
                #expect(area.rows * cell.height - area.height < 6)
                #expect(area.rows < 29 && area.columns <= 100)
                guard width > 1 else { continue }
                let stretch = Double(area.width * height) / Double(area.height * width)
                #expect(abs(stretch - 1) < 0.03, "\(width)x\(height): \(area)")
            }
            let room = PictureArea.Room(columns: 20, in: window)
            #expect(PictureArea(fillingCellsFor: 64, by: 64, in: room).columns == 20)
        }
    }

    /// 4x4 squares of one colour, in four columns of two cells each: every cell is two halves.
    @Test func blocksHaveThePicturesColoursTheRightWayUp() throws {
        let window = TerminalSize(columns: 4, rows: 6)
        let output = TerminalPictures(method: .truecolour).render(
            squares(4, 4, size: 8), in: window)
        let cells = try CellReader(output).rows
        #expect(cells.map(\.count) == [4, 4])
        for y in 0..<4 {
            for x in 0..<4 {
                let cell = cells[y / 2][x]
                let color = y % 2 == 0 ? cell.upper : cell.lower
                let square = y * 4 + x
                for (seen, wanted) in zip(
                    color, [square * 16, 255 - square * 9, square * 53 % 256])
                {
                    #expect(abs(seen - wanted) <= 2, "\(x), \(y): \(color)")
                }
            }
        }
        #expect(output.last == UInt8(ascii: "\n"))
    }

    /// A row of pixels is no multiple of four bytes.
    @Test func blocksOfAnyWidthAreStraight() throws {
        let window = TerminalSize(columns: 80, rows: 24)
        for size in [9, 11, 14, 127] {
            let output = TerminalPictures(method: .truecolour).render(
                squares(3, 2, size: size), in: window, columns: 3)
            let cells = try CellReader(output).rows
            try #require(cells.map(\.count) == [3])
            for square in 0..<6 {
                let cell = cells[0][square % 3]
                let color = square < 3 ? cell.upper : cell.lower
                let wanted = [square * 16, 255 - square * 9, square * 53 % 256]
                let isRight = zip(color, wanted).allSatisfy { abs($0 - $1) <= 2 }
                #expect(isRight, "\(size): \(color) is not \(wanted)")
            }
        }
    }

    @Test(arguments: [PictureMethod.kitty, .iterm2, .sixel])
    func pixelsComeBack(method: PictureMethod) throws {
        let image = squares(5, 4, size: 11)
        var screen = Screen(cell: cell)
        try screen.write(Array("display\n".utf8))
        let window = TerminalSize(columns: 40, rows: 20, cell: cell)
        try screen.write(TerminalPictures(method: method).render(image, in: window))
        let shown = try #require(screen.pictures.first)
        #expect(screen.pictures.count == 1)
        #expect([shown.row, shown.column, shown.rows, shown.columns] == [1, 0, 3, 6])
        #expect([shown.image.width, shown.image.height] == [55, 44])
        // Sixel counts colors in hundredths.
        let tolerance = method == .sixel ? 3 : 0
        for (index, (seen, wanted)) in zip(shown.image.bytes, image.bytes).enumerated()
        where abs(Int(seen) - Int(wanted)) > tolerance {
            Issue.record("byte \(index): \(seen) is not \(wanted)")
            break
        }
        #expect([screen.row, screen.column] == [4, 0])
    }

    @Test func placeholdersStandForAPictureWithinTmux() throws {
        var profile = TerminalProfile(method: .kitty, blocks: .truecolour, reason: "")
        profile.isWithinTmux = true
        // The marks of 0 to 5, from kitty's table.
        let marks = ["\u{305}", "\u{30D}", "\u{30E}", "\u{310}", "\u{312}", "\u{33D}"]
        for _ in 0..<300 {
            var screen = Screen(cell: cell)
            let image = squares(5, 4, size: 11)
            let bytes = TerminalPictures(profile: profile).render(
                image, in: TerminalSize(columns: 40, rows: 20, cell: cell))
            try screen.write(bytes)
            let (id, picture) = try #require(screen.virtual.first)
            #expect(picture.image == image && screen.pictures.isEmpty)
            #expect([picture.rows, picture.columns] == [3, 6])
            // The number is in the color and in the third mark.
            #expect((1...255).contains(id & 0xFF) && id & 0xFF_FF00 == 0)
            let color = "\u{1B}[38;5;\(id & 0xFF)m"
            #expect(String(decoding: bytes, as: UTF8.self).contains(color))
            let third = try #require(screen.line(0).unicodeScalars.dropFirst(3).first)
            if id >> 24 < 6 { #expect(String(third) == marks[Int(id >> 24)]) }
            for row in 0..<3 {
                let wanted = marks.map { "\u{10EEEE}" + marks[row] + $0 + String(third) }.joined()
                #expect(Array(screen.line(row).unicodeScalars) == Array(wanted.unicodeScalars))
            }
            #expect([screen.row, screen.column] == [3, 0])
        }
    }

    @Test(arguments: [PictureMethod.kitty, .iterm2, .sixel, .truecolour])
    func thePromptComesBelow(method: PictureMethod) throws {
        let image = squares(2, 2, size: 50)
        let window = TerminalSize(columns: 40, rows: 20, cell: cell)
        let pictures = TerminalPictures(method: method)
        for (lines, columns) in [(0, 10), (19, 10), (5, 38), (17, 40)] {
            var screen = Screen(cell: cell)
            try screen.write([UInt8](repeating: 10, count: lines))
            try screen.write(pictures.render(image, in: window, columns: columns))
            try screen.write(Array("prompt".utf8))
            #expect(screen.line(screen.row) == "prompt")
            guard method.sendsPixels, let shown = screen.pictures.last else { continue }
            #expect(shown.columns == columns && shown.rows == (columns + 1) / 2)
            // Of sixels, the last band may take a row more; and below a picture as high as the window,
            // a terminal that begins a row by itself leaves one empty.
            let below = screen.row - (shown.row + shown.rows)
            #expect(method == .sixel ? (0...2).contains(below) : below == 0)
            #expect(shown.row + screen.scrolled == lines)
        }
    }

    @Test func aLargePictureIsSentInFewerPixels() throws {
        let image = squares(4, 4, size: 200)
        for method in [PictureMethod.kitty, .iterm2] {
            var screen = Screen(cell: cell)
            let window = TerminalSize(columns: 40, rows: 20, cell: cell)
            try screen.write(
                TerminalPictures(method: method).render(image, in: window, columns: 10))
            let shown = try #require(screen.pictures.first)
            let side = method == .kitty ? 100 : 200
            #expect([shown.image.width, shown.image.height] == [side, side])
            #expect([shown.columns, shown.rows] == [10, 5])
            // The middle of each square.
            for square in 0..<16 {
                let (x, y) = (square % 4 * side / 4 + side / 8, square / 4 * side / 4 + side / 8)
                let seen = Array(shown.image.bytes[((y * side + x) * 3)...].prefix(3))
                #expect(
                    seen == [square * 16, 255 - square * 9, square * 53].map { UInt8($0 % 256) })
            }
        }
    }

    @Test func cellsOfUnknownSizeAreCountedInsteadOfPixels() throws {
        var screen = Screen(cell: cell)
        let bytes = TerminalPictures(method: .kitty).render(
            squares(2, 2, size: 40), in: TerminalSize(columns: 40, rows: 20))
        try screen.write(bytes)
        #expect(String(decoding: bytes, as: UTF8.self).contains(",c=10,r=5,"))
        var profile = TerminalProfile(method: .kitty, blocks: .truecolour, reason: "")
        profile.cell = cell
        let exact = TerminalPictures(profile: profile).render(
            squares(2, 2, size: 40), in: TerminalSize(columns: 40, rows: 20))
        #expect(!String(decoding: exact, as: UTF8.self).contains(",c="))
    }
}
