package import CommandLanguage

/// Runs a line of this session again.
package struct RerunCommand: Command {
    private static let cellArgument = Argument<CellNumber>(
        "the number that stood in the prompt, as `history` lists them")

    package static let manual = Manual(
        name: "rerun", group: Group.session, summary: "runs a line of this session again",
        role: .control,
        details: ["With a seed that is `random` it makes another picture; `again` keeps the seed."],
        arguments: [cellArgument],
        examples: [Example("gen \"a fox\"; rerun 1", "a second fox")])

    private let cell: Located<CellNumber>

    package init(_ arguments: Arguments) throws {
        cell = try arguments.value(Self.cellArgument)
    }

    package func run(in session: Session) async throws {
        let cells = session.recorder.document.cells
        let number = cell.value.number
        guard cells.indices.contains(number - 1) else {
            throw ShellError.noSuchCell(number, count: cells.count).at(cell.span)
        }
        let text = cells[number - 1].text
        session.console.note(text)
        let status = await Interpreter(session).run(text)
        if status != .done { throw ReportedError(status: status) }
    }
}
