import Synchronization

/// Lines that come from somewhere else.
final class Notes: Sendable {
    private let lines = Mutex<[String]>([])

    /// The lines so far.
    var all: [String] { lines.withLock { $0 } }

    /// A line more.
    func add(_ line: String) { lines.withLock { $0.append(line) } }
}
