package import CommandLanguage
import Generation

/// Lets the loaded model go.
package struct UnloadCommand: Command {
    package static let manual = Manual(
        name: "unload", group: Group.models, summary: "lets the loaded model and its memory go",
        examples: [Example("load sketch; unload", "loads a model, and lets it go")])

    package init(_ arguments: Arguments) {}

    package func run(in session: Session) {
        guard let engine = session.engine else {
            return session.console.note("nothing is loaded")
        }
        session.engine = nil
        session.console.note("unloaded \(engine.identity.model)")
    }
}
