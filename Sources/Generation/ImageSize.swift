/// A picture's size in pixels, written `WIDTHxHEIGHT`.
package struct ImageSize: Hashable, Codable, Sendable, CustomStringConvertible {
    /// Pixels in a row.
    package var width: Int
    /// Rows.
    package var height: Int

    /// A size of `width` by `height` pixels.
    package init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }

    /// The size that `text` names (`512x512`), nil where it names none.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "x", omittingEmptySubsequences: false)
        guard parts.count == 2, let width = Int(parts[0]), let height = Int(parts[1]),
            width > 0, height > 0
        else { return nil }
        self.init(width: width, height: height)
    }

    package var description: String { "\(width)x\(height)" }
}
