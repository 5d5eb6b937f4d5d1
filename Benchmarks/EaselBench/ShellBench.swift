import Glibc
import TestSupport

/// The measures of the shell: how soon it is at its first prompt, and at the next one after a setting was given.
struct ShellBench {
    private let program: String
    private let runs: Int

    /// The bench that `shell PATH [--runs N]` asks for; nil for other arguments.
    init?(_ arguments: [String]) {
        guard arguments.count == 3 || (arguments.count == 5 && arguments[3] == "--runs"),
            arguments[1] == "shell"
        else { return nil }
        program = arguments[2]
        guard let runs = arguments.count == 5 ? Int(arguments[4]) : 20, runs > 0 else { return nil }
        self.runs = runs
    }

    /// Starts the program at a terminal, with as long a history as it keeps, `runs` times, and prints a line for each measure.
    func run() throws {
        let folder = try TemporaryFolder()
        let history = (1...10_000).map { "gen \"a lion having coffee\" seed=\($0) steps=20\n" }
        var (starts, answers): ([Double], [Double]) = ([], [])
        for _ in 0..<runs {
            try folder.write(history.joined(), to: "easel/history")
            let begun = ContinuousClock.now
            let terminal = try PseudoTerminal.easel(program, state: folder.path)
            guard terminal.waits(for: "[1]› ") else { exit(1) }
            starts.append((ContinuousClock.now - begun) / .milliseconds(1))
            terminal.type("set steps 9")
            guard terminal.waits(for: "9") else { exit(1) }
            let entered = ContinuousClock.now
            terminal.type("\n")
            guard terminal.waits(for: "[2]› ") else { exit(1) }
            answers.append((ContinuousClock.now - entered) / .milliseconds(1))
            terminal.type("quit\n")
            guard terminal.status() == 0 else { exit(1) }
        }
        report("start-to-prompt", starts)
        report("set-to-prompt", answers)
    }

    private func report(_ measure: String, _ milliseconds: [Double]) {
        let sorted = milliseconds.sorted()
        let median = (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
        print(
            #"{"measure": "\#(measure)", "runs": \#(runs), "median_ms": \#(rounded(median)), "#
                + #""worst_ms": \#(rounded(sorted[sorted.count - 1]))}"#)
    }

    private func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }
}
