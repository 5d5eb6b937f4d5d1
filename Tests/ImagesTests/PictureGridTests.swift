import CPango
import Images
import Testing

/// Sheets of several pictures.
@Suite struct PictureGridTests {
    private let red = RGBImage(width: 40, height: 30, bytes: Self.fill(40 * 30, [255, 0, 0]))
    private let blue = RGBImage(width: 20, height: 60, bytes: Self.fill(20 * 60, [0, 0, 255]))

    private static func fill(_ count: Int, _ colour: [UInt8]) -> [UInt8] {
        (0..<count).flatMap { _ in colour }
    }

    @Test func everyPictureIsWholeAndCentredInItsCell() throws {
        let sheet = try PictureGrid(rows: [[.init(red), .init(blue)], [.init(nil), .init(red)]])
            .draw()
        #expect(count(of: [255, 0, 0], in: sheet) == 2 * 40 * 30)
        #expect(count(of: [0, 0, 255], in: sheet) == 20 * 60)
        #expect(count(of: [255, 255, 255], in: sheet) == sheet.width * sheet.height - 3600)
        let reds = boxes(of: [255, 0, 0], in: sheet)
        let blues = boxes(of: [0, 0, 255], in: sheet)
        // The second column is 40 wide, so the blue picture has 10 on either side.
        #expect(reds.right == blues.left + 30 - 1)
        #expect(sheet.width - 1 - reds.right == reds.left)
    }

    @Test func aLargestSideScalesDownAndNeverUp() throws {
        let sheet = try PictureGrid(cells: [.init(blue), .init(red)], largestSide: 30).draw()
        #expect(count(of: [0, 0, 255], in: sheet) == 10 * 30)
        #expect(count(of: [255, 0, 0], in: sheet) == 30 * 23)
        let other = try PictureGrid(cells: [.init(blue)], largestSide: 500).draw()
        #expect(count(of: [0, 0, 255], in: other) == 20 * 60)
    }

    @Test func textsTakeRoomAndAreDrawn() throws {
        let plain = PictureGrid(rows: [[.init(red)]])
        var labelled = plain
        labelled.rows[0][0].caption = "seed 42"
        labelled.columnHeadings = ["guidance 7.5"]
        labelled.rowHeadings = ["steps 20"]
        labelled.title = "a lion having coffee"
        let (before, after) = (try plain.draw(), try labelled.draw())
        #expect(after.width > before.width && after.height > before.height + 3 * 13)
        #expect(count(of: [255, 0, 0], in: after) == 40 * 30)
        let ink = after.bytes.count { $0 < 100 } - 2 * 40 * 30
        #expect(ink > 500)
    }

    @Test(arguments: PictureGrid.Theme.allCases)
    func themesSetTheColourOfTheSheet(theme: PictureGrid.Theme) throws {
        let sheet = try PictureGrid(cells: [.init(red, caption: "x")], theme: theme).draw()
        #expect((sheet.bytes[0] > 128) == (theme == .light))
    }

    /// Texts of every kind stay within the cell's width and a few lines.
    @Test(arguments: [
        "", " ", "a", "\n\n\u{0}\u{1B}[31m", "獅子がコーヒーを飲んでいる。窓の外は雨。", "🦁☕👩🏽‍🚀🏳️‍🌈", "العربية עברית",
        String(repeating: "long prompts are shortened ", count: 50),
        String(repeating: "x", count: 100_000),
        String(repeating: "e\u{301}\u{302}\u{303}", count: 99),
        "<b>&amp;</b> %s \\", "\u{202E}backwards\u{2066}", "\u{FFFF}\u{E000}",
    ])
    func anyTextFits(text: String) throws {
        let grid = PictureGrid(
            rows: [[.init(red, caption: text), .init(red, caption: text)]], title: text,
            columnHeadings: [text, text, text], rowHeadings: [text, text])
        let sheet = try grid.draw()
        #expect(sheet.width < 400 && sheet.height < 400)
        #expect(count(of: [255, 0, 0], in: sheet) == 2 * 40 * 30)
        #expect(try grid.draw() == sheet)
    }

    @Test(arguments: [(0, 1), (1, 1), (2, 2), (3, 2), (4, 2), (5, 3), (9, 3), (10, 4), (100, 10)])
    func columnsMakeASquare(count: Int, columns: Int) {
        #expect(PictureGrid.columns(for: count) == columns)
    }

    @Test func cellsFillRowAfterRow() throws {
        let cells = (0..<5).map { _ in PictureGrid.Cell(red) }
        #expect(PictureGrid(cells: cells, columns: 2).rows.map(\.count) == [2, 2, 1])
        #expect(PictureGrid(cells: cells).rows.map(\.count) == [3, 2])
        #expect(PictureGrid(cells: cells, columns: 0).rows.count == 5)
    }

    @Test func aSheetThatIsTooLargeIsRefusedBeforeItIsDrawn() throws {
        let wide = PictureGrid(
            rows: [(0..<500).map { _ in PictureGrid.Cell(red) }])
        #expect(throws: DrawingError.sheetTooLarge(width: 20_000, height: 30)) { try wide.draw() }
        let image = RGBImage(width: 1000, height: 1000, bytes: Self.fill(1_000_000, [1, 2, 3]))
        let cells = (0..<81).map { _ in PictureGrid.Cell(image) }
        let error = #expect(throws: DrawingError.self) { try PictureGrid(cells: cells).draw() }
        #expect(
            error?.message
                == "a sheet of 9000x9000 pixels is too large: the limits are 16384 pixels a side "
                + "and 67108864 in all")
        #expect(error?.hint == "put fewer pictures on it, or make them smaller")
        #expect(try PictureGrid(cells: cells, largestSide: 100).draw().width > 900)
    }

    @Test func nothingToDrawIsAnError() {
        for rows in [[], [[]], [[.init(nil)], [.init(nil, caption: "x")]]] as [[[PictureGrid.Cell]]]
        {
            #expect(throws: DrawingError.noPictures) { try PictureGrid(rows: rows).draw() }
        }
    }

    @Test func aMissingLibraryIsSaid() {
        var message = [CChar](repeating: 0, count: cpango_message_size)
        #expect(cpango_open("libnone-such.so.0", &message) == nil)
        let reason = String(decoding: message.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
        #expect(reason.hasPrefix("libnone-such.so.0: cannot open shared object file"))
        // A library that is there and has none of the functions.
        #expect(cpango_open("libc.so.6", &message) == nil)
        let other = String(decoding: message.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
        #expect(other == "libc.so.6 has no function pango_cairo_font_map_get_default")
    }

    @Test(
        arguments: [
            (.noTextLibrary(reason: "x"), "the library that draws text cannot be opened: x", true),
            (.noFonts, "there is no font to draw text with", true),
            (.noPictures, "there are no pictures to put on a sheet", false),
            (.noMemory, "memory is too short to draw a text", false),
        ] as [(DrawingError, String, Bool)])
    func errorsSayWhatToDo(error: DrawingError, message: String, hasHint: Bool) {
        #expect(error.message == message && (error.hint != nil) == hasHint)
    }

    private func count(of colour: [UInt8], in image: RGBImage) -> Int {
        stride(from: 0, to: image.bytes.count, by: 3).count { start in
            Array(image.bytes[start..<start + 3]) == colour
        }
    }

    /// The first and the last column in which a colour stands.
    private func boxes(of colour: [UInt8], in image: RGBImage) -> (left: Int, right: Int) {
        let columns = stride(from: 0, to: image.bytes.count, by: 3)
            .filter { Array(image.bytes[$0..<$0 + 3]) == colour }.map { $0 / 3 % image.width }
        return (columns.min() ?? -1, columns.max() ?? -1)
    }
}
