package import CommandLanguage
import Generation

/// Loads a model.
package struct LoadCommand: Command {
    private static let modelArgument = Argument<ModelName>(
        "a name that `models` lists, the folder of a diffusers repository, or a file")
    private static let precisionArgument = Argument<Precision>(
        "`fp32`, `bf16` or `fp16`; by default the best for the device", .optional)
    private static let deviceArgument = Argument<DeviceName>(
        "`cpu` or `cuda`; by default the best there is", .optional)
    private static let offloadOption = Option<Offload>(
        Settings.offload.name, Settings.offload.summary + "; by default on the device")

    package static let manual = Manual(
        name: "load", group: Group.models, summary: "loads a model, which stays until the next one",
        role: .state,
        details: [
            "Where it fails, the model that was loaded before stays.",
            "A folder's path has a `/` in it, or names no known model.",
            "A `.safetensors` file holds a whole model, of Stable Diffusion 1 or SDXL, in the original layout,",
            "as CivitAI's files do; what it does not say comes from its family.",
        ],
        arguments: [modelArgument, precisionArgument, deviceArgument], options: [offloadOption],
        examples: [
            Example("load sketch", "the built-in model"),
            Example("load sketch fp32 cpu", "in 32-bit arithmetic, on the processor"),
            Example("load sketch offload=none", "with its weights on the device throughout"),
        ])

    private let model: Located<ModelName>
    private let precision: Precision?
    private let device: DeviceName?
    private let offload: Offload?

    package init(_ arguments: Arguments) throws {
        model = try arguments.value(Self.modelArgument)
        precision = try arguments.optional(Self.precisionArgument)?.value
        device = try arguments.optional(Self.deviceArgument)?.value
        offload = try arguments.value(Self.offloadOption)?.value
    }

    package func run(in session: Session) async throws {
        let request = session.loadRequest(
            model.value.text, precision, device, offload: offload)
        if session.loadsLate {
            session.unload()
            session.awaitedLoad = request
            return
        }
        let (engine, seconds) = try await session.load(request)
        session.console.result(engine.identity.line + " · \(decimals(seconds)) s")
    }
}
