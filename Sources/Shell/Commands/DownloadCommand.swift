package import CommandLanguage
import Generation

/// Fetches a model's files without loading them.
package struct DownloadCommand: Command {
    private static let modelArgument = Argument<ModelName>(
        "a name that `models` lists, or `org/name` or `org/name@revision` on the Hub")
    private static let precisionArgument = Argument<Precision>(
        "whose files are wanted where there are several; by default the plain ones", .optional)

    package static let manual = Manual(
        name: "download", group: Group.models,
        summary: "fetches a model's files from the Hugging Face Hub, without loading them",
        role: .output,
        details: [
            "Only what the pipeline needs is fetched, into the cache that Hugging Face's own tools use. What has arrived",
            "stays when it is interrupted; the same command goes on from there. It also brings a model that is there",
            "up to date, which `load` never does.",
        ],
        arguments: [modelArgument, precisionArgument],
        examples: [
            Example("download sd15", "Stable Diffusion 1.5"),
            Example("download sd15 fp16", "its files in half precision, which are half as large"),
        ])

    private let model: Located<ModelName>
    private let precision: Precision?

    package init(_ arguments: Arguments) throws {
        model = try arguments.value(Self.modelArgument)
        precision = try arguments.optional(Self.precisionArgument)?.value
    }

    package func run(in session: Session) async throws {
        let store = try session.modelStore()
        let request = session.loadRequest(model.value.text, precision, nil)
        let console = session.console
        defer { console.endProgress() }
        let line = try await store.download(request) { console.show($0) }
        console.result(line)
    }
}
