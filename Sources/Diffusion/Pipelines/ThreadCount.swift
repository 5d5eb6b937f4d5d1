import Synchronization
import Tensors

/// How many threads the CPU's work uses, set from anywhere and applied on the compute thread.
final class ThreadCount: Sendable {
    private struct State {
        var wanted: Int?
        var isApplied = true
    }

    private let state = Mutex(State())

    /// Asks for `count` threads from the next piece of work on; nil for every core.
    func set(_ count: Int?) {
        state.withLock { state in
            state.isApplied = state.isApplied && state.wanted == count
            state.wanted = count
        }
    }

    /// Makes the compute thread use what was asked for.
    @Compute
    func apply() {
        let change = state.withLock { state -> State? in
            defer { state.isApplied = true }
            return state.isApplied ? nil : state
        }
        if let change { (Device.cpu.backend as? CPUBackend)?.setThreads(change.wanted) }
    }
}
