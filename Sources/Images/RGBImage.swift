/// A picture of 8-bit red, green and blue values, row by row from the top, without padding.
package struct RGBImage: Sendable, Hashable {
    /// Pixels in a row.
    package let width: Int
    /// Rows.
    package let height: Int
    /// `width * height * 3` values.
    package let bytes: [UInt8]

    /// A picture of the given values, which must be `width * height * 3`.
    package init(width: Int, height: Int, bytes: [UInt8]) {
        precondition(
            bytes.count == width * height * 3, "\(bytes.count) bytes for \(width)x\(height) RGB")
        self.width = width
        self.height = height
        self.bytes = bytes
    }
}
