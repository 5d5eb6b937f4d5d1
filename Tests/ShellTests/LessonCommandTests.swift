import Generation
import Shell
import TestSupport
import Testing

/// `say`, `pause` and `expect`, and how what a lesson says is recorded.
@MainActor
@Suite struct LessonCommandTests {
    /// What is expected after these lines, and what is said of it.
    nonisolated static let fulfilled: [(String, String, String)] = [
        (
            "gen a seed=7", "expect seed=7 steps=4 guidance=7.5 size=16x16",
            "seed 7, steps 4, guidance 7.5, size 16x16"
        ),
        (
            "load sketch fp32; gen \"a b\" negative=c scheduler=ddim",
            "expect prompt=\"a b\" negative=c scheduler=ddim model=sketch precision=fp32 device=cpu",
            "prompt \"a b\", negative c, scheduler ddim, model sketch, precision fp32, device cpu"
        ),
        (
            "gen a seed=1; gen a seed=1", "expect same=$1 count=2",
            "the same pixels as $1, 2 pictures"
        ),
        ("gen a seed=1; gen a seed=1", "expect $2 close=$1", "close to $1"),
        (
            "gen a seed=1; gen b seed=1", "expect $1 different=$2",
            "different from $2 (7.83 dB)"
        ),
        ("gen a seed=1; gen b seed=1", "expect close=$1 psnr=5", "close to $1 (7.83 dB)"),
        ("gen a; gen a size=24x16", "expect different=$1", "different from $1"),
        ("gen a seed=1", "expect seed=$1.seed pixels=$1.pixels", "seed 1, pixels sha256:"),
    ]

    @Test(arguments: fulfilled)
    func whatIsAsExpectedIsNoted(before: String, line: String, said: String) async {
        let transcript = Transcript()
        await transcript.run(before)
        let length = transcript.messages.text.count
        #expect(await transcript.run(line) == .done, "\(transcript.messages.text)")
        #expect(transcript.messages.text.dropFirst(length).hasPrefix("as expected: " + said))
    }

    /// A line that fails after two pictures, with the message and what is marked of it.
    nonisolated static let failures: [(String, String, String)] = [
        ("expect $1 seed=43", "expected seed 43, and `$1` has 42", "43"),
        ("expect $1 negative=\"a b\"", "expected negative \"a b\", and `$1` has none", "\"a b\""),
        ("expect seed=43", "expected seed 43, and `$2` has 42", "43"),
        (
            "expect $1 pixels=00000000",
            "expected pixels sha256:00000000, and `$1` has sha256:PIXELS", "00000000"
        ),
        ("expect same=$1", "expected the pixels of `$1`, and `$2` has others (8.30 dB)", "$1"),
        (
            "expect close=$1",
            "expected at least 35 dB between `$1` and `$2`, and they have 8.30 dB",
            "$1"
        ),
        (
            "expect close=$1 psnr=8.4",
            "expected at least 8.4 dB between `$1` and `$2`, and they have 8.30 dB", "$1"
        ),
        (
            "expect different=$1 psnr=8",
            "expected less than 8 dB between `$1` and `$2`, and they have 8.30 dB", "$1"
        ),
        (
            "expect $1 different=$1",
            "expected a difference between `$1` and `$1`, and they have the same pixels", "$1"
        ),
        (
            "gen c size=24x16; expect close=$1",
            "expected `$3` to be close to `$1`, and they are of 24x16 and 16x16", "$1"
        ),
        ("expect count=3", "expected 3 pictures, and there are 2", "3"),
        ("expect seed=42 psnr=20", "`psnr` is given, and neither `close` nor `different`", "20"),
        ("expect $3 seed=1", "`$3` names no picture: there are 2 so far", "$3"),
        ("expect same=$3", "`$3` names no picture: there are 2 so far", "$3"),
        ("expect $1", "`expect` needs key=value", "$1"),
        ("expect seed=random", "`seed` must be a whole number, not `random`", "random"),
        (
            "expect pixels=0000000",
            "`pixels` must be `sha256:` and 8 to 64 of the digest's digits, not `0000000`",
            "0000000"
        ),
        (
            "expect different=$1 psnr=-1",
            "`psnr` must be a number of decibels from 0 to 200, not `-1`", "-1"
        ),
    ]

    @Test(arguments: failures)
    func whatIsNotIsAnError(line: String, message: String, marked: String) async throws {
        let transcript = Transcript()
        await transcript.run("gen a seed=42; gen b seed=42")
        #expect(await transcript.run(line) == .failed)
        let said = transcript.messages.text.split(separator: "\n").map(String.init)
        let start = try #require(said.firstIndex { $0.hasPrefix("error: ") })
        try #require(said.count > start + 2)
        let report = said[start].replacing(#/(has sha256:)[0-9a-f]{64}/#) { "\($0.1)PIXELS" }
        #expect(report == "error: " + message)
        let marks = String(repeating: "^", count: marked.count)
        let mark = try #require(said[start + 2].firstRange(of: marks))
        #expect(said[start + 1][mark.lowerBound...].hasPrefix(marked))
    }

    @Test func nothingIsExpectedOfNoPicture() async {
        let transcript = Transcript()
        #expect(await transcript.run("expect count=0") == .done)
        #expect(await transcript.run("expect seed=1") == .failed)
        #expect(transcript.messages.text.contains("there is no picture yet"))
    }

    @Test func sayIsALineAParagraphOutsideOfATerminal() async {
        let transcript = Transcript()
        let text = "say \"One\n  two   three.\n\n\n four \u{1B}[1mfive.\"; pause 'Six?'"
        #expect(await transcript.run(text) == .done)
        #expect(transcript.results.text == "One two three.\n\nfour [1mfive.\nSix?\n")
        #expect(transcript.messages.text == "")
    }

    /// A stream that a terminal of 12 columns shows.
    private struct NarrowSink: ByteSink {
        let memory = MemorySink()
        let columns: Int? = 12

        func write(_ bytes: [UInt8]) { memory.write(bytes) }
    }

    @Test func sayIsWrappedToTheTerminalsWidth() async {
        let results = NarrowSink()
        let session = Session(
            loader: FakeLoader(), console: Console(results: results, messages: MemorySink()))
        let text = "say \"A seed is 日本語 extraordinarily so.\n\nYes.\""
        #expect(await Interpreter(session).run(text) == .done)
        #expect(
            results.memory.text == "\nA seed is\n日本語\nextraordinarily\nso.\n\nYes.\n")
    }

    @Test func aRecordedLessonIsAsItWasWritten() async throws {
        let folder = try TemporaryFolder()
        let lesson = """
            #! easel 1
            # Lesson 1: blanks and comments.

              # indented, and \("with")  blanks at its end  
            say "Two lines,
                 one text."


            load sketch
            set seed 3 # why not
            gen "a" \\
              steps=2
            display
            # In between.
            gen "b"
            gen "c"
            expect $3 different=$2
            # The end.

            """
        let path = try folder.write(lesson, to: "a.easel")
        for name in ["b", "c"] {
            let transcript = Transcript()
            let source = name == "b" ? path : "\(folder.path)/b.easel"
            let line = "source \(source); session save \(folder.path)/\(name)"
            #expect(await transcript.run(line) == .done, "\(transcript.messages.text)")
            let written = try folder.read("\(name).easel").split(
                separator: "\n", omittingEmptySubsequences: false)
            #expect(written.contains { $0.hasPrefix("#= image 3 ") })
            let kept = written.filter { !$0.hasPrefix("#=") }.joined(separator: "\n")
            #expect(kept == lesson)
        }
        let replay = Transcript()
        #expect(await replay.run("replay \(folder.path)/b verify") == .done)
        #expect(replay.results.text.hasSuffix("3 EXACT\n"))
    }

    @Test func whatFailedIsNotJoinedToWhatWasDone() async throws {
        let folder = try TemporaryFolder()
        let transcript = Transcript()
        #expect(await transcript.run("set steps 2; gen a; gen b seed=x; gen c") == .failed)
        await transcript.run("session save \(folder.path)/a")
        let lines = try folder.read("a.easel").split(separator: "\n").filter {
            !$0.hasPrefix("#=")
        }
        #expect(lines == ["#! easel 1", "set steps 2", "gen a", "#- gen b seed=x"])
    }

    @Test func aLineOfSeveralCommandsIsTakenUpInTheirOrder() async throws {
        let folder = try TemporaryFolder()
        let transcript = Transcript()
        await transcript.run("gen a seed=5")
        await transcript.run("set steps $last.steps; gen b steps=2 seed=6; set seed $last.seed")
        await transcript.run("session save \(folder.path)/a")
        let second = Transcript()
        #expect(await second.run("session load \(folder.path)/a") == .done)
        #expect(second.session.settings[Settings.steps]?.number == 4)
        #expect(second.session.settings[Settings.seed] == .number(6))
    }

    @Test func enterGoesOnAtATerminal() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            "#! easel 1\nset steps 3\nexpect count=0\nsay \"Look at it.\"\nshow steps\n",
            to: "a.easel")
        let terminal = try PseudoTerminal.easel(state: folder.path)
        #expect(terminal.waits(for: "[1]› "))
        terminal.type("pause \"Ready?\"\n")
        #expect(terminal.waits(for: "Ready?\r\nEnter goes on "))
        terminal.type("\n")
        #expect(terminal.waits(for: "[2]› "))
        terminal.type("replay \(folder.path)/a step\n")
        #expect(terminal.waits(for: "Enter runs the line that is shown"))
        #expect(terminal.waits(for: "[1]› set steps 3 "))
        terminal.type("\n")
        // What shows or checks what was done needs no Enter.
        #expect(terminal.waits(for: "[2]› expect count=0\r\nas expected: 0 pictures"))
        // Before what is said about it there is time to look at what was done.
        #expect(terminal.waits(for: "Enter goes on "))
        terminal.type("\n")
        #expect(terminal.waits(for: "Look at it.\r\n[4]› show steps "))
        terminal.type("\n")
        #expect(terminal.waits(for: "value     3"))
        #expect(terminal.waits(for: "[2]› "))
        terminal.type("replay \(folder.path)/a step\n")
        #expect(terminal.waits(for: "[1]› set steps 3 "))
        terminal.type("\u{3}")
        #expect(terminal.waits(for: "interrupted"))
        #expect(terminal.waits(for: "[2]› "))
        terminal.type("quit\n")
        #expect(terminal.status() == 0)
    }
}
