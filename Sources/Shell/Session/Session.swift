import FoundationEssentials
package import Generation
import Images

/// One line of time: the loaded model, the settings, the pictures made so far, and the record of it all.
@MainActor
package final class Session {
    /// Makes engines.
    package let loader: any EngineLoader
    /// Where to speak.
    package internal(set) var console: Console
    /// The record of what happens.
    package let recorder: SessionRecorder
    /// Where sessions are kept; nil where there is no such place.
    package let store: SessionStore?
    /// The loaded model.
    package internal(set) var engine: (any Engine)?
    /// The model that is loaded when one is needed, where none is.
    var awaitedLoad: LoadRequest?
    /// The commits that models from repositories are to be, by the models' names; a replay asks for those that are recorded.
    var wantedRevisions: [String: String] = [:]
    /// Whether `load` only remembers what to load.
    var loadsLate = false
    /// The digest of the loaded model's weights, which is made in the background.
    var weights: Task<String?, Never>?
    /// The digest that was recorded last.
    var recordedWeights: String?
    /// The values that the user has set.
    package internal(set) var settings = SettingValues()
    /// The pictures made so far, in the order of their numbers.
    package internal(set) var pictures: [Picture] = []
    /// The number of the next picture.
    var nextNumber = 1
    /// Where the session was saved last.
    var savedPath: SessionPath?
    /// How many files that run files are running.
    var depth = 0
    /// Whether `quit` was typed.
    package var isOver = false
    /// Gives the seed of a `gen` whose seed is `random`.
    var drawSeed: @MainActor () -> UInt64
    /// After which number no more pictures are made, in a replay of what was interrupted there.
    var lastNumber: Int?
    /// Whether files of the user's may be written; a replay never does.
    var writesFiles = true
    /// The environment of the program.
    package let environment: [String: String]

    /// A session with nothing loaded, nothing set and nothing made; it is recorded in a file where `isRecorded` and `store` say so.
    package init(
        loader: any EngineLoader, console: Console, store: SessionStore? = nil,
        isRecorded: Bool = false,
        environment: [String: String] = ProcessInfo.processInfo.environment,
        drawSeed: @escaping @MainActor () -> UInt64 = { .random(in: Seed.drawn) }
    ) {
        self.loader = loader
        self.console = console
        self.store = store
        self.environment = environment
        self.drawSeed = drawSeed
        recorder = SessionRecorder(store: isRecorded ? store : nil)
        recorder.onFailure = { [weak self] in self?.noteRecording($0) }
    }

    private func noteRecording(_ failure: ShellError?) {
        if let failure {
            console.error(failure, in: nil)
        } else {
            console.note("the session is recorded again, with nothing lost")
        }
    }
}

/// A number with two decimals.
func decimals(_ value: Double) -> String {
    let hundredths = value > 0 ? Int((min(value, 1e12) * 100).rounded()) : 0
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
}
