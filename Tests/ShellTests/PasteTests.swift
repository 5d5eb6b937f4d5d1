import TestSupport
import Testing

/// Text that is pasted at the prompt of the real program.
@Suite struct PasteTests {
    private let folder: TemporaryFolder
    private let terminal: PseudoTerminal

    init() throws {
        folder = try TemporaryFolder()
        terminal = try PseudoTerminal.easel(state: folder.path)
        // The terminal is told to mark pastes.
        try #require(terminal.waits(for: "\u{1B}[?2004h[1]› "))
    }

    private func paste(_ text: String) {
        terminal.type("\u{1B}[200~\(text)\u{1B}[201~")
    }

    @Test func oneLineGoesIntoTheLine() throws {
        terminal.type("show x\u{2}")
        // Neither TAB nor Ctrl-C, Ctrl-D or Ctrl-U are commands here.
        paste("a\tb\u{3}\u{4}\u{15}c")
        #expect(terminal.shows("[1]› show a     bcx"))
        terminal.type("\n")
        #expect(terminal.waits(for: "\u{1B}[?2004l"))
        #expect(terminal.waits(for: "`show` does not know what to do with `bcx`"))
    }

    @Test func severalLinesRunInOrderAndTheLastOneStays() throws {
        paste("set steps 3\rshow steps\r\nset steps 4\nshow ste")
        #expect(terminal.waits(for: "set steps 3"))
        #expect(terminal.waits(for: "show steps"))
        #expect(terminal.waits(for: "value     3"))
        #expect(terminal.waits(for: "set steps 4"))
        #expect(terminal.shows("[4]› show ste"))
        terminal.type("ps\n")
        #expect(terminal.waits(for: "value     4"))
        #expect(
            try folder.read("easel/history")
                == "set steps 3\nshow steps\nset steps 4\nshow steps\n")
    }

    @Test func anEntryMayGoOnInItsNextLine() throws {
        paste("show \\\nsteps\n")
        #expect(terminal.waits(for: "[1]… "))
        #expect(terminal.waits(for: "value     -"))
        #expect(terminal.shows("[2]›"))
    }

    @Test func ofATranscriptOnlyWhatWasTypedCounts() throws {
        paste(
            """
            easel 0.1 · type `help`
            [7]› set steps 5
            [8]› show \\
            [8]… steps
            steps: how many denoising steps are made
                value     20
            [9]› show st
            """)
        #expect(terminal.waits(for: "value     5"))
        #expect(terminal.shows("[3]› show st"))
    }

    @Test func withoutMarksLinesAreAsTyped() throws {
        terminal.type("set steps 6\nshow steps\n")
        #expect(terminal.waits(for: "value     6"))
        #expect(terminal.shows("[3]›"))
    }

    @Test func controlCEndsAPasteWhoseEndNeverCame() throws {
        terminal.type("\u{1B}[200~set steps 3\n")
        // Alone it is once the program has read what comes before it, which nothing shows.
        var isSeen = false
        for _ in 0..<50 where !isSeen {
            terminal.type("\u{3}")
            isSeen = terminal.waits(for: "^C", seconds: 0.2)
        }
        #expect(isSeen)
        #expect(terminal.shows("[1]›"))
    }

    @Test func aTerminalWithoutSequencesGetsNone() throws {
        let plain = try PseudoTerminal.easel(state: folder.path, ["TERM=dumb"])
        #expect(plain.waits(for: "[1]› "))
        plain.type("show \u{4}quit\n")
        #expect(plain.waits(for: "quit"))
        plain.type("\u{15}quit\n")
        #expect(plain.status() == 0)
        #expect(!plain.written().contains("\u{1B}"))
    }
}
