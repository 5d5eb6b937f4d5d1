/// The cells that a picture covers, and its size within them.
package struct PictureArea: Hashable, Sendable {
    /// Characters in a row.
    package let columns: Int
    /// Rows.
    package let rows: Int
    /// The picture's width on the screen in pixels, at most that of all columns.
    package let width: Int
    /// The picture's height on the screen in pixels, at most that of all rows.
    package let height: Int
    /// Whether a cell's size is known, and not only assumed, so that pixels can be counted.
    package let isExact: Bool

    /// The room that a picture may take.
    package struct Room: Hashable, Sendable {
        /// At most this many characters in a row.
        package var columns: Int
        /// At most this many rows.
        package var rows: Int
        /// Whether a picture of few pixels is drawn larger than it is.
        package var enlarges = false
        fileprivate let window: TerminalSize

        /// Room in a window: all of it but for a quarter and two rows, which are for words.
        package init(in window: TerminalSize) {
            self.window = window
            columns = max(1, window.columns)
            rows = max(1, window.rows - window.rows / 4 - 2)
        }

        /// Room for a picture of so many columns, which may be higher than the window.
        package init(columns: Int, in window: TerminalSize) {
            self.window = window
            self.columns = max(1, min(columns, window.columns))
            rows = 10_000
            enlarges = true
        }
    }

    /// The largest area within `room` for a picture of so many pixels, in its proportions.
    ///
    /// Blocks fill whatever room there is. Where pixels are sent, a picture is not enlarged unless the
    /// room asks for that; what is left of the last row or column stays empty.
    package init(width: Int, height: Int, in room: Room, method: PictureMethod) {
        let cell = room.window.cell
        let natural = (Double(max(1, width)), Double(max(1, height)))
        let limit = Self.limit(natural, in: room, method: method)
        let scale = min(limit.0 / natural.0, limit.1 / natural.1)
        let size = (natural.0 * scale, natural.1 * scale)
        if method.sendsPixels {
            (self.width, self.height) = (Self.whole(size.0), Self.whole(size.1))
            columns = Self.count(self.width, cell.width)
            // A terminal may begin a row for a band of sixels that has only one pixel in it.
            let band = method == .sixel ? Self.band : 1
            rows = Self.count(Self.count(self.height, band) * band, cell.height)
        } else {
            columns = Self.whole(size.0 / Double(cell.width))
            rows = Self.whole(size.1 / Double(cell.height))
            (self.width, self.height) = (columns * cell.width, rows * cell.height)
        }
        isExact = room.window.knowsCell
    }

    /// An area of sixels for a picture of so many pixels that fills its cells, but for less than a band.
    ///
    /// tmux 3.5 paints black what a picture leaves of its cells. Of the areas that are almost as large
    /// as `room` allows, this is the one that comes nearest to the picture's proportions.
    package init(fillingCellsFor width: Int, by height: Int, in room: Room) {
        let cell = room.window.cell
        let natural = (Double(max(1, width)), Double(max(1, height)))
        let limit = Self.limit(natural, in: room, method: .sixel)
        let most = max(1, Int(limit.0) / cell.width)
        let mostRows = max(1, Int(limit.1) / cell.height)
        var best = (error: Double.infinity, columns: 1, rows: 1)
        for columns in max(1, room.enlarges ? most : most * 3 / 4)...most {
            let exact = Double(columns * cell.width) * natural.1 / natural.0
            let rows = min(mostRows, Self.whole(exact / Double(cell.height)))
            let height = Double(max(Self.band, rows * cell.height / Self.band * Self.band))
            let unfilled = Double(rows * cell.height) / height - 1
            let smaller = 0.1 * Double(most - columns) / Double(most)
            let error = max(exact / height, height / exact) - 1 + unfilled + smaller
            if error < best.error { best = (error, columns, rows) }
        }
        (columns, rows) = (best.columns, best.rows)
        self.width = columns * cell.width
        self.height = max(Self.band, rows * cell.height / Self.band * Self.band)
        isExact = room.window.knowsCell
    }

    /// The most pixels that a picture may have on the screen.
    private static func limit(
        _ natural: (Double, Double), in room: Room, method: PictureMethod
    ) -> (Double, Double) {
        let cell = room.window.cell
        var limit = (Double(room.columns * cell.width), Double(room.rows * cell.height))
        if method.sendsPixels, !room.enlarges {
            limit = (min(limit.0, natural.0), min(limit.1, natural.1))
        }
        if method == .sixel {
            limit.1 = min(limit.1, Double(room.rows * cell.height / band * band))
            limit = (min(limit.0, Self.most), min(limit.1, Self.most))
        }
        return limit
    }

    /// The rows of pixels in a band of sixels.
    private static let band = 6

    /// As many pixels as xterm draws of sixels in both directions, in whole bands.
    private static let most = 996.0

    /// How many pieces of a size it takes to cover a length.
    private static func count(_ length: Int, _ size: Int) -> Int {
        (length + size - 1) / size
    }

    private static func whole(_ exact: Double) -> Int {
        max(1, Int(min(exact.rounded(), 1e6)))
    }
}
