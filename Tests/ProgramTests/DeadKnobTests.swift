import CommandLanguage
import Diffusion
import Generation
import Shell
import Synchronization
import Terminal
import TestSupport
import Testing

/// No setting without an effect: each one is turned in a real session on a real model, and what it must do is looked at.
@MainActor
@Suite struct DeadKnobTests {
    /// What turning a setting must do.
    enum Effect: Sendable {
        /// Other pixels where the model says that it honours the setting, the same where it does not.
        case pixels(String)
        /// The same as `pixels`, with a value that depends on the model.
        case pixelsByModel(@Sendable (EngineSettings) -> String?)
        /// The same pixels, and something that can be seen elsewhere.
        case elsewhere(String, @Sendable @MainActor (Bench) async throws -> Bool)
    }

    /// A row for each setting: one without a row fails the test, and so does a row without a setting.
    nonisolated static let effects: [String: Effect] = [
        "seed": .pixels("8"),
        "steps": .pixels("3"),
        "guidance": .pixels("2"),
        "true_cfg": .pixels("2"),
        "negative": .pixels("\"a blue car\""),
        "magic": .pixels("en"),
        "size": .pixels("64x96"),
        "aspect": .pixelsByModel { model in
            model.aspects.first { $0.size != model.size }?.name
        },
        "scheduler": .pixels("euler-a"),
        "n": .pixels("2"),
        // What services alone have: a model that is made here ignores it.
        "quality": .pixels("high"), "style": .pixels("vivid"), "background": .pixels("opaque"),
        "format": .pixels("webp"), "moderation": .pixels("low"),
        "precision": .elsewhere("fp32") { bench in
            try await bench.reload()
            return bench.session.engine?.identity.precision == "fp32"
        },
        "device": .elsewhere("cuda:7") { bench in
            await bench.fails("load \(bench.model)", "there is no device `cuda:7` here")
        },
        "offload": .elsewhere("blocks") { bench in
            await bench.fails("load \(bench.model)", "device `cpu` has no offload `blocks`")
        },
        "threads": .elsewhere("1") { $0.loader.account.threads.last == 1 },
        "preview": .elsewhere("1") { $0.loader.account.previews.last == 1 },
        "display": .elsewhere("off") { bench in !(try await bench.showsPictures()) },
        "name": .elsewhere("{seed}") { bench in
            try await bench.run("save $1 \(bench.folder.path)")
            return bench.folder.names == ["7.png"]
        },
        "folder": .elsewhere("FOLDER") { bench in
            try await bench.run("save $1")
            return bench.folder.names.count == 1
        },
    ]

    nonisolated static let models = ["sketch", "sdxl"]

    @Test func everySettingHasItsRow() {
        #expect(Set(Self.effects.keys) == Set(Settings.all.map(\.name)))
        for setting in Settings.ofPictures {
            if case .elsewhere = Self.effects[setting.name] {
                Issue.record("`\(setting.name)` is a setting of pictures that changes none")
            }
        }
    }

    @Test(arguments: models)
    func aModelHonoursSettingsOfPicturesAlone(model: String) async throws {
        let bench = try await Bench(model)
        #expect(try bench.settings.honoured.isSubset(of: Settings.ofPictures.map(\.name)))
    }

    /// The setting as it is set, and as an option of `gen` where it is one.
    @Test(arguments: models, effects.keys.sorted())
    func turningASettingDoesWhatItMust(model: String, setting: String) async throws {
        let bench = try await Bench(model)
        let before = try await bench.pixels()
        #expect(try await bench.pixels() == before)
        let value: String
        switch try #require(Self.effects[setting]) {
        case .elsewhere(let text, let isSeen):
            let text = text == "FOLDER" ? bench.folder.path : text
            try await bench.run("set \(setting) \(text)")
            #expect(try await bench.pixels() == before)
            #expect(try await isSeen(bench), "\(setting) \(text) does nothing")
            // The number of threads is the whole process's, and is set with the next piece of work.
            try await bench.run("unset \(setting)")
            _ = try await bench.pixels()
            return
        case .pixels(let text): value = text
        case .pixelsByModel(let find): value = try #require(find(bench.settings))
        }
        let isHonoured = try bench.settings.honoured.contains(setting)
        let given = try await bench.pixels("\(setting)=\(value)")
        #expect((given != before) == isHonoured, "gen \(setting)=\(value)")
        try await bench.run("set \(setting) \(value)")
        #expect((try await bench.pixels() != before) == isHonoured, "set \(setting) \(value)")
        try await bench.run("unset \(setting); \(Bench.usual)")
        #expect(try await bench.pixels() == before)
    }
}

/// A session on a loaded model, with a folder to save in.
@MainActor
final class Bench {
    let model: String
    let loader = WatchedLoader()
    let session: Session
    let folder: TemporaryFolder
    /// What the model wants for the settings that it says it honours.
    var settings: EngineSettings {
        get throws { try #require(session.engine as? WatchedEngine).engine.settings }
    }
    private let results = Messages()
    private let messages = Messages()

    /// What is set before a setting is turned.
    static let usual = "set seed=7 steps=2 size=64x64"

    init(_ model: String) async throws {
        self.model = model == "sketch" ? model : Fixtures.path("pipelines/" + model)
        folder = try TemporaryFolder()
        session = Session(
            loader: loader,
            console: Console(
                results: results, messages: messages,
                pictures: TerminalPictures(method: .monochrome)))
        try await run("\(Self.usual); load \(self.model)")
    }

    /// Runs commands, which must all go well.
    func run(_ text: String) async throws {
        let status = await Interpreter(session).run(text)
        try #require(status == .done, "\(text): \(messages.text)")
    }

    /// Whether a command fails, with an error that begins so.
    func fails(_ text: String, _ message: String) async -> Bool {
        await Interpreter(session).run(text) == .failed
            && messages.text.contains("error: \(message)")
    }

    /// Whether `display` shows the latest picture.
    func showsPictures() async throws -> Bool {
        let before = results.text
        try await run("display")
        return results.text != before
    }

    /// Loads the model anew.
    func reload() async throws { try await run("load \(model)") }

    /// The hashes of the pixels that `gen` makes with these options.
    func pixels(_ options: String = "") async throws -> [String] {
        let before = session.pictures.count
        try await run("gen \"a red apple\" \(options)")
        return session.pictures[before...].map(\.record.pixels)
    }
}

/// A stream in memory.
private final class Messages: ByteSink {
    private let bytes = Mutex<[UInt8]>([])

    /// What was written.
    var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }

    func write(_ bytes: [UInt8]) { self.bytes.withLock { $0 += bytes } }
}
