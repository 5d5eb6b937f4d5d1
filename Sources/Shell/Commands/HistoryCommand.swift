package import CommandLanguage

/// Lists the lines of the session.
package struct HistoryCommand: Command {
    private static let textArgument = Argument<AnyText>(
        "what the lines hold, in capitals or not; by default all are listed", .optional,
        name: "TEXT")

    package static let manual = Manual(
        name: "history", group: Group.session,
        summary: "lists the lines of this session with their numbers", role: .control,
        details: ["`rerun` takes the numbers. Lines that failed are marked."],
        arguments: [textArgument],
        examples: [
            Example("gen \"a fox\"; history", "every line so far"),
            Example("gen \"a fox\"; set seed 7; history fox", "those that hold `fox`"),
        ])

    private let text: String?

    package init(_ arguments: Arguments) throws {
        text = try arguments.optional(Self.textArgument)?.value.text
    }

    package func run(in session: Session) {
        let cells = session.recorder.document.cells
        let wanted = text?.lowercased()
        let found = cells.enumerated().filter { _, cell in
            wanted.map { cell.text.lowercased().contains($0) } ?? true
        }
        if found.isEmpty {
            let none = text.map { "no line holds `\($0)`" } ?? "no lines yet"
            return session.console.note(none)
        }
        let width = String(cells.count).count
        let lines = found.map { index, cell in Self.entry(index + 1, cell, width) }
        session.console.result(lines.joined(separator: "\n"))
    }

    /// A line with its number; what goes on in further lines stands below it.
    private static func entry(_ number: Int, _ cell: Cell, _ width: Int) -> String {
        let digits = String(number)
        let column = String(repeating: " ", count: 4 + width - digits.count) + digits + "  "
        let indent = String(repeating: " ", count: column.count)
        let text = visible(Secrets.hidden(in: cell.text)).replacing("\n", with: "\n" + indent)
        return column + text + (mark(cell).map { "  (\($0))" } ?? "")
    }

    private static func mark(_ cell: Cell) -> String? {
        switch cell.results.last {
        case .error: "failed"
        case .interrupted: "interrupted"
        default: cell.isStruck ? "failed" : nil
        }
    }
}
