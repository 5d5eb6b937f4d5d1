import Images
import Terminal
import Testing

/// A small terminal: what is written to it can be looked at.
///
/// Like some real terminals, it leaves the cursor at odd places after pictures. It fails a test on any
/// sequence that it does not know.
struct Screen {
    /// A picture on the screen.
    struct Picture: Equatable {
        /// Where its upper left corner is.
        var row: Int
        var column: Int
        /// The cells that it covers.
        var rows: Int
        var columns: Int
        /// Its pixels; those that show what is behind them count as black.
        var image: RGBImage
        /// kitty's number of it.
        var id: UInt32?
    }

    let columns: Int
    let rows: Int
    let cell: TerminalCell
    /// The characters, row by row.
    private(set) var text: [[Character]]
    /// The pictures, the latest last.
    private(set) var pictures: [Picture] = []
    /// kitty's pictures that are shown where their placeholders are.
    private(set) var virtual: [UInt32: Picture] = [:]
    /// Where the cursor is.
    private(set) var row = 0
    private(set) var column = 0
    /// How many rows have left at the top.
    private(set) var scrolled = 0
    /// How often drawing was held back, and whether it is now.
    private(set) var updates = 0
    private(set) var isUpdating = false
    private var saved = (row: 0, column: 0)
    private var chunks: KittyChunks?

    init(columns: Int = 40, rows: Int = 20, cell: TerminalCell = .init(width: 10, height: 20)) {
        (self.columns, self.rows, self.cell) = (columns, rows, cell)
        text = Array(repeating: [], count: rows)
    }

    /// What is on a row.
    func line(_ row: Int) -> String { String(text[row]) }

    /// Takes what a program writes.
    mutating func write(_ bytes: [UInt8]) throws {
        var reader = SequenceReader(bytes)
        while let piece = try reader.next() {
            switch piece {
            case .text(let character): put(character)
            case .control(let code): control(code)
            case .csi(let parameters, let end): try csi(parameters, end)
            case .escape("7"): saved = (row, column)
            case .escape("8"): (row, column) = saved
            case .apc(let body): try kitty(body, isVirtual: false)
            case .osc(let body): try osc(body)
            case .dcs(let body): try dcs(body)
            case .escape(let other): Issue.record("an unexpected ESC \(other)")
            }
        }
    }

    private mutating func put(_ character: Character) {
        while text[row].count <= column { text[row].append(" ") }
        text[row][column] = character
        column += 1
    }

    private mutating func control(_ code: UInt8) {
        switch code {
        case 13: column = 0
        case 10:
            // A terminal's driver puts a carriage return before it.
            column = 0
            down()
        default: Issue.record("an unexpected control character \(code)")
        }
    }

    private mutating func down() {
        row += 1
        guard row == rows else { return }
        row -= 1
        text.removeFirst()
        text.append([])
        scrolled += 1
        for index in pictures.indices { pictures[index].row -= 1 }
    }

    private mutating func csi(_ parameters: String, _ end: Character) throws {
        let number = Int(parameters) ?? 1
        switch end {
        case "A": row = max(0, row - number)
        case "B": row = min(rows - 1, row + number)
        case "C": column = min(columns - 1, column + number)
        case "K": text[row].removeLast(max(0, text[row].count - column))
        case "J":
            text[row].removeLast(max(0, text[row].count - column))
            for below in row + 1..<rows { text[below] = [] }
            // kitty keeps its pictures, which have to be deleted; others are wiped away like text.
            pictures.removeAll { $0.id == nil && $0.row >= row }
        case "h", "l":
            try #require(parameters == "?2026")
            isUpdating = end == "h"
            updates += end == "h" ? 1 : 0
        case "m": break
        default: Issue.record("an unexpected CSI \(parameters)\(end)")
        }
    }

    private mutating func osc(_ body: [UInt8]) throws {
        let image = try ITerm2Reader.read(body)
        show(image.image, rows: image.rows, columns: image.columns, id: nil)
        for _ in 1..<max(2, image.rows) { down() }
        column = image.columns
    }

    private mutating func dcs(_ body: [UInt8]) throws {
        if body.starts(with: "tmux;".utf8) {
            var reader = SequenceReader(SequenceReader.undoubled(body.dropFirst(5)))
            while let piece = try reader.next() {
                guard case .apc(let inner) = piece else {
                    Issue.record("not for the terminal: \(piece)")
                    continue
                }
                try kitty(inner, isVirtual: true)
            }
            return
        }
        let image = try SixelReader.read(body)
        let visible = image.visibleRows
        show(
            RGBImage(
                width: image.width, height: visible,
                bytes: Array(image.bytes.prefix(image.width * visible * 3))),
            rows: (visible + cell.height - 1) / cell.height,
            columns: (image.width + cell.width - 1) / cell.width, id: nil)
        for _ in 0..<(image.height + cell.height - 1) / cell.height { down() }
    }

    private mutating func show(_ image: RGBImage, rows: Int, columns: Int, id: UInt32?) {
        if id == nil {
            pictures.removeAll { $0.id == nil && $0.row == row && $0.column == column }
        }
        pictures.append(
            Picture(row: row, column: column, rows: rows, columns: columns, image: image, id: id))
    }

    private mutating func kitty(_ body: [UInt8], isVirtual: Bool) throws {
        let command = try KittyCommand(body)
        try #require(command.keys["q"] == "2", "the terminal would answer")
        if command.keys["a"] == "d" {
            try #require(command.keys["d"] == "I")
            let id = UInt32(command.keys["i"] ?? "")
            pictures.removeAll { $0.id == id }
            if let id { virtual[id] = nil }
            return
        }
        let all = try chunks?.adding(command) ?? KittyChunks(command)
        guard all.isComplete else {
            chunks = all
            return
        }
        chunks = nil
        let image = try all.image()
        try #require((all.keys["U"] == "1") == isVirtual)
        let columns = Int(all.keys["c"] ?? "") ?? (image.width + cell.width - 1) / cell.width
        let rows = Int(all.keys["r"] ?? "") ?? (image.height + cell.height - 1) / cell.height
        let id = try #require(UInt32(all.keys["i"] ?? ""))
        try #require(id > 0)
        if isVirtual {
            virtual[id] = Picture(
                row: 0, column: 0, rows: rows, columns: columns, image: image, id: id)
        } else {
            show(image, rows: rows, columns: columns, id: id)
            for _ in 1..<max(2, rows) { down() }
            column += columns
        }
    }
}
