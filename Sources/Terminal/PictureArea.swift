package import Images

/// The cells that a picture covers.
package struct PictureArea: Hashable, Sendable {
    /// Characters in a row.
    package let columns: Int
    /// Rows.
    package let rows: Int

    /// The largest area in `window` that keeps the picture's proportions.
    package init(of image: RGBImage, in window: TerminalSize, method: PictureMethod) {
        var width = max(1, window.columns) * window.cell.width
        var height = max(1, window.rows - 2) * window.cell.height
        if method.sendsPixels {
            width = min(width, image.width)
            height = min(height, image.height)
        }
        if method == .sixel {
            width = min(width, Self.largestSixel)
            height = min(height, Self.largestSixel)
        }
        let scale = min(
            Double(width) / Double(max(1, image.width)),
            Double(height) / Double(max(1, image.height)))
        columns = Self.cells(Double(image.width) * scale, window.cell.width)
        rows = Self.cells(Double(image.height) * scale, window.cell.height)
    }

    /// xterm draws nothing beyond 1000 pixels.
    private static let largestSixel = 1000

    private static func cells(_ pixels: Double, _ cell: Int) -> Int {
        max(1, Int((pixels / Double(cell)).rounded()))
    }
}
