package import CommandLanguage
import Generation

/// Lets the loaded model go.
package struct UnloadCommand: Command {
    package static let manual = Manual(
        name: "unload", group: Group.models, summary: "lets the loaded model and its memory go",
        role: .state,
        examples: [Example("load sketch; unload", "loads a model, and lets it go")])

    package init(_ arguments: Arguments) {}

    package func run(in session: Session) {
        guard let engine = session.engine else {
            session.unload()
            return session.console.note("nothing is loaded")
        }
        session.unload()
        session.console.note("unloaded \(engine.identity.model)")
    }
}
