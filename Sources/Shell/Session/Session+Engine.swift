import CommandLanguage
package import Generation
import Images
import Terminal

extension Session {
    /// The model that `gen` loads where none is.
    private static let builtIn = "sketch"

    /// What `load` with these words asks for; what is not named counts as it is set.
    func loadRequest(
        _ model: String, _ precision: Precision?, _ device: DeviceName?, offload: Offload? = nil
    ) -> LoadRequest {
        LoadRequest(
            model: FilePath(argument: model)?.path ?? model,
            precision: (precision ?? settings[Settings.precision])?.text,
            device: (device ?? settings[Settings.device])?.text,
            offload: (offload ?? settings[Settings.offload])?.text)
    }

    /// Loads a model in the place of the loaded one, which stays where loading fails; gives the seconds that it took.
    func load(_ request: LoadRequest) async throws -> (engine: any Engine, seconds: Double) {
        let console = console
        let start = ContinuousClock.now
        defer { console.endProgress() }
        var request = request
        if request.revision == nil { request.revision = wantedRevisions[request.model] }
        let engine = try await loader.load(request) { console.show($0) }
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        try Task.checkCancellation()
        take(engine)
        return (engine, seconds)
    }

    /// The loaded model; loads the awaited one, else the built-in one, and says so, where there is none.
    package func loadedEngine() async throws -> any Engine {
        if let engine { return engine }
        let request = awaitedLoad ?? loadRequest(Self.builtIn, nil, nil)
        console.note(
            awaitedLoad == nil
                ? "nothing is loaded: loading `\(request.model)`"
                : "loading `\(request.model)`, which was loaded before")
        let (engine, seconds) = try await load(request)
        console.note(engine.identity.line + " · \(decimals(seconds)) s")
        return engine
    }

    /// Lets the loaded model go.
    func unload() {
        engine = nil
        awaitedLoad = nil
        weights = nil
        recordedWeights = nil
    }

    private func take(_ engine: any Engine) {
        unload()
        self.engine = engine
        weights = Task(priority: .utility) { try? await engine.weightsDigest() }
        recorder.add(.model(engine.identity.shareable, easel: Easel.version))
        noteIgnoredSettings(by: engine)
    }

    private func noteIgnoredSettings(by engine: any Engine) {
        for setting in Settings.ofPictures where settings[setting.name] != nil {
            noteIgnored(setting, by: engine)
        }
    }

    /// Says so where the model ignores a setting.
    func noteIgnored(_ setting: any SettingDeclaration, by engine: any Engine) {
        guard setting.scope == .picture, !engine.settings.honoured.contains(setting.name) else {
            return
        }
        console.note("\(setting.name) is kept, but \(engine.identity.model) ignores it")
    }
}

extension EngineIdentity {
    /// What is loaded, in one line.
    var line: String {
        [model, family, precision, device].filter { !$0.isEmpty }.joined(separator: " · ")
    }
}
