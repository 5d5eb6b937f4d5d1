import CommandLanguage
package import Generation
import Terminal

extension Session {
    /// The model that `gen` loads where none is.
    private static let builtIn = "sketch"

    /// Loads a model in the place of the loaded one, which stays where loading fails.
    ///
    /// What is not named counts as it is set.
    package func load(_ model: String, _ precision: Precision?, _ device: DeviceName?) async throws
        -> (engine: any Engine, seconds: Double)
    {
        let console = console
        let request = LoadRequest(
            model: FilePath(argument: model)?.path ?? model,
            precision: (precision ?? settings[Settings.precision])?.text,
            device: (device ?? settings[Settings.device])?.text)
        let start = ContinuousClock.now
        let engine = try await loader.load(request) { event in
            switch event {
            case .note(let text): console.note(text)
            }
        }
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        try Task.checkCancellation()
        self.engine = engine
        noteIgnoredSettings(by: engine)
        return (engine, seconds)
    }

    /// The loaded model; loads the built-in one, and says so, where there is none.
    package func loadedEngine() async throws -> any Engine {
        if let engine { return engine }
        console.note("nothing is loaded: loading `\(Self.builtIn)`")
        let (engine, seconds) = try await load(Self.builtIn, nil, nil)
        console.note(engine.identity.line + " · \(decimals(seconds)) s")
        return engine
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
    var line: String { "\(model) · \(family) · \(precision) · \(device)" }
}
