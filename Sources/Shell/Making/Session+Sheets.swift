import CommandLanguage
import Diagnostics
import Generation
import Glibc
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
        if let room = console.pixelRoom(by: displayMethod) {
            return show(try draw(grid.fitted(to: room)))
        }
        let isShown = try showsPictures && show(grid.withoutTexts.draw())
        console.result(grid.legend)
        return isShown
    }

    /// Shows the last of `pictures` as thumbnails where the terminal shows pictures; those whose files are gone are left out.
    func showThumbnails(of pictures: [Picture]) throws {
        guard showsPictures else { return }
        let there = pictures.suffix(ContactSheet.mostThumbnails).filter { picture in
            picture.path.map { access($0, R_OK) == 0 } ?? true
        }
        if there.isEmpty { return }
        let grid = try ContactSheet(there).thumbnails()
        let room = console.pixelRoom(by: displayMethod)
        _ = show(try room.map { try draw(grid.fitted(to: $0)) } ?? grid.withoutTexts.draw())
    }

    /// Shows a picture and, where the window is wide enough, its facts beside it; gives whether those were shown.
    ///
    /// What is known of a picture can be told where its file is gone.
    func show(_ subject: PictureSubject, with facts: [Fact]) -> Bool {
        guard showsPictures, let image = try? subject.pixels() else { return false }
        return console.show(
            image,
            beside: { columns in
                wrapped(subject.name, columns: columns) + listed(facts, columns: columns)
            }, by: displayMethod)
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
    /// The same sheet with pictures so small that it is about as large as `room`, since texts that are scaled down with it cannot be read.
    fileprivate func fitted(to room: (width: Int, height: Int)) -> PictureGrid {
        let hasHeadings = rowHeadings.contains { !$0.isEmpty }
        let width = room.width - (hasHeadings ? Self.rowHeading : 0)
        let columns = max(1, rows.map(\.count).max() ?? 1)
        let side = min(
            width / columns - Self.textWidth,
            (room.height - Self.textHeight) / max(1, rows.count) - Self.textHeight)
        var fitted = self
        fitted.largestSide = min(largestSide ?? .max, max(Self.smallestSide, side))
        return fitted
    }

    /// What the headings of rows take of a sheet's width, about, in pixels.
    private static let rowHeading = 120
    /// What stands beside a picture, about.
    private static let textWidth = 24
    /// What stands below a picture, and above all of them, about.
    private static let textHeight = 48
    /// Smaller pictures than this show nothing.
    private static let smallestSide = 48

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
