/// Learns from the times at which steps ended how long a step takes.
struct StepClock: Sendable {
    private var last: (done: Int, seconds: Double)?
    /// A step's length: a moving average, in which the latest step weighs a quarter.
    private(set) var secondsPerStep: Double?

    /// `done` steps were done `seconds` after some fixed moment.
    mutating func advance(to done: Int, at seconds: Double) {
        defer { last = (done, seconds) }
        guard let last, done > last.done else {
            if let last, done < last.done { secondsPerStep = nil }
            return
        }
        let latest = max(0, seconds - last.seconds) / Double(done - last.done)
        secondsPerStep = secondsPerStep.map { $0 + (latest - $0) / 4 } ?? latest
    }
}
