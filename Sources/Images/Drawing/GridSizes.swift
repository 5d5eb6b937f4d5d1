/// What the pictures of a sheet take, before anything is scaled or drawn.
struct GridSizes {
    /// The width of the widest picture in each column.
    private(set) var columns: [Int]
    /// The height of the highest picture in each row.
    private(set) var rows: [Int]

    /// The sizes of a grid's pictures as they will be drawn.
    init(_ grid: PictureGrid) {
        columns = [Int](repeating: 0, count: grid.rows.map(\.count).max() ?? 0)
        rows = [Int](repeating: 0, count: grid.rows.count)
        for (y, row) in grid.rows.enumerated() {
            for (x, cell) in row.enumerated() {
                guard let image = cell.image else { continue }
                let size = image.size(fitting: grid.largestSide)
                columns[x] = max(columns[x], size.width)
                rows[y] = max(rows[y], size.height)
            }
        }
    }

    /// Whether there is a picture at all.
    var hasPictures: Bool { columns.contains { $0 > 0 } && rows.contains { $0 > 0 } }

    /// The side of a square as large as the mean cell.
    var typicalSide: Double {
        let width = Double(columns.reduce(0, +)) / Double(max(columns.count { $0 > 0 }, 1))
        let height = Double(rows.reduce(0, +)) / Double(max(rows.count { $0 > 0 }, 1))
        return (width * height).squareRoot()
    }
}

/// The sizes of fonts and gaps, in proportion to the pictures.
struct GridMetrics {
    /// The font of headings, in pixels.
    let headingSize: Double
    /// The font of captions.
    let captionSize: Double
    /// The font of the title.
    let titleSize: Double
    /// Between the sheet's edge and what is on it.
    let margin: Int
    /// Between cells.
    let gap: Int
    /// Between rows besides, where captions should stand nearer to their own pictures than to the next.
    let gapBelowCaptions: Int
    /// Between a picture and a text that belongs to it.
    let textGap: Int
    /// The least width of a column that has texts.
    let leastColumn: Int
    /// The most width of the headings of rows.
    let widestRowHeading: Int

    /// Sizes that suit pictures: at 512 pixels headings of 23 and captions of 20, and never too small to be read.
    init(_ sizes: GridSizes) {
        let side = sizes.typicalSide
        headingSize = min(max(side * 0.045, 13), 44).rounded()
        captionSize = max(headingSize * 0.88, 12).rounded()
        titleSize = (headingSize * 1.2).rounded()
        margin = Int(max(side * 0.05, headingSize).rounded())
        gap = Int(max(side * 0.03, headingSize * 0.6).rounded())
        textGap = Int((headingSize * 0.4).rounded())
        gapBelowCaptions = Int((captionSize * 0.7).rounded())
        leastColumn = Int(headingSize * 5)
        widestRowHeading = Int(max(side * 0.5, headingSize * 8))
    }
}
