/// Learns from the times at which steps ended how long a step takes.
package struct StepClock: Sendable {
    private var last: (done: Int, seconds: Double)?
    /// A step's length: a moving average, in which the latest step weighs a quarter.
    package private(set) var secondsPerStep: Double?

    /// A clock that has seen nothing.
    package init() {}

    /// `done` steps were done `seconds` after some fixed moment; fewer than before mean a new start.
    package mutating func advance(to done: Int, at seconds: Double) {
        if let last, done == last.done { return }
        defer { last = (done, seconds) }
        guard let last, done > last.done else {
            secondsPerStep = nil
            return
        }
        let latest = max(0, seconds - last.seconds) / Double(done - last.done)
        secondsPerStep = secondsPerStep.map { $0 + (latest - $0) / 4 } ?? latest
    }
}
