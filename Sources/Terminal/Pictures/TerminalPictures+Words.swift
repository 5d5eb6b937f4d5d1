package import Images

extension TerminalPictures {
    /// Between a picture and the words at its right.
    private static let gap = 2
    /// The fewest columns in which words can be read.
    private static let leastForWords = 48

    /// What to write to show `image` in the left third of `window` with lines of words at its right, of
    /// which there may be more than it is high; nil where the window is too narrow.
    ///
    /// `words` is told how many columns a line may have. The cursor ends at the beginning of the line
    /// below both.
    package func render(
        _ image: RGBImage, in window: TerminalSize, beside words: (_ columns: Int) -> [String]
    ) -> [UInt8]? {
        let window = window.completed(by: profile.cell)
        var room = PictureArea.Room(in: window)
        room.columns = max(1, window.columns / 3)
        let area = area(width: image.width, height: image.height, in: room)
        // The last column stays free: a character there makes some terminals begin a new line.
        let columns = window.columns - area.columns - Self.gap - 1
        guard columns >= Self.leastForWords, area.rows < window.rows else { return nil }
        // Words that follow a picture's pixels in their own rows would be moved by them in some
        // terminals, so that the picture comes first, and the words come by moving over its columns.
        let drawing = PictureDrawing(image, by: self, in: area)
        let indent = "\u{1B}[\(area.columns + Self.gap)C"
        var lines = words(columns).map { $0.isEmpty ? "" : indent + $0 }
        lines += Array(repeating: "", count: max(0, area.rows - lines.count))
        let text = "\u{1B}[\(area.rows)A" + lines.map { $0 + "\n" }.joined()
        return PictureDrawing.makeRoom(rows: area.rows) + drawing.bytesAbove() + Array(text.utf8)
    }

    /// The pixels that a picture can have in `window` without being scaled down.
    package func room(in window: TerminalSize) -> (width: Int, height: Int) {
        let window = window.completed(by: profile.cell)
        let room = PictureArea.Room(in: window)
        return (room.columns * window.cell.width, room.rows * window.cell.height)
    }
}
