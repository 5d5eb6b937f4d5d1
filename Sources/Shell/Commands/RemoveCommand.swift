package import CommandLanguage
import Generation

/// Deletes a model's files.
package struct RemoveCommand: Command {
    private static let modelArgument = Argument<ModelName>(
        "a model that `models` shows on the disk; with `@revision`, that alone")
    private static let consentArgument = Argument<Consent>(
        "does it; without it, only what would be deleted is said", .optional)

    package static let manual = Manual(
        name: "remove", group: Group.models,
        summary: "deletes a model's files from the cache of the Hugging Face Hub",
        role: .output,
        details: [
            "Other programs that use the cache lose the model too. What other revisions need stays."
        ],
        arguments: [modelArgument, consentArgument],
        examples: [
            Example("remove sd15", "what would be deleted"),
            Example("remove sd15 yes", "deletes it"),
        ])

    private let model: Located<ModelName>
    private let isMeant: Bool

    package init(_ arguments: Arguments) throws {
        model = try arguments.value(Self.modelArgument)
        isMeant = try arguments.optional(Self.consentArgument) != nil
    }

    package func run(in session: Session) throws {
        let store = try session.modelStore()
        let name = model.value.text
        guard isMeant else {
            session.console.result(try store.removal(of: name))
            return session.console.note("`remove \(name) yes` deletes it")
        }
        session.console.result(try store.remove(name))
    }
}
