package import CommandLanguage
import Generation

/// Says which Easel this is.
package struct VersionCommand: Command {
    package static let manual = Manual(
        name: "version", group: Group.shell,
        summary: "says which Easel this is, and on what it runs",
        examples: [Example("version", "the version and the devices")])

    package init(_ arguments: Arguments) {}

    package func run(in session: Session) {
        session.console.result("easel \(Easel.version) · \(session.loader.summary)")
    }
}
