/// Makes engines from names and paths: the only door from the shell to the models.
package protocol EngineLoader: Sendable {
    /// What models run on here, in one line (`cpu AMD EPYC, 2 cores, bf16 · no CUDA device`).
    var summary: String { get }
    /// The devices that models can run on here, best first.
    var devices: [DeviceSummary] { get }
    /// The models that can be loaded by name.
    var known: [KnownModel] { get }
    /// The services that `login` and `logout` know.
    var accounts: [any AccountService] { get }

    /// Whether a model's name is this loader's affair, so that no other one is asked.
    func knows(_ model: String) -> Bool
    /// What loading a model would need and cost, without doing it.
    func plan(_ request: LoadRequest) async throws -> LoadPlan

    /// Loads a model, reporting what happens (a precision that was chosen) as it goes.
    ///
    /// Cancelling the task stops it within a second, with `CancellationError`.
    func load(
        _ request: LoadRequest, report: @escaping @Sendable (LoadEvent) -> Void
    ) async throws -> any Engine

    /// Sets how many threads the CPU work uses; nil for all cores.
    func setThreads(_ count: Int?)
}

extension EngineLoader {
    package var accounts: [any AccountService] { [] }

    package func knows(_ model: String) -> Bool { known.contains { $0.name == model } }

    package func plan(_ request: LoadRequest) async throws -> LoadPlan { LoadPlan([]) }

    package func setThreads(_ count: Int?) {}
}

/// What a person asked to load.
package struct LoadRequest: Hashable, Sendable {
    /// A known name, or the path of a folder or a file, as typed.
    package var model: String
    /// `fp32`, `bf16` or `fp16`; nil picks the best for the device.
    package var precision: String?
    /// `cpu`; nil picks the best that there is.
    package var device: String?
    /// `none`, `model`, `blocks` or `disk`: where weights wait while they are not in use; nil means `none`.
    package var offload: String?
    /// The address of the server that has the model; nil means the usual one.
    package var base: String?

    /// A request of the given words.
    package init(
        model: String, precision: String? = nil, device: String? = nil, offload: String? = nil,
        base: String? = nil
    ) {
        self.model = model
        self.precision = precision
        self.device = device
        self.offload = offload
        self.base = base
    }
}

/// Something that happened while a model was being loaded.
package enum LoadEvent: Hashable, Sendable {
    /// One line that the user must know.
    case note(String)
    /// How far something is that takes long.
    case progress(LoadProgress)
}

/// How far a download, or something else that counts bytes, has come.
package struct LoadProgress: Hashable, Sendable {
    /// What is being done (`downloading unet/…safetensors`).
    package var label: String
    /// Bytes done.
    package var done: Int
    /// Bytes in all; nil where that is not known.
    package var total: Int?

    /// `done` of `total` bytes of `label`.
    package init(label: String, done: Int, total: Int?) {
        self.label = label
        self.done = done
        self.total = total
    }
}

/// A model that can be loaded by name.
package struct KnownModel: Hashable, Sendable {
    /// The word after `load`.
    package var name: String
    /// One line about it.
    package var summary: String

    /// A model of the given name.
    package init(name: String, summary: String) {
        self.name = name
        self.summary = summary
    }
}
