import Foundation
import Glibc
import Synchronization
import Terminal
import TestSupport
import Testing

/// A terminal that answers what it is told to, once it has been asked.
private final class AnsweringTerminal: Sendable {
    let file: Int32
    private nonisolated(unsafe) let terminal: PseudoTerminal
    private let heard = Mutex("")

    init(_ answer: String) throws {
        terminal = try PseudoTerminal()
        file = terminal.slave
        Thread { self.listen(answer) }.start()
    }

    /// Everything that it was asked.
    var question: String { heard.withLock { $0 } }

    /// Types something, and waits until the terminal has it.
    func type(_ keys: String) {
        _ = write(terminal.master, keys, keys.utf8.count)
        var event = pollfd(fd: terminal.slave, events: Int16(POLLIN), revents: 0)
        _ = poll(&event, 1, 5000)
    }

    private func listen(_ answer: String) {
        var event = pollfd(fd: terminal.master, events: Int16(POLLIN), revents: 0)
        while poll(&event, 1, 5000) == 1 {
            let all = heard.withLock { heard in
                heard += terminal.written()
                return heard
            }
            // The question's end.
            guard all.hasSuffix("\u{1B}[c") else { continue }
            _ = write(terminal.master, answer, answer.utf8.count)
            return
        }
    }
}

@Suite struct TerminalDetectionTests {
    private let xterm = ["TERM": "xterm"]

    private func detection(
        _ terminal: AnsweringTerminal, _ environment: [String: String], patience: Double = 60
    ) -> TerminalDetection {
        TerminalDetection(
            output: terminal.file, input: terminal.file, environment: environment,
            patience: patience)
    }

    private func settings(_ file: Int32) -> [UInt32] {
        var settings = termios()
        tcgetattr(file, &settings)
        return [settings.c_lflag, settings.c_iflag, settings.c_oflag]
    }

    @Test func aTerminalIsAskedOnceAndLeftAsItWas() throws {
        let terminal = try AnsweringTerminal(
            "\u{1B}P>|foot(1.13.1)\u{1B}\\\u{1B}[?2026;2$y\u{1B}[6;16;7t\u{1B}[?62;4;22c")
        let before = settings(terminal.file)
        let detection = detection(terminal, xterm)
        #expect(detection.known.method == .colours256)
        #expect(terminal.question == "")
        let profile = detection.profile()
        #expect(profile.method == .sixel)
        #expect(profile.cell == .init(width: 7, height: 16))
        #expect(profile.synchronizes && profile.name == "foot 1.13.1")
        #expect(settings(terminal.file) == before)
        let question = terminal.question
        #expect(detection.profile() == profile && detection.known == profile)
        #expect(terminal.question == question)
        #expect(detection.canShowPictures)
    }

    @Test func keysTypedMeanwhileAreGivenBackOnce() throws {
        let terminal = try AnsweringTerminal("gen \u{1B}[A\u{1B}[?62;4c")
        let detection = detection(terminal, xterm)
        #expect(detection.takeTyped() == [])
        terminal.type("ls\n")
        #expect(detection.profile().method == .sixel)
        #expect(String(decoding: detection.takeTyped(), as: UTF8.self) == "ls\ngen \u{1B}[A")
        #expect(detection.takeTyped() == [])
    }

    @Test func theTextAreaTellsOfACellToo() throws {
        let terminal = try AnsweringTerminal("\u{1B}[4;480;800t\u{1B}[?62;4c")
        #expect(detection(terminal, xterm).profile().cell == .init(width: 10, height: 20))
    }

    @Test func aTerminalThatNeverAnswersCostsItsTimeOnce() throws {
        let terminal = try AnsweringTerminal("")
        let detection = detection(terminal, xterm, patience: TerminalDetection.patience)
        let before = settings(terminal.file)
        let clock = ContinuousClock()
        let first = clock.measure { _ = detection.profile() }
        #expect(first >= .milliseconds(240) && first < .seconds(30))
        #expect(settings(terminal.file) == before)
        let profile = detection.profile()
        #expect(profile.method == .colours256)
        #expect(profile.reason.hasSuffix("did not answer in time"))
    }

    @Test(arguments: [
        ["TERM": "dumb"], [:], ["TERM": "linux"], ["TERM": "vt100"],
        ["TERM": "xterm", "CI": "true"], ["TERM": "xterm", "TERM_PROGRAM": "Apple_Terminal"],
        ["TERM": "screen-256color"], ["TERM": "xterm", "INSIDE_EMACS": "29.1,term"],
    ])
    func someAreNotAsked(environment: [String: String]) throws {
        let terminal = try PseudoTerminal()
        let detection = TerminalDetection(
            output: terminal.slave, input: terminal.slave, environment: environment)
        #expect(!detection.profile().reason.isEmpty)
        #expect(terminal.written() == "")
        #expect(detection.canShowPictures != ["", "dumb"].contains(environment["TERM"] ?? ""))
    }

    @Test func whatIsNoTerminalIsNotAsked() throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        defer { for end in ends { close(end) } }
        let detection = TerminalDetection(
            output: ends[1], input: ends[0], environment: ["TERM": "xterm-kitty"])
        #expect(!detection.canShowPictures)
        #expect(detection.profile() == .unknown && !detection.known.takesLinks)
        var event = pollfd(fd: ends[0], events: Int16(POLLIN), revents: 0)
        #expect(poll(&event, 1, 0) == 0)
    }

    /// Another program's terminal: that program would get the answer.
    @Test func aTerminalThatIsNotReadIsNotAsked() throws {
        let (terminal, other) = (try PseudoTerminal(), try PseudoTerminal())
        let detection = TerminalDetection(
            output: terminal.slave, input: other.slave, environment: ["TERM": "xterm-kitty"])
        #expect(detection.profile().method == .kitty)
        #expect(terminal.written() == "" && other.written() == "")
    }

    @Test func keysThatNobodyCouldBeGivenAreLeftAlone() throws {
        let terminal = try AnsweringTerminal("\u{1B}P>|foot(1.13.1)\u{1B}\\\u{1B}[?62;4c")
        terminal.type("ls\r")
        let detection = detection(terminal, xterm)
        try #require(detection.profile().method == .colours256)
        var typed = [UInt8](repeating: 0, count: 8)
        #expect(read(terminal.file, &typed, typed.count) == 3)
        // Now that nothing is waiting, it is asked.
        #expect(detection.profile().method == .sixel)
        #expect(detection.takeTyped() == [])
    }
}
