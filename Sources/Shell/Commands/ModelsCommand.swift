package import CommandLanguage
import Generation

/// Lists the models that have a name.
package struct ModelsCommand: Command {
    package static let manual = Manual(
        name: "models", group: Group.models, summary: "lists the models that `load` knows by name",
        details: ["Folders and files of models are loaded by their paths: `help load`."],
        examples: [Example("models", "lists them; the loaded one is marked")])

    package init(_ arguments: Arguments) {}

    package func run(in session: Session) {
        let loaded = session.engine?.identity.model
        let rows = session.loader.known.map { model in
            (model.name, model.summary + (model.name == loaded ? " (loaded)" : ""))
        }
        session.console.result(Manual.columns(rows))
    }
}
