import Synchronization

/// How far a download is.
package struct DownloadProgress: Sendable, Hashable {
    /// The bytes that are there.
    package var done: Int
    /// The bytes that are to be there.
    package var total: Int
    /// How many bytes of these were fetched by this process.
    package var fetched: Int
}

/// Something that happens while a model is downloaded.
package enum DownloadEvent: Sendable {
    /// So much is there.
    case progress(DownloadProgress)
    /// One line that the user must know.
    case note(String)
}

/// Adds up what several transfers receive, and tells of it a few times a second.
final class DownloadObserver: Sendable {
    private let report: @Sendable (DownloadEvent) -> Void
    private let state: Mutex<State>

    private struct State {
        var progress: DownloadProgress
        var told: ContinuousClock.Instant?
    }

    private static let interval = Duration.milliseconds(100)

    init(total: Int, report: @escaping @Sendable (DownloadEvent) -> Void) {
        self.report = report
        state = Mutex(State(progress: DownloadProgress(done: 0, total: total, fetched: 0)))
    }

    var progress: DownloadProgress { state.withLock { $0.progress } }

    /// So many bytes more are there; they were on the disk already unless they were fetched.
    func arrived(_ count: Int, isFetched: Bool = true) {
        let now = ContinuousClock.now
        let progress = state.withLock { state -> DownloadProgress? in
            state.progress.done += count
            if isFetched { state.progress.fetched += count }
            if let told = state.told, now - told < Self.interval { return nil }
            state.told = now
            return state.progress
        }
        if let progress { report(.progress(progress)) }
    }

    func note(_ text: String) { report(.note(text)) }
}
