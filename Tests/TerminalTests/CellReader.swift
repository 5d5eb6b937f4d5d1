import Testing

/// Reads back what blocks in true colour show: a small terminal.
struct CellReader {
    /// A cell's upper and lower half, each as red, green and blue.
    struct Cell {
        let upper: [Int]
        let lower: [Int]
    }

    private(set) var rows: [[Cell]] = [[]]
    private var foreground = [-1, -1, -1]
    private var background = [-1, -1, -1]
    private var isInverse = false

    /// Reads everything up to the last line's end; fails on what it does not know.
    init(_ bytes: [UInt8]) throws {
        var rest = String(decoding: bytes, as: UTF8.self)[...]
        while let character = rest.popFirst() {
            if character == "\u{1B}" {
                try #require(rest.popFirst() == "[")
                let end = try #require(rest.firstIndex { $0.isLetter })
                if rest[end] == "m" { style(rest[..<end]) }
                rest = rest[rest.index(after: end)...]
            } else if character.isNewline {
                rows.append([])
            } else {
                try draw(character)
            }
        }
        rows.removeLast()
    }

    private mutating func style(_ codes: Substring) {
        var numbers = codes.split(separator: ";").compactMap { Int($0) }[...]
        while let code = numbers.popFirst() {
            switch code {
            case 0: isInverse = false
            case 7: isInverse = true
            case 38: foreground = Array(numbers.dropFirst().prefix(3))
            case 48: background = Array(numbers.dropFirst().prefix(3))
            default: break
            }
            if code == 38 || code == 48 { numbers = numbers.dropFirst(4) }
        }
    }

    private mutating func draw(_ character: Character) throws {
        let (ink, paper) = isInverse ? (background, foreground) : (foreground, background)
        switch character {
        case " ": rows[rows.count - 1].append(Cell(upper: paper, lower: paper))
        case "█": rows[rows.count - 1].append(Cell(upper: ink, lower: ink))
        case "▀": rows[rows.count - 1].append(Cell(upper: ink, lower: paper))
        case "▄": rows[rows.count - 1].append(Cell(upper: paper, lower: ink))
        default: Issue.record("an unexpected \(character)")
        }
    }
}
