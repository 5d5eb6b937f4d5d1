import Generation
import Shell
import Synchronization
import Terminal

/// What happened, in order.
final class Record<Item: Sendable>: Sendable {
    private let items = Mutex<[Item]>([])

    /// What happened so far.
    var all: [Item] { items.withLock { $0 } }

    /// Something more happened.
    func append(_ item: Item) { items.withLock { $0.append(item) } }
}

/// A stream that is kept in memory.
struct MemorySink: ByteSink {
    private let bytes = Record<[UInt8]>()

    /// What was written.
    var text: String { String(decoding: bytes.all.flatMap { $0 }, as: UTF8.self) }

    func write(_ bytes: [UInt8]) { self.bytes.append(bytes) }
}

/// A session on fake models, whose seeds count from 1000.
@MainActor
final class Transcript {
    let results = MemorySink()
    let messages = MemorySink()
    let loader: FakeLoader
    let session: Session

    /// A session that is recorded in a file of `store`, where there is one; `engines` loads in the place of `loader`.
    init(
        loader: FakeLoader = FakeLoader(), engines: (any EngineLoader)? = nil,
        pictures: TerminalPictures? = nil, store: SessionStore? = nil,
        environment: [String: String] = [:], secrets: FakeSecrets = FakeSecrets()
    ) {
        self.loader = loader
        var seed: UInt64 = 999
        session = Session(
            loader: engines ?? loader,
            console: Console(
                results: results, messages: messages, pictures: pictures, secrets: secrets),
            store: store, isRecorded: store != nil, environment: environment
        ) {
            seed += 1
            return seed
        }
    }

    /// Runs `text` as a script.
    @discardableResult
    func run(_ text: String, name: String? = nil) async -> ExitStatus {
        await Interpreter(session).run(TextLines(text, name: name))
    }
}
