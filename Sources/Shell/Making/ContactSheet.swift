import CommandLanguage
import Generation
package import Images

/// Pictures side by side, each labelled by what sets it apart from the others.
package struct ContactSheet {
    /// The most pictures in one row where nobody says how many.
    private static let widestRow = 5
    /// The longest side that a picture gets.
    private static let largestSide = 512
    /// How wide a sheet of many columns gets, about.
    private static let usualWidth = 4096

    /// The most thumbnails on one sheet.
    static let mostThumbnails = 24
    /// The most thumbnails in one row.
    private static let mostInRow = 6
    /// A thumbnail's longest side.
    private static let thumbnailSide = 192
    /// The columns that a thumbnail's label may have.
    private static let thumbnailLabel = 40

    /// What stands between the facts of a label, in which there may be commas.
    private static let separator = " · "

    private let pictures: [Picture]
    private let facts: [[Fact]]
    /// The names of the facts that differ.
    private let names: [String]

    /// A sheet of `pictures`.
    package init(_ pictures: [Picture]) {
        self.pictures = pictures
        facts = pictures.map { $0.record.decisions + $0.record.circumstances }
        var names: [String] = []
        for fact in facts.joined() where !names.contains(fact.name) { names.append(fact.name) }
        let all = facts
        self.names = names.filter { name in
            Set(all.map { facts in facts.first { $0.name == name }?.text }).count > 1
        }
    }

    /// The sheet with `columns` columns; nil chooses.
    package func grid(columns: Int? = nil) throws -> PictureGrid {
        if let table = SheetTable(facts, names), columns == nil || columns == table.columns.count,
            table.rows.count > 1 || table.columns.count <= Self.widestRow
        {
            return try grid(of: table)
        }
        let columns = columns ?? PictureGrid.columns(for: pictures.count)
        let side = Self.side(columns)
        let cells = try zip(pictures, facts).map { picture, facts in
            try cell(picture, side, label: label(of: names, in: facts))
        }
        return PictureGrid(
            cells: cells, columns: columns, title: title)
    }

    /// The pictures as small as they can be told from each other.
    func thumbnails() throws -> PictureGrid {
        let cells = try zip(pictures, facts).map { picture, facts in
            let label = shortened(label(of: names, in: facts), to: Self.thumbnailLabel)
            return try cell(picture, Self.thumbnailSide, label: label)
        }
        return PictureGrid(cells: cells, columns: min(cells.count, Self.mostInRow), title: title)
    }

    private func grid(of table: SheetTable) throws -> PictureGrid {
        let width = table.columns.count
        let cells = try pictures.map { try cell($0, Self.side(width), label: "") }
        return PictureGrid(
            rows: stride(from: 0, to: cells.count, by: width).map {
                Array(cells[$0..<min($0 + width, cells.count)])
            },
            title: title,
            columnHeadings: table.columns.map { label(of: [table.column], in: $0) },
            rowHeadings: table.rows.map { label(of: table.rowNames, in: $0) })
    }

    private func cell(_ picture: Picture, _ side: Int, label: String) throws -> PictureGrid.Cell {
        let partial = picture.record.partial.map { "partial, \($0.step) of \($0.total) steps" }
        let parts = ["$\(picture.number)", label, partial ?? ""].filter { !$0.isEmpty }
        return PictureGrid.Cell(
            try picture.pixels().scaled(toFit: side),
            caption: parts.joined(separator: Self.separator))
    }

    /// The prompt, where all pictures have the same.
    private var title: String? {
        names.contains("prompt")
            ? nil : pictures.first.map { shortened($0.record.request.prompt, to: 200) }
    }

    /// What a picture has of the given names, in words.
    private func label(of names: [String], in facts: [Fact]) -> String {
        names.map { name in
            let text = facts.first { $0.name == name }?.text ?? ""
            let short = shortened(text, to: 120)
            return switch name {
            case "prompt", "size", "model", "precision", "device": short
            case _ where text.isEmpty: "no\u{A0}\(name)"
            // Not broken between the two.
            default: "\(name)\u{A0}\(short)"
            }
        }.joined(separator: Self.separator)
    }

    private static func side(_ columns: Int) -> Int {
        min(largestSide, max(128, usualWidth / max(columns, 1)))
    }
}

extension ContactSheet {
    /// What a sheet's file tells of it.
    static func texts(_ pictures: [Picture]) -> [PNGText] {
        let lines = pictures.map { picture in
            (["$\(picture.number)"]
                + picture.record.decisions.map { "\($0.name)=\(Word.quoting($0.text))" })
                .joined(separator: " ")
        }
        return [
            PNGText(keyword: "Software", text: "Easel \(Easel.version)"),
            PNGText(
                keyword: "Description",
                text: lines.joined(separator: "\n").replacing("\0", with: " ")),
        ]
    }

    /// The line that writes a sheet of `pictures`, which are not empty, to a file.
    static func command(_ pictures: [Picture]) -> String {
        let numbers = pictures.map(\.number)
        let (first, last) = (numbers.first ?? 1, numbers.last ?? 1)
        let isRange = numbers == Array(min(first, last)...max(first, last)) && first < last
        let images =
            isRange ? "$\(first)..$\(last)" : numbers.map { "$\($0)" }.joined(separator: " ")
        return "grid \(images) sheet.png"
    }
}
