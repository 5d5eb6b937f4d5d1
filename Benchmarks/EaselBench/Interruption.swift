import Diffusion
import Generation
import Glibc
import Synchronization

/// What a request was doing when it was cancelled.
private enum Phase: String, CaseIterable {
    case encoding = "text encoding and first step"
    case stepping = "later step"
    case decoding
}

extension Bench {
    /// Cancels requests at moments all over their way, and prints for each phase the longest time until the error arrived.
    func interrupt(_ engine: DiffusersEngine) async throws {
        // The first request of a fresh model packs its weights, so each of these moments has a model of its own.
        for moment in 1...options.runs * 4 {
            try await measure(.encoding, try await load(), delay: .milliseconds(97 * moment))
        }
        for try await _ in engine.generate(request(engine)) {}
        for moment in 1...options.runs * 4 {
            try await measure(.stepping, engine, delay: .milliseconds(137 * moment))
            try await measure(.decoding, engine, delay: .milliseconds(137 * moment))
        }
    }

    /// Cancels a request `delay` after a phase of it has begun.
    private func measure(
        _ phase: Phase, _ engine: DiffusersEngine, delay: Duration
    ) async throws {
        let begun = Flag()
        let request = request(engine)
        let task = Task {
            if phase == .encoding { begun.set() }
            for try await event in engine.generate(request) {
                switch (phase, event) {
                case (.stepping, .step), (.decoding, .decoding): begun.set()
                default: break
                }
            }
        }
        while !begun.isSet { try await Task.sleep(for: .milliseconds(1)) }
        try await Task.sleep(for: delay)
        let cancelled = ContinuousClock.now
        task.cancel()
        let outcome = await task.result
        let waited = ContinuousClock.now - cancelled
        guard case .failure(is CancellationError) = outcome else { return }
        let seconds = waited / .seconds(1)
        print(
            #"{"measure": "interrupt", "phase": "\#(phase.rawValue)", "after": \#(delay / .seconds(1)), "seconds": \#(seconds)}"#
        )
        fflush(nil)
    }
}

/// Something that happens once.
private final class Flag: Sendable {
    private let state = Mutex(false)

    /// Whether it has happened.
    var isSet: Bool { state.withLock { $0 } }

    /// It has happened.
    func set() { state.withLock { $0 = true } }
}
