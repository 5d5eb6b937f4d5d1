/// Pixels that pictures and texts are drawn on.
struct Sheet {
    /// Pixels in a row.
    let width: Int
    /// Rows.
    let height: Int
    /// The values of red, green and blue, as in `RGBImage`.
    var bytes: [UInt8]

    /// A colour of the sRGB space.
    struct Colour: Hashable, Sendable {
        let red, green, blue: UInt8

        /// A colour of three values.
        init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
            (self.red, self.green, self.blue) = (red, green, blue)
        }
    }

    /// A sheet of one colour.
    init(width: Int, height: Int, colour: Colour) {
        self.width = width
        self.height = height
        let count = width * height * 3
        bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, written in
            for start in stride(from: 0, to: count, by: 3) {
                buffer[start] = colour.red
                buffer[start + 1] = colour.green
                buffer[start + 2] = colour.blue
            }
            written = count
        }
    }

    /// Puts a picture down with its upper left corner at x and y, where it must lie within the sheet.
    mutating func paste(_ image: RGBImage, x: Int, y: Int) {
        precondition(
            x >= 0 && y >= 0 && x + image.width <= width && y + image.height <= height,
            "\(image.width)x\(image.height) at \(x), \(y) on \(width)x\(height)")
        for row in 0..<image.height {
            let source = row * image.width * 3
            let target = ((y + row) * width + x) * 3
            bytes.replaceSubrange(
                target..<target + image.width * 3,
                with: image.bytes[source..<source + image.width * 3])
        }
    }

    /// The finished picture.
    var image: RGBImage { RGBImage(width: width, height: height, bytes: bytes) }
}
