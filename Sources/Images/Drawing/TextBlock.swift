import CPango

/// A text laid out in lines of a given width, ready to be drawn.
final class TextBlock {
    /// How a text looks.
    struct Style: Hashable {
        /// The font's size in pixels.
        var size: Double
        /// Whether it is bold.
        var isBold = false
        /// Whether its lines are centred, rather than at the left.
        var isCentred = true
        /// The most pixels in a line; nil for one line of any length.
        var width: Int?
        /// The most lines; what is left over becomes an ellipsis.
        var lines = 1
    }

    /// Pixels in its widest line.
    let width: Int
    /// Pixels from its top to its bottom.
    let height: Int
    private let text: OpaquePointer

    /// Lays out `text`, whose line ends and other white space become single spaces.
    init(_ text: String, _ style: Style) throws(DrawingError) {
        let library = try TextLibrary.opened.get()
        let bytes = Array(Self.onOneLine(text).utf8)
        var look = cpango_style(
            size: style.size, is_bold: style.isBold ? 1 : 0, is_centred: style.isCentred ? 1 : 0,
            width: Int32(clamping: style.width.map { max($0, 1) } ?? 0),
            lines: Int32(clamping: style.lines))
        let laidOut = bytes.withUnsafeBytes { bytes in
            cpango_lay_out(
                library.pointer, bytes.bindMemory(to: CChar.self).baseAddress, bytes.count, &look)
        }
        guard let laidOut else { throw .noMemory }
        var (width, height): (Int32, Int32) = (0, 0)
        cpango_size(laidOut, &width, &height)
        self.text = laidOut
        self.width = Int(width)
        self.height = Int(height)
    }

    deinit {
        cpango_free(text)
    }

    /// Draws this text over a sheet's pixels, with its upper left corner at x and y.
    func draw(on sheet: inout Sheet, colour: Sheet.Colour, x: Int, y: Int) throws(DrawingError) {
        let colour = [colour.red, colour.green, colour.blue]
        let isDrawn = cpango_draw(
            text, colour, &sheet.bytes, Int32(clamping: sheet.width),
            Int32(clamping: sheet.height), Int32(clamping: x), Int32(clamping: y))
        guard isDrawn == 1 else { throw .noMemory }
    }

    /// Far more than any label shows: laying out a megabyte to cut it would take seconds.
    private static let mostScalars = 2000

    private static func onOneLine(_ text: String) -> String {
        var line = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(mostScalars) {
            let isSpace =
                scalar.properties.isWhitespace || scalar.properties.generalCategory == .control
            if !isSpace {
                line.append(scalar)
            } else if line.last != " " {
                line.append(" ")
            }
        }
        return String(line)
    }
}

/// Pango, opened when it is first needed.
private struct TextLibrary: @unchecked Sendable {
    /// What is behind it never changes once it is opened.
    let pointer: OpaquePointer

    /// The library, or why there is none.
    static let opened = Result { () throws(DrawingError) -> TextLibrary in try TextLibrary() }

    private init() throws(DrawingError) {
        var message = [CChar](repeating: 0, count: cpango_message_size)
        guard let library = cpango_open("libpangocairo-1.0.so.0", &message) else {
            let reason = message.prefix { $0 != 0 }.map(UInt8.init(bitPattern:))
            throw .noTextLibrary(reason: String(decoding: reason, as: UTF8.self))
        }
        guard cpango_has_font(library) == 1 else { throw .noFonts }
        pointer = library
    }
}
