package import CommandLanguage
import Generation
import Glibc

/// Lists the models that have a name, and those that are on the disk.
package struct ModelsCommand: Command {
    package static let manual = Manual(
        name: "models", group: Group.models,
        summary: "lists the models that `load` knows by name, and those on the disk",
        details: [
            "Those from the Hugging Face Hub are in the cache that its own tools use, with the size that they take there",
            "and when they were last read. Folders and files of models are loaded by their paths: `help load`.",
        ],
        examples: [Example("models", "lists them; the loaded one is marked")])

    package init(_ arguments: Arguments) {}

    package func run(in session: Session) {
        let loaded = session.engine?.identity.model
        let stored = session.loader.store?.stored() ?? []
        let known = session.loader.known
        var rows = known.map { model in
            let kept = stored.first { $0.name == model.name }
            return (model.name, Self.line(model.summary, kept, isLoaded: model.name == loaded))
        }
        for model in stored where !known.contains(where: { $0.name == model.name }) {
            // The cache is shared with programs whose models are no pipelines.
            guard let family = model.family else { continue }
            rows.append((model.name, Self.line(family, model, isLoaded: model.name == loaded)))
        }
        session.console.result(Manual.columns(rows))
    }

    private static func line(_ summary: String, _ kept: StoredModel?, isLoaded: Bool) -> String {
        var parts = [summary]
        if let kept {
            parts.append("\(ByteCount(kept.size)) on disk")
            if kept.unfinished > 0 { parts.append("not whole") }
            if let used = kept.lastUsed {
                parts.append("used \(TimeAgo.text(seconds: max(0, time(nil) - used)))")
            }
        }
        return parts.joined(separator: " · ") + (isLoaded ? " (loaded)" : "")
    }
}
