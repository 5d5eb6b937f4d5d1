import CommandLanguage
import Diffusion
import Generation
import Shell
import Synchronization

/// The program's own loader, with an account of what the shell asks of it and of its engines.
///
/// Its engines claim to honour every setting of pictures, so that the shell holds nothing back from them.
struct WatchedLoader: EngineLoader {
    /// What was asked, in the order of the questions.
    final class Account: Sendable {
        private let state = Mutex((loads: [LoadRequest](), threads: [Int?](), previews: [Int?]()))

        /// The loads.
        var loads: [LoadRequest] { state.withLock { $0.loads } }
        /// The numbers of threads.
        var threads: [Int?] { state.withLock { $0.threads } }
        /// After how many steps previews were wanted, for each request.
        var previews: [Int?] { state.withLock { $0.previews } }

        fileprivate func add(load: LoadRequest) { state.withLock { $0.loads.append(load) } }
        fileprivate func add(threads: Int?) { state.withLock { $0.threads.append(threads) } }
        fileprivate func add(preview: Int?) { state.withLock { $0.previews.append(preview) } }
    }

    /// What was asked.
    let account = Account()
    private let loader = DiffusersLoader(hasher: FileHasher(cache: nil))

    var summary: String { loader.summary }
    var devices: [DeviceSummary] { loader.devices }
    var known: [KnownModel] { loader.known }

    func load(
        _ request: LoadRequest, report: @escaping @Sendable (LoadEvent) -> Void
    ) async throws -> any Engine {
        account.add(load: request)
        return WatchedEngine(
            engine: try await loader.load(request, report: report) as DiffusersEngine,
            account: account)
    }

    func setThreads(_ count: Int?) {
        account.add(threads: count)
        loader.setThreads(count)
    }
}

/// An engine of the watched loader.
struct WatchedEngine: Engine {
    /// The engine itself, which says what it honours.
    let engine: DiffusersEngine
    fileprivate let account: WatchedLoader.Account

    var identity: EngineIdentity { engine.identity }
    var settings: EngineSettings {
        var settings = engine.settings
        settings.honoured = Set(Settings.ofPictures.map(\.name))
        return settings
    }

    func validate(_ request: ImageRequest) throws { try engine.validate(request) }

    func generate(
        _ request: ImageRequest, previewEvery: Int?
    ) -> any AsyncSequence<GenerationEvent, any Error> & Sendable {
        account.add(preview: previewEvery)
        return engine.generate(request, previewEvery: previewEvery)
    }

    func weightsDigest() async throws -> String? { try await engine.weightsDigest() }
}
