import Foundation
import TestSupport
import Testing

/// The prompt of the real program, typed to at a terminal.
@Suite struct PromptTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// The program at its first prompt.
    private func shell(columns: Int = 80, rows: Int = 24, _ variables: String...) throws
        -> PseudoTerminal
    {
        let terminal = try PseudoTerminal.easel(
            state: folder.path, columns: columns, rows: rows, variables)
        try #require(terminal.shows("[1]›"))
        return terminal
    }

    /// The entries of the history file.
    private var history: [String] {
        get throws { try folder.read("easel/history").split(separator: "\n").map(String.init) }
    }

    @Test func aWordIsCompletedAndTheChoiceIsExplained() throws {
        let terminal = try shell()
        terminal.type("set ste\t")
        #expect(terminal.shows("[1]› set steps"))
        terminal.type("7\n")
        #expect(terminal.shows("[2]›"))
        terminal.type("show s\t")
        #expect(terminal.waits(for: "steps      how many denoising steps"))
        #expect(terminal.shows("[2]› show s"))
        // Right after a choice that was shown as a whole, TAB only rings.
        terminal.type("\t")
        #expect(terminal.waits(for: "\u{7}"))
        terminal.type("te\t\n")
        #expect(terminal.waits(for: "value     7"))
    }

    @Test func aLongChoiceIsShownInPieces() throws {
        let terminal = try shell(rows: 8)
        for _ in 1...2 {
            terminal.type("\t")
            #expect(terminal.waits(for: "more: TAB shows them"))
            #expect(terminal.shows("[1]›"))
        }
        #expect(terminal.screen.lines.filter { $0.hasPrefix("    display") }.count == 1)
    }

    @Test func completionKeepsWhatFollowsTheCursor() throws {
        try folder.write("", to: "two words/a file.easel")
        let terminal = try shell(columns: 200)
        terminal.type("source \(folder.path)/tw\t")
        #expect(terminal.shows("[1]› source \"\(folder.path)/two words/"))
        terminal.type("\t")
        #expect(terminal.shows("[1]› source \"\(folder.path)/two words/a file.easel\""))
        // Ctrl-A, to the end of `sho` in the word `show` that is there already.
        terminal.type("\u{15}show steps\u{1}\u{6}\u{6}\u{6}\t7\u{15}")
        #expect(terminal.shows("[1]›"))
        terminal.type("show steps\u{1}\u{6}\u{6}\u{6}\tx\n")
        #expect(terminal.waits(for: "no setting `xsteps`"))
    }

    @Test func laterLinesOfAnEntryAreCompletedAsItsRest() throws {
        let terminal = try shell()
        terminal.type("gen \"a lion\" \\\n")
        #expect(terminal.shows("[1]…"))
        terminal.type("ste\t")
        #expect(terminal.shows("[1]… steps="))
    }

    @Test func controlDDeletesListsAndLeaves() throws {
        let terminal = try shell()
        terminal.type("showw\u{2}\u{4}")
        #expect(terminal.shows("[1]› show"))
        terminal.type(" st\u{4}")
        #expect(terminal.waits(for: "steps  how many denoising steps"))
        #expect(terminal.shows("[1]› show st"))
        terminal.type("\u{15}\u{4}")
        #expect(terminal.status() == 0)
    }

    @Test func controlCClearsTheLineAndTheEntry() throws {
        let terminal = try shell()
        terminal.type("gen \"日本\n")
        #expect(terminal.shows("[1]…"))
        terminal.type("more\u{3}")
        #expect(terminal.waits(for: "^C"))
        #expect(terminal.shows("[1]›"))
        terminal.type("\u{12}日")
        #expect(terminal.shows("search `日`: gen \"日本"))
        terminal.type("\u{3}")
        #expect(terminal.waits(for: "^C"))
        #expect(terminal.shows("[1]›"))
        terminal.type("\u{4}")
        #expect(terminal.status() == 0)
    }

    @Test func wideAndCombinedCharactersAreOneEach() throws {
        let terminal = try shell()
        // A wide character is passed over as one, and one is inserted before it.
        terminal.type("show 語\u{2}日\n")
        #expect(terminal.waits(for: "there is no setting `日語`"))
        #expect(terminal.shows("[2]›"))
        terminal.type("show cafe\u{301}s👩‍👩‍👧x")
        #expect(terminal.shows("[2]› show cafe\u{301}s👩‍👩‍👧x"))
        // Backwards over `x`, the family and `s`, to delete the letter with its accent.
        terminal.type("\u{2}\u{2}\u{2}\u{7F}")
        #expect(terminal.shows("[2]› show cafs👩‍👩‍👧x"))
        terminal.type("e\u{301}\u{6}\u{4}\n")
        #expect(terminal.waits(for: "there is no setting `cafe\u{301}sx`"))
    }

    @Test func theHistoryIsRecalledInTheNextShellAndKeepsNoDoubles() throws {
        // The second shell recalls the entry before the last.
        for lines in [["show n\n", "show n\n"], ["\u{10}\u{10}\n"]] {
            let terminal = try shell()
            for line in lines {
                terminal.type(line)
                #expect(terminal.waits(for: "value     -"))
                #expect(terminal.waits(for: "]› "))
            }
            terminal.type("quit\n")
            #expect(terminal.status() == 0)
        }
        #expect(try history == ["show n", "quit", "show n", "quit"])
    }

    @Test func aLongLineSurvivesAGlanceAtTheHistory() throws {
        try folder.write("show n\n", to: "easel/history")
        let terminal = try shell(columns: 200)
        let word = String(repeating: "lion ", count: 400)
        terminal.type("show \"\(word)\u{1B}[A")
        #expect(terminal.shows("[1]› show n"))
        terminal.type("\u{1B}[B!\"\n")
        #expect(terminal.waits(for: "no setting `\(word)!`"))
    }

    /// What is higher than the window cannot all be seen, but is edited all the same.
    @Test func aLineMayBeHigherThanTheWindow() throws {
        let terminal = try shell(columns: 20, rows: 5)
        let word = String(repeating: "lion", count: 20)
        terminal.type("show \(word)\u{1}\u{6}\u{6}\u{6}\u{6}\u{6}\(word)\u{5}\(word)!")
        #expect(terminal.shows("its end") { $0.lines.contains { $0.hasSuffix("lion!") } })
        terminal.resize(columns: 400, rows: 9)
        terminal.type("\n")
        #expect(terminal.waits(for: "no setting `\(word)\(word)\(word)!`"))
    }

    @Test func whatATerminalAnswersLateIsNotTyped() throws {
        let terminal = try shell()
        terminal.type("show \u{1B}[?62;4cn\u{1B}P>|kitty(0.26)\u{1B}\\\u{1B}[6;20;10t\n")
        #expect(terminal.waits(for: "value     -"))
    }

    /// The question is asked when the first picture is shown, and answered when the prompt is back.
    @Test func theAnswerThatComesAfterItsTimeIsNotTyped() throws {
        let terminal = try shell("NO_COLOR=")
        terminal.type("gen \"a fox\" steps=1 seed=1; display size=8\n")
        #expect(terminal.waits(for: "\u{1B}[c"))
        #expect(terminal.waits(for: "48;5;"))
        #expect(terminal.shows("[3]›"))
        terminal.type("\u{1B}_Gi=31;OK\u{1B}\\\u{1B}P>|kitty(0.41.1)\u{1B}\\")
        terminal.type("\u{1B}[?2026;2$y\u{1B}[6;20;9t\u{1B}[4;480;720t\u{1B}[?62;c")
        terminal.type("show n")
        #expect(terminal.shows("[3]› show n"))
        terminal.type("\n")
        #expect(terminal.waits(for: "value     -"))
    }

    @Test func anEntryOfSeveralLinesIsRecalledAsOne() throws {
        let terminal = try shell()
        terminal.type("show \\\nsteps\n")
        #expect(terminal.shows("[2]›"))
        terminal.type("quit\n")
        #expect(terminal.status() == 0)
        #expect(try history == ["show \\\u{B}steps", "quit"])
        let next = try shell()
        next.type("\u{10}\u{10}")
        #expect(next.shows("steps"))
        next.type("\n")
        #expect(next.waits(for: "value     -"))
        #expect(next.shows("[2]›"))
    }

    @Test func aSearchGoesBackAndIsTakenOrGivenUp() throws {
        try folder.write("show n\nset steps 3\nshow steps\n", to: "easel/history")
        let terminal = try shell()
        terminal.type("abc\u{12}st")
        #expect(terminal.shows("search `st`: show steps"))
        terminal.type("\u{12}")
        #expect(terminal.shows("search `st`: set steps 3"))
        terminal.type("x")
        #expect(terminal.shows("no `stx`: set steps 3"))
        terminal.type("\u{7}")
        #expect(terminal.shows("[1]› abc"))
        terminal.type("\u{12}w n\n")
        #expect(terminal.waits(for: "value     -"))
    }

    @Test func viKeysAreTakenFromTheUsersFile() throws {
        try folder.write("bind -v\n", to: ".editrc")
        try folder.write("set steps 3\nshow steps\n", to: "easel/history")
        let terminal = try shell("EDITRC=\(folder.path)/.editrc")
        // To the end of nothing, which libedit takes for a place before the line.
        terminal.type("\u{1B}$i")
        terminal.type("show nn")
        #expect(terminal.shows("[1]› show nn"))
        terminal.type("\u{1B}x")
        #expect(terminal.shows("[1]› show n"))
        terminal.type("0cwset\u{1B}")
        #expect(terminal.shows("[1]› set n"))
        terminal.type("/set\n")
        #expect(terminal.shows("[1]› set steps 3"))
        // Into it between `set` and `steps`, from where the search has left the cursor: its end.
        terminal.type("A4\n")
        #expect(terminal.shows("[2]›"))
        terminal.type("\u{1B}[200~show steps\u{1B}[201~\n")
        #expect(terminal.waits(for: "value     34"))
    }

    @Test func aWindowOfAnotherWidthBreaksTheLineAnew() throws {
        let terminal = try shell(columns: 60, rows: 12)
        let whole = "[1]› gen \"a lion having coffee in the old town\" steps=3"
        terminal.type(String(whole.dropFirst("[1]› ".count)))
        #expect(terminal.shows(whole))
        // In 34 columns, a row ends with a space.
        for columns in [34, 20, 50, 13] {
            terminal.resize(columns: columns, rows: 12)
            #expect(
                terminal.shows("the line in \(columns) columns") { screen in
                    let lines = screen.lines.drop { !$0.hasPrefix("[1]›") }
                    return lines.map { $0.padding(toLength: columns) }.joined().trimmed == whole
                })
            terminal.type("!\u{7F}\u{1}\u{5}")
        }
        terminal.type("\u{1}\u{B}quit\n")
        #expect(terminal.status() == 0)
    }
}

extension String {
    fileprivate func padding(toLength length: Int) -> String {
        padding(toLength: length, withPad: " ", startingAt: 0)
    }

    fileprivate var trimmed: String { trimmingCharacters(in: .whitespaces) }
}
