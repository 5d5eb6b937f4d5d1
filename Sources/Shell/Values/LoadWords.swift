import CommandLanguage
import Generation

/// The words that say what to load and how: those of `load` and `plan`.
struct LoadWords {
    private static let modelArgument = Argument<ModelName>(
        "a name that `models` lists, the folder of a diffusers repository, or a file")
    private static let precisionArgument = Argument<Precision>(
        "`fp32`, `bf16` or `fp16`; by default the best for the device", .optional)
    private static let deviceArgument = Argument<DeviceName>(
        "`cpu` or `cuda`; by default the best there is", .optional)
    private static let offloadOption = Option<Offload>(
        Settings.offload.name, Settings.offload.summary + "; by default on the device")
    private static let baseOption = Option<ServerAddress>(
        "base", "the address of the server that has the model, for a model that a server has")

    /// The arguments, for a manual.
    static let arguments: [any ArgumentDeclaration] = [
        modelArgument, precisionArgument, deviceArgument,
    ]
    /// The options, for a manual.
    static let options: [any OptionDeclaration] = [offloadOption, baseOption]

    /// The model.
    let model: Located<ModelName>
    private let precision: Precision?
    private let device: DeviceName?
    private let offload: Offload?
    private let base: ServerAddress?

    /// Reads the words of a command that has these in its manual.
    init(_ arguments: Arguments) throws {
        model = try arguments.value(Self.modelArgument)
        precision = try arguments.optional(Self.precisionArgument)?.value
        device = try arguments.optional(Self.deviceArgument)?.value
        offload = try arguments.value(Self.offloadOption)?.value
        base = try arguments.value(Self.baseOption)?.value
    }

    /// What they ask for; what they do not name counts as it is set.
    @MainActor
    func request(in session: Session) -> LoadRequest {
        var request = session.loadRequest(model.value.text, precision, device, offload: offload)
        request.base = base?.text
        return request
    }
}

/// The address of a server (`http://localhost:8080/v1`).
struct ServerAddress: ArgumentValue {
    static let placeholder = "URL"
    static let expectation =
        "an address that begins with `http://` or `https://` and holds no password"
    let text: String

    init?(argument text: String) {
        guard let scheme = ["http://", "https://"].first(where: { text.hasPrefix($0) }) else {
            return nil
        }
        let host = text.dropFirst(scheme.count).prefix { $0 != "/" }
        let isPlain = text.unicodeScalars.allSatisfy { $0.isASCII && $0.value > 0x20 }
        guard isPlain, !host.isEmpty, !host.contains("@"),
            !text.contains(where: { "?#".contains($0) })
        else { return nil }
        self.text = text
    }
}
