import Glibc
import TestSupport
import Testing

/// The terminal after the real program, however that ends.
@Suite struct RestorationTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        // Faults would leave the program's memory in a file.
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
    }

    static let endings = [
        SIGHUP, SIGQUIT, SIGILL, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGTERM, SIGPIPE, SIGUSR1,
    ]

    @Test(arguments: endings) func aSignalAtThePromptLeavesItAsItWas(_ signal: Int32) throws {
        let terminal = try PseudoTerminal.easel(state: folder.path)
        #expect(terminal.shows("[1]›"))
        #expect(terminal.modes != terminal.initialModes)
        terminal.signal(signal)
        // The cursor is seen, and pastes are not marked any more.
        #expect(terminal.waits(for: "\u{1B}[?25h"))
        #expect(terminal.waits(for: "\u{1B}[?2004l"))
        #expect(terminal.status() == 128 + signal)
        #expect(terminal.modes == terminal.initialModes)
    }

    @Test(arguments: [SIGTERM, SIGSEGV]) func aSignalInACommandLeavesItAsItWas(
        _ signal: Int32
    ) throws {
        let terminal = try PseudoTerminal.easel(state: folder.path)
        #expect(terminal.shows("[1]›"))
        terminal.type("gen \"a lion\" steps=900\n")
        #expect(terminal.waits(for: "/900"))
        #expect(!terminal.modes.echoes)
        terminal.signal(signal)
        #expect(terminal.status() == 128 + signal)
        #expect(terminal.modes == terminal.initialModes)
    }

    /// While a key is asked for, which nobody may see.
    @Test(arguments: [SIGTERM, SIGHUP]) func aSignalAtTheQuestionForAKeyLeavesItAsItWas(
        _ signal: Int32
    ) throws {
        let terminal = try asked()
        terminal.signal(signal)
        #expect(terminal.status() == 128 + signal)
        #expect(terminal.modes == terminal.initialModes)
    }

    @Test func controlCAtTheQuestionForAKeyLeavesItAsItWas() throws {
        let terminal = try asked()
        // Ctrl-Z would stop the program, and show what is typed then.
        terminal.type("sk-\u{1A}1234\u{3}")
        #expect(terminal.waits(for: "interrupted"))
        #expect(terminal.status() == 130)
        #expect(terminal.modes == terminal.initialModes)
    }

    /// The program where it asks for a key.
    private func asked() throws -> PseudoTerminal {
        let terminal = try PseudoTerminal()
        try terminal.start(
            BuiltProgram.path, ["-c", "login openai"],
            environment: ["TERM=xterm", "HOME=" + folder.path])
        #expect(terminal.waits(for: "api-keys): "))
        #expect(!terminal.modes.echoes)
        return terminal
    }

    @Test(arguments: ["quit\n", "\u{4}"]) func leavingLeavesItAsItWas(_ keys: String) throws {
        let terminal = try PseudoTerminal.easel(state: folder.path)
        #expect(terminal.shows("[1]›"))
        terminal.type(keys)
        #expect(terminal.status() == 0)
        #expect(terminal.modes == terminal.initialModes)
        #expect(terminal.written().contains("\u{1B}[?2004l"))
    }

    /// Ctrl-\ at the prompt, where the program gets it as a character.
    @Test func controlBackslashEndsTheProgram() throws {
        let terminal = try PseudoTerminal.easel(state: folder.path)
        #expect(terminal.shows("[1]›"))
        terminal.type("\u{1C}")
        #expect(terminal.status() == 128 + SIGQUIT)
        #expect(terminal.modes == terminal.initialModes)
    }

    @Test func controlZSuspendsAndTheJobGoesOn() throws {
        let terminal = try PseudoTerminal()
        try terminal.start(
            "/bin/sh", ["-i"],
            environment: [
                "TERM=xterm", "LC_ALL=C.UTF-8", "HOME=" + folder.path, "PS1=ready> ",
                "XDG_STATE_HOME=" + folder.path, "PATH=/usr/bin:/bin",
            ])
        #expect(terminal.waits(for: "ready> "))
        terminal.type("'\(BuiltProgram.path)'\n")
        #expect(terminal.shows("[1]›"))
        terminal.type("show st\u{1A}")
        #expect(terminal.waits(for: "ready> "))
        #expect(terminal.modes == terminal.initialModes)
        terminal.type("fg\n")
        #expect(terminal.shows("[1]› show st"))
        #expect(terminal.modes != terminal.initialModes)
        terminal.type("\u{15}gen \"a lion\" steps=900\n")
        #expect(terminal.waits(for: "/900"))
        terminal.type("\u{1A}")
        #expect(terminal.waits(for: "ready> "))
        #expect(terminal.modes == terminal.initialModes)
        terminal.type("fg\n")
        #expect(terminal.waits(for: "/900"))
        // The picture goes on at once, and may say so before the shell has the terminal again.
        for _ in 0..<600 where terminal.modes.echoes { usleep(100_000) }
        #expect(!terminal.modes.echoes)
        terminal.type("\u{3}")
        #expect(terminal.waits(for: "interrupted"))
        terminal.type("quit\n")
        #expect(terminal.waits(for: "ready> "))
        #expect(terminal.modes == terminal.initialModes)
    }
}
