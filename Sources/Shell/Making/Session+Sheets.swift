import CommandLanguage
import Diagnostics
import Images
import Terminal

extension Session {
    /// Whether pictures can be shown in the terminal.
    var showsPictures: Bool { console.pictures(by: displayMethod) != nil }

    /// Shows a picture in the terminal, `columns` wide or as large as fits; false where that is not possible.
    func show(_ image: RGBImage, columns: Int? = nil) -> Bool {
        console.show(image, columns: columns, by: displayMethod)
    }

    /// Shows a sheet in the terminal, or its texts alone where there is none that can; gives whether it could be shown.
    func show(_ grid: PictureGrid) throws -> Bool {
        // Where characters stand for pixels, letters in a picture cannot be read.
        if console.pictures(by: displayMethod)?.method.sendsPixels ?? false {
            return show(try draw(grid))
        }
        let isShown = try showsPictures && show(grid.withoutTexts.draw())
        console.result(grid.legend)
        return isShown
    }

    /// A sheet as a picture; without texts, and that said, where there is nothing to draw texts with.
    func draw(_ grid: PictureGrid) throws -> RGBImage {
        do throws(DrawingError) {
            return try grid.draw()
        } catch {
            switch error {
            case .noTextLibrary, .noFonts: break
            default: throw error
            }
            console.note("the sheet has no texts: \(error.message)")
            if let hint = error.hint { console.note(hint) }
            return try grid.withoutTexts.draw()
        }
    }
}

extension PictureGrid {
    /// The same pictures, and nothing else.
    fileprivate var withoutTexts: PictureGrid {
        PictureGrid(
            rows: rows.map { $0.map { Cell($0.image) } }, theme: theme, largestSide: largestSide)
    }

    /// The texts as they stand on the sheet, or a line for each picture where there are no headings.
    fileprivate var legend: String {
        if columnHeadings.isEmpty {
            return rows.joined().map { shortened($0.caption ?? "", to: 200) }.joined(
                separator: "\n")
        }
        func cells(_ heading: String?, _ row: [String]) -> [String] {
            let hasHeadings = rowHeadings.contains { !$0.isEmpty }
            return ((hasHeadings ? [heading ?? ""] : []) + row).map { shortened($0, to: 40) }
        }
        let lines = rows.enumerated().map { index, row in
            cells(rowHeadings.dropFirst(index).first, row.map { $0.caption ?? "" })
        }
        return aligned([cells(nil, columnHeadings)] + lines)
    }
}
