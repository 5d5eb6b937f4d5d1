import CommandLanguage
import Generation
import Terminal

/// A text that may come from a file as it can be printed: control characters, which could do anything to a terminal, are
/// spaces, except for line ends.
func printable(_ text: String) -> String {
    String(
        scalars: text.unicodeScalars.map { scalar in
            scalar.properties.generalCategory == .control && scalar != "\n" ? " " : scalar
        })
}

/// A text in one line of at most `columns`.
func shortened(_ text: String, to columns: Int) -> String {
    let line = printable(text).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return fitted(line, columns: columns)
}

/// Rows of cells, each column as wide as its widest cell.
func aligned(_ rows: [[String]]) -> String {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
        rows.map { column < $0.count ? displayWidth(of: $0[column]) : 0 }.max() ?? 0
    }
    return rows.map { row in
        let cells = zip(row, widths).map { cell, width in
            cell + String(repeating: " ", count: width - displayWidth(of: cell))
        }
        var line = cells.joined(separator: "  ")
        while line.last == " " { line.removeLast() }
        return line
    }.joined(separator: "\n")
}

/// Names with what they stand for, which may have several lines.
func listed(_ facts: [Fact]) -> String {
    let width = facts.map { displayWidth(of: $0.name) }.max() ?? 0
    return facts.map { fact in
        let padding = String(repeating: " ", count: width - displayWidth(of: fact.name))
        let indent = "\n" + String(repeating: " ", count: width + 2)
        return fact.name + padding + "  " + printable(fact.text).replacing("\n", with: indent)
    }.joined(separator: "\n")
}

/// The same in lines of at most `columns`.
func listed(_ facts: [Fact], columns: Int) -> [String] {
    let width = min(facts.map { displayWidth(of: $0.name) }.max() ?? 0, columns / 2)
    return facts.flatMap { fact in
        let name = fitted(fact.name, columns: width)
        let lines = printable(fact.text).split(separator: "\n", omittingEmptySubsequences: false)
            .flatMap { wrapped($0, columns: columns - width - 2) }
        return lines.enumerated().map { index, line in
            let name = index == 0 ? name : ""
            return name + String(repeating: " ", count: width + 2 - displayWidth(of: name)) + line
        }
    }
}

/// A text in lines of at most `columns`, broken at spaces, or within words that are longer than a line.
func wrapped(_ text: some StringProtocol, columns: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for character in text {
        if !line.isEmpty, displayWidth(of: line + String(character)) > columns {
            let end = character == " " ? line.endIndex : line.lastIndex(of: " ") ?? line.endIndex
            lines.append(String(line[..<end]))
            line = String(line[end...].dropFirst())
            if character == " " { continue }
        }
        line.append(character)
    }
    return lines + [line]
}
