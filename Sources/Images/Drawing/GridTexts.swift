/// The texts of a sheet, laid out.
struct GridTexts {
    /// Above everything.
    private(set) var title: TextBlock?
    /// Above each column that has one.
    private(set) var columnHeadings: [TextBlock?] = []
    /// Left of each row that has one.
    private(set) var rowHeadings: [TextBlock?] = []
    /// Below each picture that has one, row by row.
    private(set) var captions: [[TextBlock?]] = []
    /// The width of each column, which holds the pictures and is not too narrow for a text.
    private(set) var columnWidths: [Int]

    /// Lays out the texts of a grid whose pictures have the given sizes.
    init(_ grid: PictureGrid, _ sizes: GridSizes, _ metrics: GridMetrics) throws(DrawingError) {
        let hasTexts =
            grid.columnHeadings.contains { !$0.isEmpty }
            || grid.rows.contains { $0.contains { $0.caption?.isEmpty == false } }
        columnWidths =
            hasTexts ? sizes.columns.map { max($0, metrics.leastColumn) } : sizes.columns

        for (x, width) in columnWidths.enumerated() where x < grid.columnHeadings.count {
            let style = TextBlock.Style(size: metrics.headingSize, width: width, lines: 3)
            columnHeadings.append(try Self.block(grid.columnHeadings[x], style))
        }
        for heading in grid.rowHeadings.prefix(grid.rows.count) {
            let style = TextBlock.Style(
                size: metrics.headingSize, width: metrics.widestRowHeading, lines: 6)
            rowHeadings.append(try Self.block(heading, style))
        }
        for row in grid.rows {
            var blocks: [TextBlock?] = []
            for (x, cell) in row.enumerated() {
                let style = TextBlock.Style(
                    size: metrics.captionSize, width: columnWidths[x], lines: 3)
                blocks.append(try Self.block(cell.caption, style))
            }
            captions.append(blocks)
        }
        let width = columnWidths.reduce(0, +) + metrics.gap * max(columnWidths.count - 1, 0)
        let style = TextBlock.Style(
            size: metrics.titleSize, isBold: true, isCentred: false,
            width: width + (rowHeadingWidth > 0 ? rowHeadingWidth + metrics.gap : 0), lines: 2)
        title = try Self.block(grid.title, style)
    }

    private static func block(
        _ text: String?, _ style: TextBlock.Style
    ) throws(DrawingError) -> TextBlock? {
        guard let text, !text.isEmpty else { return nil }
        return try TextBlock(text, style)
    }

    /// The width of the widest heading of a row.
    var rowHeadingWidth: Int { Self.largest(rowHeadings, \.width) }

    /// The height of the highest heading of a column.
    var columnHeadingHeight: Int { Self.largest(columnHeadings, \.height) }

    /// The height of the highest caption in each row.
    var captionHeights: [Int] { captions.map { Self.largest($0, \.height) } }

    private static func largest(_ blocks: [TextBlock?], _ side: (TextBlock) -> Int) -> Int {
        blocks.compactMap { $0.map(side) }.max() ?? 0
    }
}
