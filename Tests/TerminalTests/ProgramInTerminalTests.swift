import Foundation
import Glibc
import Terminal
import TestSupport
import Testing

/// The program in a terminal that the test plays.
private final class RunInTerminal {
    private let terminal: PseudoTerminal
    private let process = Process()
    private(set) var output = ""

    init(_ line: String, environment: [String: String]) throws {
        terminal = try PseudoTerminal(columns: 80, rows: 24, width: 640, height: 384)
        let file = FileHandle(fileDescriptor: terminal.slave, closeOnDealloc: false)
        process.executableURL = URL(fileURLWithPath: BuiltProgram.path)
        process.arguments = ["-c", line]
        process.environment = environment.merging(["LANG": "C.UTF-8", "OMP_NUM_THREADS": "1"]) {
            $1
        }
        process.standardInput = file
        process.standardOutput = file
        process.standardError = file
        try process.run()
    }

    /// Waits until `text` has been written; false if the program ends without it.
    func waits(for text: String) -> Bool {
        while !output.contains(text) {
            let isOver = !process.isRunning
            read()
            if isOver { return output.contains(text) }
        }
        return true
    }

    /// Takes what has been written, so that the program can go on.
    private func read() {
        var event = pollfd(fd: terminal.master, events: Int16(POLLIN), revents: 0)
        _ = poll(&event, 1, 20)
        output += terminal.written()
    }

    func answer(_ text: String) { _ = write(terminal.master, text, text.utf8.count) }

    func terminate() { process.terminate() }

    /// The status with which the program ended, or the signal that ended it.
    func end() -> Int32 {
        while process.isRunning { read() }
        read()
        return process.terminationStatus
    }

    /// How the terminal treats what is typed.
    var settings: [UInt32] {
        var settings = termios()
        tcgetattr(terminal.slave, &settings)
        return [settings.c_lflag, settings.c_iflag]
    }
}

@Suite(.serialized) struct ProgramInTerminalTests {
    private static let line = "gen \"a lion\" seed=2 steps=2; display size=8"
    private let question = "\u{1B}[c"

    @Test func theAnswerDecidesAndThePictureIsShown() throws {
        let run = try RunInTerminal(Self.line, environment: ["TERM": "xterm"])
        let before = run.settings
        #expect(run.waits(for: question))
        #expect(run.settings != before)
        run.answer("\u{1B}P>|XTerm(379)\u{1B}\\\u{1B}[?2026;0$y\u{1B}[?63;1;4c")
        #expect(run.end() == 0)
        #expect(run.output.contains("\u{1B}P0;1;0q\"1;1;64;66"))
        #expect(run.settings == before)
    }

    @Test func withoutAnAnswerBlocksAreShown() throws {
        let run = try RunInTerminal(Self.line, environment: ["TERM": "xterm"])
        #expect(run.end() == 0)
        #expect(run.output.contains("\u{1B}[48;5;"))
        #expect(!run.output.contains("\u{1B}P"))
    }

    @Test(arguments: [["TERM": "xterm", "CI": "1"], ["TERM": "linux"], ["TERM": "dumb"]])
    func nothingIsAskedWhereItMustNot(environment: [String: String]) throws {
        let run = try RunInTerminal(Self.line, environment: environment)
        #expect(run.end() == 0)
        #expect(!run.output.contains(question))
        if environment["TERM"] == "dumb" { #expect(!run.output.contains("\u{1B}")) }
    }

    /// A signal that ends the program while it waits for the answer.
    @Test func theTerminalIsGivenBackWhateverHappens() throws {
        let run = try RunInTerminal(Self.line, environment: ["TERM": "xterm"])
        let before = run.settings
        #expect(run.waits(for: question))
        #expect(run.settings != before)
        run.terminate()
        #expect(run.end() == SIGTERM)
        #expect(run.settings == before)
    }

    @Test func notOneEscapeIsWrittenToAPipe() throws {
        let outcome = try BuiltProgram.run(["-c", Self.line])
        #expect(outcome.status == 0)
        #expect(!outcome.results.contains("\u{1B}") && !outcome.messages.contains("\u{1B}"))
        #expect(outcome.results.contains("image 1"))
    }
}
