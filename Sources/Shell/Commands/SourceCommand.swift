package import CommandLanguage
import Generation

/// Runs the lines of a file.
package struct SourceCommand: Command {
    private static let fileArgument = Argument<FilePath>("a file of commands")
    /// How deep files may run files.
    private static let deepest = 16

    package static let manual = Manual(
        name: "source", group: Group.session, summary: "runs the lines of a file in this session",
        role: .control,
        details: [
            "It stops at the first line that fails. What is recorded are the lines, as if they were typed."
        ],
        arguments: [fileArgument],
        examples: [Example("source lesson.easel", "runs `lesson.easel`")])

    private let file: Located<FilePath>

    package init(_ arguments: Arguments) throws {
        file = try arguments.value(Self.fileArgument)
    }

    package func run(in session: Session) async throws {
        let path = file.value
        let lines = try located(file.span) { try text(ofFile: path.path) }
        guard session.depth < Self.deepest else {
            throw ShellError.tooDeep(path.text).at(file.span)
        }
        session.depth += 1
        defer { session.depth -= 1 }
        let status = await Interpreter(session).run(TextLines(lines, name: path.text))
        if status != .done { throw ReportedError(status: status) }
    }
}
