import Diffusion
import Generation
import Glibc
import Synchronization

/// What a request is doing.
private enum Phase: String, CaseIterable {
    /// The prompt is encoded and the first step made, for which a fresh model packs its weights.
    case beginning
    case step
    case decoding

    /// The phase that an event ends.
    static func ended(by event: GenerationEvent) -> Phase? {
        switch event {
        case .step(let progress): progress.step == 1 ? .beginning : .step
        case .image: .decoding
        default: nil
        }
    }

    /// Whether an event begins this phase.
    func begins(with event: GenerationEvent) -> Bool {
        switch (self, event) {
        case (.step, .step), (.decoding, .decoding): true
        default: false
        }
    }
}

extension Bench {
    /// Cancels requests at moments all over their way, and prints for each phase the longest time until the error arrived.
    func interrupt() async throws {
        let moments = options.runs * 4
        let engine = try await load()
        let durations = try await durations(engine)
        for phase in Phase.allCases {
            var longest = 0.0
            for moment in 0..<moments {
                let delay = durations[phase, default: 0] * (Double(moment) + 0.5) / Double(moments)
                // A model that has worked once has packed its weights.
                let model = phase == .beginning ? try await load() : engine
                longest = max(longest, try await wait(in: phase, of: model, after: delay))
            }
            print(
                #"{"measure": "interrupt", "phase": "\#(phase.rawValue)", "lasts": "#
                    + #"\#(durations[phase, default: 0]), "seconds": \#(longest)}"#)
            fflush(nil)
        }
    }

    /// The seconds that each phase of a request takes.
    private func durations(_ engine: DiffusersEngine) async throws -> [Phase: Double] {
        var durations: [Phase: Double] = [:]
        var begun = ContinuousClock.now
        for try await event in engine.generate(request(engine)) {
            if let phase = Phase.ended(by: event) {
                durations[phase] = (ContinuousClock.now - begun) / .seconds(1)
                begun = .now
            }
        }
        return durations
    }

    /// The seconds from the cancellation of a request, `delay` after a phase began, until its error.
    private func wait(
        in phase: Phase, of engine: DiffusersEngine, after delay: Double
    ) async throws -> Double {
        let hasBegun = Mutex(phase == .beginning)
        let request = request(engine)
        let task = Task {
            for try await event in engine.generate(request) where phase.begins(with: event) {
                hasBegun.withLock { $0 = true }
            }
        }
        while !hasBegun.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(1)) }
        try await Task.sleep(for: .seconds(delay))
        let cancelled = ContinuousClock.now
        task.cancel()
        guard case .failure(is CancellationError) = await task.result else { return 0 }
        return (ContinuousClock.now - cancelled) / .seconds(1)
    }
}
