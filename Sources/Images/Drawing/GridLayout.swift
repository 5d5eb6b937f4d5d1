/// Where everything on a sheet goes.
struct GridLayout {
    private let grid: PictureGrid
    private let pictures: [[RGBImage?]]
    private let texts: GridTexts
    private let metrics: GridMetrics
    private let columns: [Span]
    private let rows: [Span]
    private let width: Int
    private let height: Int

    /// A stretch of pixels across or down the sheet.
    private struct Span {
        let start: Int
        let count: Int
    }

    /// Scales the pictures and lays out the texts; refuses a sheet that is too large before it takes the time.
    init(_ grid: PictureGrid) throws(DrawingError) {
        let sizes = GridSizes(grid)
        guard sizes.hasPictures else { throw .noPictures }
        let least = (sizes.columns.reduce(0, +), sizes.rows.reduce(0, +))
        try Self.check(width: least.0, height: least.1)

        let metrics = GridMetrics(sizes)
        let texts = try GridTexts(grid, sizes, metrics)
        var x = metrics.margin
        if texts.rowHeadingWidth > 0 { x += texts.rowHeadingWidth + metrics.gap }
        columns = Self.spans(texts.columnWidths, from: x, gap: metrics.gap)
        width = Self.end(columns, metrics)

        var y = metrics.margin
        if let title = texts.title { y += title.height + metrics.gap }
        if texts.columnHeadingHeight > 0 { y += texts.columnHeadingHeight + metrics.textGap }
        let rowHeights = zip(sizes.rows, texts.captionHeights).map { picture, caption in
            picture + (caption > 0 ? caption + metrics.textGap : 0)
        }
        let hasCaptions = texts.captionHeights.contains { $0 > 0 }
        rows = Self.spans(
            rowHeights, from: y,
            gap: metrics.gap + (hasCaptions ? metrics.gapBelowCaptions : 0))
        height = Self.end(rows, metrics)
        try Self.check(width: width, height: height)

        self.grid = grid
        self.texts = texts
        self.metrics = metrics
        pictures = grid.rows.map { row in row.map { $0.image?.scaled(toFit: grid.largestSide) } }
    }

    private static func check(width: Int, height: Int) throws(DrawingError) {
        guard width <= PictureGrid.longestSide, height <= PictureGrid.longestSide,
            width * height <= PNGFile.mostPixels
        else { throw .sheetTooLarge(width: width, height: height) }
    }

    private static func spans(_ counts: [Int], from start: Int, gap: Int) -> [Span] {
        var start = start
        return counts.map { count in
            defer { start += count + gap }
            return Span(start: start, count: count)
        }
    }

    private static func end(_ spans: [Span], _ metrics: GridMetrics) -> Int {
        (spans.last.map { $0.start + $0.count } ?? 0) + metrics.margin
    }

    /// Draws the sheet.
    func draw() throws(DrawingError) -> RGBImage {
        var sheet = Sheet(width: width, height: height, colour: grid.theme.background)
        try drawHeadings(on: &sheet)
        for (y, row) in rows.enumerated() {
            let captionHeight = texts.captionHeights[y]
            let pictureHeight =
                row.count - (captionHeight > 0 ? captionHeight + metrics.textGap : 0)
            try drawRowHeading(y, height: pictureHeight, on: &sheet)
            for (x, picture) in pictures[y].enumerated() {
                let column = columns[x]
                if let picture {
                    // A caption should not be far from its picture.
                    let rest = pictureHeight - picture.height
                    sheet.paste(
                        picture, x: column.start + (column.count - picture.width) / 2,
                        y: row.start + (captionHeight > 0 ? rest : rest / 2))
                }
                guard let caption = texts.captions[y][x] else { continue }
                try caption.draw(
                    on: &sheet, colour: grid.theme.softInk,
                    x: column.start + (column.count - caption.width) / 2,
                    y: row.start + pictureHeight + metrics.textGap)
            }
        }
        return sheet.image
    }

    private func drawHeadings(on sheet: inout Sheet) throws(DrawingError) {
        let colour = grid.theme.ink
        try texts.title?.draw(on: &sheet, colour: colour, x: metrics.margin, y: metrics.margin)
        guard let firstRow = rows.first else { return }
        // The last line of each heading stands right above the pictures.
        for (heading, column) in zip(texts.columnHeadings, columns) {
            guard let heading else { continue }
            try heading.draw(
                on: &sheet, colour: colour,
                x: column.start + (column.count - heading.width) / 2,
                y: firstRow.start - metrics.textGap - heading.height)
        }
    }

    private func drawRowHeading(
        _ y: Int, height: Int, on sheet: inout Sheet
    ) throws(DrawingError) {
        guard y < texts.rowHeadings.count, let heading = texts.rowHeadings[y] else { return }
        try heading.draw(
            on: &sheet, colour: grid.theme.ink,
            x: metrics.margin + (texts.rowHeadingWidth - heading.width) / 2,
            y: rows[y].start + (height - heading.height) / 2)
    }
}
