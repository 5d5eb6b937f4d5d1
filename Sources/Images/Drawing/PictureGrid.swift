/// Several pictures as one: a sheet of rows and columns with headings, and a caption below each picture.
package struct PictureGrid: Sendable {
    /// The cells, row by row; rows can differ in length.
    package var rows: [[Cell]]
    /// What stands above everything.
    package var title: String?
    /// What stands above each column; none where it is empty.
    package var columnHeadings: [String]
    /// What stands left of each row; none where it is empty.
    package var rowHeadings: [String]
    /// The colours.
    package var theme: Theme
    /// The longest side that a picture gets; larger ones are scaled down, smaller ones are left as they are.
    package var largestSide: Int?

    /// A place on the sheet.
    package struct Cell: Sendable {
        /// The picture; nil leaves the place empty.
        package var image: RGBImage?
        /// What stands below it.
        package var caption: String?

        /// A place of the given content.
        package init(_ image: RGBImage?, caption: String? = nil) {
            self.image = image
            self.caption = caption
        }
    }

    /// The colours of a sheet.
    package enum Theme: String, CaseIterable, Sendable {
        /// Dark text on white.
        case light
        /// Light text on near black.
        case dark
    }

    /// The longest side that a sheet can have.
    package static let longestSide = 16_384

    /// A sheet of given rows.
    package init(
        rows: [[Cell]], title: String? = nil, columnHeadings: [String] = [],
        rowHeadings: [String] = [], theme: Theme = .light, largestSide: Int? = nil
    ) {
        self.rows = rows
        self.title = title
        self.columnHeadings = columnHeadings
        self.rowHeadings = rowHeadings
        self.theme = theme
        self.largestSide = largestSide
    }

    /// A sheet of cells one after another; without a number of columns it is about as wide as it is high.
    package init(
        cells: [Cell], columns: Int? = nil, title: String? = nil, theme: Theme = .light,
        largestSide: Int? = nil
    ) {
        let columns = max(columns ?? Self.columns(for: cells.count), 1)
        let rows = stride(from: 0, to: cells.count, by: columns).map { start in
            Array(cells[start..<min(start + columns, cells.count)])
        }
        self.init(rows: rows, title: title, theme: theme, largestSide: largestSide)
    }

    /// The smallest number of columns with which there are no more rows than columns.
    package static func columns(for count: Int) -> Int {
        (1...max(count, 1)).first { $0 * $0 >= count } ?? 1
    }

    /// The sheet as a picture.
    ///
    /// Only a sheet with texts needs the library that draws them.
    package func draw() throws(DrawingError) -> RGBImage {
        try GridLayout(self).draw()
    }
}

extension PictureGrid.Theme {
    /// The sheet.
    var background: Sheet.Colour {
        switch self {
        case .light: .init(255, 255, 255)
        case .dark: .init(24, 24, 27)
        }
    }

    /// Title and headings.
    var ink: Sheet.Colour {
        switch self {
        case .light: .init(24, 24, 27)
        case .dark: .init(236, 236, 240)
        }
    }

    /// Captions.
    var softInk: Sheet.Colour {
        switch self {
        case .light: .init(82, 82, 91)
        case .dark: .init(170, 170, 180)
        }
    }
}
