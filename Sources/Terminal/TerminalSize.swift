import Glibc

/// A terminal window's size, and that of its cells.
package struct TerminalSize: Hashable, Sendable {
    /// Characters in a row.
    package var columns: Int
    /// Rows.
    package var rows: Int
    /// A cell's size in pixels.
    package private(set) var cell: Cell
    /// Whether that size is known, and not only assumed.
    package private(set) var knowsCell: Bool

    /// A character cell's size in pixels.
    package struct Cell: Hashable, Sendable {
        /// Pixels in a row.
        package var width: Int
        /// Rows of pixels.
        package var height: Int

        /// A cell of the given size.
        package init(width: Int, height: Int) {
            self.width = width
            self.height = height
        }

        /// What most terminals' cells are like: twice as high as wide.
        package static let usual = Cell(width: 8, height: 16)
    }

    /// A window of the given size; where that of its cells is not known, the usual one is assumed.
    package init(columns: Int, rows: Int, cell: Cell? = nil) {
        self.columns = columns
        self.rows = rows
        self.cell = cell ?? .usual
        knowsCell = cell != nil
    }

    /// The window behind a file descriptor; nil where that is no terminal.
    ///
    /// A terminal that does not know its size (a serial line) counts as 80x24.
    package init?(of file: Int32) {
        var size = winsize()
        guard isatty(file) == 1, ioctl(file, UInt(TIOCGWINSZ), &size) == 0 else { return nil }
        self.init(
            columns: Int(size.ws_col), rows: Int(size.ws_row), pixelWidth: Int(size.ws_xpixel),
            pixelHeight: Int(size.ws_ypixel))
    }

    /// A window of what the system reports: the pixels are often 0 or the size of a cell, which then
    /// counts as unknown.
    package init(columns: Int, rows: Int, pixelWidth: Int, pixelHeight: Int) {
        let columns = columns > 0 ? columns : 80
        let rows = rows > 0 ? rows : 24
        let known = pixelWidth >= 2 * columns && pixelHeight >= 4 * rows
        self.init(
            columns: columns, rows: rows,
            cell: known ? Cell(width: pixelWidth / columns, height: pixelHeight / rows) : nil)
    }

    /// The same window, with a cell's size that is used where none is known yet.
    package func completed(by cell: Cell?) -> TerminalSize {
        knowsCell ? self : TerminalSize(columns: columns, rows: rows, cell: cell)
    }
}
