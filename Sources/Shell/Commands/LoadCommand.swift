package import CommandLanguage
import Generation

/// Loads a model.
package struct LoadCommand: Command {
    package static let manual = Manual(
        name: "load", group: Group.models, summary: "loads a model, which stays until the next one",
        role: .state,
        details: [
            "Where it fails, the model that was loaded before stays.",
            "A known name counts before a folder, and a folder before a repository. What is not on the disk is downloaded",
            "first; `plan` says beforehand how much that is. `org/name@revision` names a branch, a tag or a commit.",
            "A `.safetensors` file holds a whole model, of Stable Diffusion 1 or SDXL, in the original layout,",
            "as CivitAI's files do; what it does not say comes from its family. Of models that run at a service,",
            "`gpt-image` is OpenAI's current one, and `openai:NAME base=URL` one of any server of that shape;",
            "`plan` says what they cost, and `login` takes the key.",
        ],
        arguments: LoadWords.arguments, options: LoadWords.options,
        examples: [
            Example("load sketch", "the built-in model"),
            Example("load sketch fp32 cpu", "in 32-bit arithmetic, on the processor"),
            Example("load sketch offload=none", "with its weights on the device throughout"),
        ])

    private let words: LoadWords

    package init(_ arguments: Arguments) throws {
        words = try LoadWords(arguments)
    }

    package func run(in session: Session) async throws {
        let request = words.request(in: session)
        if session.loadsLate {
            session.unload()
            session.awaitedLoad = request
            return
        }
        let (engine, seconds) = try await session.load(request)
        session.console.result(engine.identity.line + " · \(decimals(seconds)) s")
    }
}
