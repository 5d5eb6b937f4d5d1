import Glibc
import Synchronization

/// A line on a terminal that shows how far something is, and leaves nothing behind.
///
/// Where the file descriptor is no terminal, nothing is ever written. The cursor is never hidden, so
/// that a program killed at any moment leaves it as it was.
package final class ProgressLine: Sendable {
    private let file: Int32
    private let isTerminal: Bool
    private let detection: TerminalDetection?
    private let state = Mutex(State())

    private struct State {
        var clock = StepClock()
        var label = ""
        var drawnAt: Double?
        var measuredAt: Double?
        var isVisible = false
        var report = ProgressReport.none
    }

    /// The least time between two drawings: 20 a second.
    private static let interval = 0.05

    /// The least time between two looks at how fast bytes arrive.
    private static let measuring = 0.5

    /// A line on the terminal behind `file`, if that is one and its `TERM` can erase a line.
    ///
    /// Where `detection` knows that terminal to show progress outside its text too, it is told.
    package init(
        on file: Int32 = STDERR_FILENO, environment: [String: String],
        detection: TerminalDetection? = nil
    ) {
        self.file = file
        self.detection = detection
        isTerminal =
            isatty(file) == 1 && !["", "dumb"].contains(environment["TERM", default: ""])
    }

    deinit {
        erase()
    }

    /// Shows that so much of `label` is done; skipped where the last drawing was only just made.
    package func update(_ label: String, _ amount: ProgressState.Amount) {
        guard isTerminal else { return }
        let now = monotonicSeconds()
        state.withLock { state in
            if label != state.label {
                state.label = label
                state.clock = StepClock()
                state.drawnAt = nil
                state.measuredAt = nil
            }
            switch amount {
            case .steps(let done, _): state.clock.advance(to: done, at: now)
            case .bytes(let done, _) where now - (state.measuredAt ?? -1) >= Self.measuring:
                // Bytes arrive in bursts: their rate is one over a while.
                state.clock.advance(to: done, at: now)
                state.measuredAt = now
            case .bytes, .share: break
            }
            if let drawnAt = state.drawnAt, now - drawnAt < Self.interval { return }
            state.drawnAt = now
            state.isVisible = true
            let progress = ProgressState(
                label: label, amount: amount, secondsPerStep: state.clock.secondsPerStep)
            draw(progress)
            if detection?.known.takesProgress == true {
                report(.percent(progress.percent), &state)
            }
        }
    }

    /// Takes the line away: at the end, and before anything else is written to the terminal.
    package func erase() {
        state.withLock { state in
            if state.isVisible { write("\r\u{1B}[K") }
            report(.none, &state)
            state.isVisible = false
            state.drawnAt = nil
        }
    }

    private func draw(_ progress: ProgressState) {
        // The last column stays free: a character there makes some terminals begin a new line.
        let columns = (TerminalSize(of: file)?.columns ?? 80) - 1
        write("\r" + progress.text(columns: columns) + "\u{1B}[K")
    }

    private func report(_ report: ProgressReport, _ state: inout State) {
        guard report != state.report else { return }
        state.report = report
        write(report.sequence)
    }

    private func write(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            // A drawing that the terminal does not take is not worth an error.
            _ = Glibc.write(file, bytes.baseAddress, bytes.count)
        }
    }
}
