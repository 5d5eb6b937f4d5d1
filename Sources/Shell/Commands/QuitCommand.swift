package import CommandLanguage

/// Ends the shell.
package struct QuitCommand: Command {
    package static let manual = Manual(
        name: "quit", group: Group.shell, summary: "ends the shell, as Ctrl-D does",
        role: .control,
        examples: [Example("quit", "ends it; what follows is not run")])

    package init(_ arguments: Arguments) {}

    package func run(in session: Session) {
        session.isOver = true
    }
}
