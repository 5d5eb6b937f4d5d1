import CommandLanguage

extension SessionDocument {
    /// What a line begins with that did nothing.
    static let struckMark = "#-"

    /// The whole file.
    package var text: String {
        ([Self.header] + entries.flatMap(Self.lines)).joined(separator: "\n") + "\n"
    }

    /// The lines of a part.
    static func lines(of entry: Entry) -> [String] {
        switch entry {
        case .comment(let line): [line]
        case .cell(let cell): lines(of: cell)
        }
    }

    private static func lines(of cell: Cell) -> [String] {
        let text = cell.text.split(separator: "\n", omittingEmptySubsequences: false)
        let lines = text.map { line in
            if cell.isStruck { return "\(struckMark) \(line)" }
            return isRecord(line) ? textMark + line : String(line)
        }
        return lines + cell.results.flatMap(\.lines)
    }

    /// What `text` says; anything is read, since a line that is no result is a command or a comment.
    package init(text: String) {
        var lines = text.split(omittingEmptySubsequences: false, whereSeparator: Self.endsLine)
        // The text's last line end opens no line of its own.
        if lines.last == "" { lines.removeLast() }
        var reader = DocumentReader()
        for var line in lines {
            // Before a line's end, a carriage return would become a part of that end.
            while line.last == "\r" { line.removeLast() }
            reader.read(String(line))
        }
        self.init(entries: reader.finish())
    }

    /// What the file at `path` says.
    package init(file path: String) throws(ShellError) {
        self.init(text: try Shell.text(ofFile: path))
    }

    /// What keeps a line of a text from passing for a record: prompts are dropped within a text, too.
    private static let textMark = Prompt.continuation.text(1)

    /// A line of a text as it was before `textMark` was put before it.
    fileprivate static func unmarked(_ line: String) -> String {
        let rest = line.dropFirst(textMark.count)
        return line.hasPrefix(textMark) && isRecord(rest) ? String(rest) : line
    }

    /// Whether a line tells what happened: no command goes on in such a line.
    fileprivate static func isRecord(_ line: some StringProtocol) -> Bool {
        line.hasPrefix(ResultLine.mark) || line.hasPrefix(struckMark)
    }

    private static func endsLine(_ character: Character) -> Bool {
        character == "\n" || character == "\r\n"
    }
}

/// Puts the lines of a session file together to its parts.
private struct DocumentReader {
    private var entries: [SessionDocument.Entry] = []
    private var results = ResultReader()
    /// The lines of a command that is not at its end.
    private var open: String?

    mutating func read(_ line: String) {
        if let begun = open, !SessionDocument.isRecord(line) {
            return take(begun + "\n" + SessionDocument.unmarked(line))
        }
        takeUnfinished()
        if line.hasPrefix(ResultLine.mark) {
            takeResult(line)
        } else if line.hasPrefix(SessionDocument.struckMark) {
            takeStruck(line)
        } else if !(entries.isEmpty && line == SessionDocument.header) {
            take(line)
        }
    }

    mutating func finish() -> [SessionDocument.Entry] {
        takeUnfinished()
        return entries
    }

    private mutating func takeUnfinished() {
        if let open { entries.append(.cell(Cell(text: open))) }
        open = nil
    }

    private mutating func take(_ text: String) {
        let scanned = Scanner.scan(text)
        open = scanned.unfinished == nil ? nil : text
        if open != nil {
            if Scanner.isTooLong(text) { takeUnfinished() }
            return
        }
        entries.append(scanned.commands.isEmpty ? .comment(text) : .cell(Cell(text: text)))
    }

    private mutating func takeResult(_ line: String) {
        guard case .cell(var cell) = entries.last else { return }
        results.read(line, into: &cell.results)
        entries[entries.count - 1] = .cell(cell)
    }

    private mutating func takeStruck(_ line: String) {
        let text = line.dropFirst(SessionDocument.struckMark.count)
        let more = String(text.first == " " ? text.dropFirst() : text)
        if case .cell(var cell) = entries.last, cell.isStruck, cell.results.isEmpty {
            cell.text += "\n" + more
            entries[entries.count - 1] = .cell(cell)
        } else {
            entries.append(.cell(Cell(text: more, isStruck: true)))
        }
    }
}
