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

    @Test func withoutAnAnswerBlocksAreShownAndTheQuestionIsAskedOnce() throws {
        let run = try RunInTerminal(
            Self.line + "; display size=9", environment: ["TERM": "xterm"])
        #expect(run.end() == 0)
        #expect(run.output.ranges(of: question).count == 1)
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

    private let xtermAnswers = "\u{1B}P>|XTerm(379)\u{1B}\\\u{1B}[?63;1;4c"

    @Test func infoShowsThePictureBesideItsFacts() throws {
        let run = try RunInTerminal(
            "gen \"a lion\" seed=2 steps=2; info", environment: ["TERM": "xterm"])
        #expect(run.waits(for: question))
        run.answer(xtermAnswers)
        #expect(run.end() == 0)
        // A third of 80 columns, and two between.
        let indent = "\r\n\u{1B}[28C"
        let sixels = try #require(run.output.firstRange(of: "\u{1B}P0;1;0q\"1;1;"))
        let facts = run.output[sixels.upperBound...]
        #expect(facts.contains("\u{1B}[28C$1" + indent + "prompt      a lion" + indent))
        // 51 columns for words.
        #expect(facts.contains(indent + "pixels      sha256:"))
        let widths = facts.split(separator: indent).dropFirst().map { $0.prefix { $0 != "\r\n" } }
        #expect(widths.map(\.count).max() == 51)
    }

    @Test func imagesShowsThumbnailsBelowTheList() throws {
        let run = try RunInTerminal(
            "gen \"a lion\" seed=2 steps=1 n=2; images; set display off; images; info $1",
            environment: ["TERM": "xterm"])
        #expect(run.waits(for: question))
        run.answer(xtermAnswers)
        #expect(run.end() == 0)
        #expect(run.output.ranges(of: "\u{1B}P0;1;0q").count == 1)
        #expect(run.output.ranges(of: "$2  256x256  seed 3  a lion\r\n").count == 2)
        let sheet = try #require(run.output.firstRange(of: "\u{1B}P0;1;0q\"1;1;"))
        let list = try #require(run.output.firstRange(of: "$2  256x256"))
        #expect(list.upperBound < sheet.lowerBound)
        // No larger than there is room, so that its texts can be read.
        let width = run.output[sheet.upperBound...].prefix(while: \.isWholeNumber)
        #expect((300...640).contains(try #require(Int(width))))
        #expect(run.output.contains("\r\n$1\r\nprompt      a lion\r\n"))
    }

    @Test func namesOfWrittenFilesAreLinksWhereTheseAreKnown() throws {
        let folder = try TemporaryFolder()
        let line =
            "gen \"a lion\" seed=2 steps=1; save $1 '\(folder.path)/a b.png'; "
            + "export \(folder.path)/x.md; session save \(folder.path)/y"
        let written = [
            "a%20b.png": "a b.png", "x.md": "x.md", "x_files": "x_files/", "y.easel": "y.easel",
        ]
        for term in ["xterm-kitty", "xterm"] {
            let run = try RunInTerminal(line, environment: ["TERM": term])
            #expect(run.end() == 0)
            #expect(run.output.contains("\(folder.path)/a b.png"))
            for (target, text) in written {
                let link =
                    "\(folder.path)/\(target)\u{1B}\\\(folder.path)/\(text)\u{1B}]8;;\u{1B}\\"
                #expect(run.output.contains(link) == (term == "xterm-kitty"), "\(target)")
            }
            #expect(run.output.contains("\u{1B}]8;;file://") == (term == "xterm-kitty"))
        }
    }

    @Test func notOneEscapeIsWrittenToAPipe() throws {
        let outcome = try BuiltProgram.run(["-c", Self.line])
        #expect(outcome.status == 0)
        #expect(!outcome.results.contains("\u{1B}") && !outcome.messages.contains("\u{1B}"))
        #expect(outcome.results.contains("image 1"))
    }
}
