import Generation
import Shell
import TestSupport
import Testing

@Suite struct InterruptTests {
    /// A second Ctrl-C does not wait for an engine that hears of nothing, and nothing comes of its work.
    @MainActor @Test func aSecondInterruptAbandonsTheCommand() async {
        let transcript = Transcript()
        let interrupts = Interrupts(endsProgram: false, watches: false)
        let interpreter = Interpreter(transcript.session, interrupts)
        #expect(await interpreter.run("load stubborn") == .done)
        let running = Task { await interpreter.run("gen \"a fox\"") }
        while transcript.loader.halts.all.isEmpty { await Task.yield() }
        interrupts.interrupt()
        interrupts.interrupt()
        #expect(await running.value == .interrupted)
        let (results, messages) = (transcript.results.text, transcript.messages.text)
        #expect(messages.hasSuffix("interrupted\n"))
        // The next command is not the abandoned one's concern, nor is it cancelled.
        #expect(await interpreter.run("load sketch; gen \"a wolf\"") == .done)
        let between = transcript.results.text.dropFirst(results.count)
        #expect(between.contains("image 1"))
        transcript.loader.gate.open()
        while transcript.loader.ends.all.count < 2 { await Task.yield() }
        #expect(transcript.results.text == results + between)
        #expect(transcript.session.pictures.map(\.record.request.prompt) == ["a wolf"])
        #expect(!transcript.messages.text.dropFirst(messages.count).contains("fox"))
    }

    @MainActor @Test func aSingleInterruptWaitsForTheCommand() async {
        let transcript = Transcript()
        let interrupts = Interrupts(endsProgram: false, watches: false)
        let interpreter = Interpreter(transcript.session, interrupts)
        #expect(await interpreter.run("load halting") == .done)
        let running = Task { await interpreter.run("gen \"a fox\"") }
        while transcript.loader.halts.all.isEmpty { await Task.yield() }
        interrupts.interrupt()
        #expect(await running.value == .interrupted)
        // Its picture as far as it had come is kept.
        #expect(transcript.session.pictures.count == 1)
        // Without a command there is nothing to interrupt.
        interrupts.interrupt()
        #expect(await interpreter.run("version") == .done)
    }
}

/// Ctrl-C, Ctrl-Z and typing ahead while the real program makes a picture.
@Suite struct GenerationInterruptTests {
    private let folder: TemporaryFolder
    private let terminal: PseudoTerminal

    init() throws {
        folder = try TemporaryFolder()
        terminal = try PseudoTerminal.easel(state: folder.path)
        try #require(terminal.shows("[1]›"))
    }

    /// Begins a picture that takes long.
    private func begin() {
        terminal.type("gen \"a lion\" steps=900\n")
        #expect(terminal.waits(for: "/900"))
    }

    @Test func controlCStopsThePictureAndKeepsTheModel() throws {
        begin()
        terminal.type("\u{3}")
        #expect(terminal.waits(for: "interrupted"))
        #expect(terminal.shows("[2]›"))
        terminal.type("gen \"a lion\" steps=1\n")
        #expect(terminal.waits(for: "image"))
        terminal.type("\u{4}")
        #expect(terminal.status() == 0)
    }

    @Test func controlCTwiceBringsThePromptAtOnce() throws {
        begin()
        terminal.type("\u{3}\u{3}")
        #expect(terminal.waits(for: "interrupted"))
        #expect(terminal.shows("[2]›"))
        terminal.type("version\n")
        #expect(terminal.waits(for: "easel"))
        terminal.type("quit\n")
        #expect(terminal.status() == 0)
    }

    @Test func whatIsTypedAheadAwaitsThePrompt() throws {
        begin()
        #expect(!terminal.modes.echoes)
        terminal.type("show ste")
        #expect(terminal.waits(for: "/900"))
        terminal.type("\u{3}")
        #expect(terminal.waits(for: "interrupted"))
        #expect(terminal.shows("[2]› show ste"))
        terminal.type("ps\n")
        #expect(terminal.waits(for: "value     -"))
    }

    @Test func controlCDropsWhatWasPastedAfterTheCommand() throws {
        terminal.type("\u{1B}[200~gen \"a lion\" steps=900\nshow steps\nshow size\n\u{1B}[201~")
        #expect(terminal.waits(for: "/900"))
        terminal.type("\u{3}")
        #expect(terminal.waits(for: "interrupted"))
        #expect(terminal.shows("[2]›"))
        terminal.type("quit\n")
        #expect(terminal.status() == 0)
        #expect(!terminal.written().contains("value"))
    }
}
