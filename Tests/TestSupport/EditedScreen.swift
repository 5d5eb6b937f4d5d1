import Terminal

/// What a terminal's window shows: enough of a terminal for a line editor and its listings.
///
/// A cluster of code points takes one place, and lines break anew when the width changes, as in most terminals of today.
package struct EditedScreen {
    /// A place on the screen, from the upper left corner.
    package struct Place: Hashable {
        /// The row, from 0.
        package var row: Int
        /// The column, from 0.
        package var column: Int
    }

    /// Where the next character goes.
    package private(set) var cursor = Place(row: 0, column: 0)
    private var columns: Int
    private var rows: Int
    /// A row's cells; of a wide character, the second one is empty.
    private var cells: [[String]] = [[]]
    /// The rows that go on in the next one.
    private var broken: Set<Int> = []
    /// Whether the last column was written to, so that the next character begins a row.
    private var isFull = false
    private var pending: [UInt8] = []

    /// A window without text.
    package init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
    }

    /// The rows from the first on, without blanks at their ends.
    package var lines: [String] {
        cells.map { row in
            var text = row.joined()
            while text.last == " " { text.removeLast() }
            return text
        }
    }

    /// Takes what a program writes.
    package mutating func show(_ bytes: some Sequence<UInt8>) {
        pending += bytes
        // A character or a sequence may come in pieces.
        while let (scalar, count) = nextScalar() {
            if scalar == "\u{1B}" {
                guard let length = sequenceLength() else { return }
                obey(pending[..<length])
                pending.removeFirst(length)
            } else {
                pending.removeFirst(count)
                put(scalar)
            }
        }
    }

    private func nextScalar() -> (Unicode.Scalar, Int)? {
        var decoder = UTF8()
        var bytes = pending.makeIterator()
        guard case .scalarValue(let scalar) = decoder.decode(&bytes) else { return nil }
        return (scalar, UTF8.width(scalar))
    }

    /// The length of the escape sequence that is pending; nil where it is not all there.
    private func sequenceLength() -> Int? {
        guard pending.count > 1 else { return nil }
        guard pending[1] == UInt8(ascii: "[") else { return 2 }
        return pending.dropFirst(2).firstIndex { $0 >= 0x40 }.map { $0 + 1 }
    }

    private mutating func obey(_ sequence: ArraySlice<UInt8>) {
        let text = String(decoding: sequence.dropFirst(2).dropLast(), as: UTF8.self)
        let number = Int(text.split(separator: ";").first ?? "")
        let count = max(1, number ?? 1)
        isFull = false
        switch sequence.last.map({ Character(Unicode.Scalar($0)) }) {
        case "A": cursor.row = max(0, cursor.row - count)
        case "C": cursor.column = min(columns - 1, cursor.column + count)
        case "D": cursor.column = max(0, cursor.column - count)
        case "G": cursor.column = min(columns, count) - 1
        case "J": erase(rowsBelow: true)
        case "K": erase(rowsBelow: false)
        case "P": edit { $0.removeSubrange($1..<min($1 + count, $0.count)) }
        case "@": edit { $0.insert(contentsOf: Array(repeating: " ", count: count), at: $1) }
        default: break
        }
    }

    private mutating func erase(rowsBelow: Bool) {
        edit { $0.removeSubrange($1...) }
        broken.remove(cursor.row)
        if rowsBelow { cells.removeSubrange((cursor.row + 1)...) }
    }

    /// Changes the cells of the cursor's row, which are there up to the cursor.
    private mutating func edit(_ change: (inout [String], Int) -> Void) {
        while cells.count <= cursor.row { cells.append([]) }
        while cells[cursor.row].count < cursor.column { cells[cursor.row].append(" ") }
        change(&cells[cursor.row], cursor.column)
        cells[cursor.row] = Array(cells[cursor.row].prefix(columns))
    }

    private mutating func put(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "\r": (cursor.column, isFull) = (0, false)
        case "\n": beginRow()
        case "\u{8}": (cursor.column, isFull) = (max(0, cursor.column - 1), false)
        case "\t": cursor.column = min(columns - 1, (cursor.column / 8 + 1) * 8)
        case "\u{0}"..."\u{1F}", "\u{7F}": break
        default: if !join(scalar) { write(String(scalar)) }
        }
    }

    private mutating func beginRow() {
        cursor.row += 1
        isFull = false
        while cells.count <= cursor.row { cells.append([]) }
    }

    /// Adds to the character before the cursor what belongs to it.
    private mutating func join(_ scalar: Unicode.Scalar) -> Bool {
        let row = cells[cursor.row]
        var column = isFull ? cursor.column : cursor.column - 1
        guard row.indices.contains(column) else { return false }
        if row[column].isEmpty { column -= 1 }
        guard column >= 0, row[column] != " " else { return false }
        let joined = row[column] + String(scalar)
        guard joined.count == 1 else { return false }
        (cursor.column, isFull) = (column, false)
        write(joined)
        return true
    }

    private mutating func write(_ character: String) {
        let width = max(1, displayWidth(of: character))
        if isFull || cursor.column + width > columns {
            broken.insert(cursor.row)
            beginRow()
            cursor.column = 0
        }
        edit { row, column in
            let new = [character] + Array(repeating: "", count: width - 1)
            row.replaceSubrange(column..<min(column + width, row.count), with: new)
        }
        isFull = cursor.column + width >= columns
        cursor.column = min(columns - 1, cursor.column + width)
    }

    /// Gives the window another size.
    package mutating func resize(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
        let (old, oldBroken, oldCursor) = (cells, broken, cursor)
        (cells, broken, cursor, isFull) = ([[]], [], Place(row: 0, column: 0), false)
        var place: Place?
        for (row, content) in old.enumerated() {
            for (column, cell) in content.enumerated() where !cell.isEmpty {
                if oldCursor == Place(row: row, column: column) { place = cursor }
                write(cell)
            }
            if oldCursor.row == row, place == nil { place = cursor }
            if !oldBroken.contains(row), row + 1 < old.count {
                beginRow()
                cursor.column = 0
            }
        }
        cursor = place ?? cursor
    }
}
