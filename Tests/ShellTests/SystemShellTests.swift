import FoundationEssentials
import TestSupport
import Testing

/// `!COMMAND` in the program itself.
@Suite struct SystemShellTests {
    @Test func theRestOfTheLineIsTheSystems() throws {
        let outcome = try BuiltProgram.run(["-c", "!echo \"a; b\" 'c' # d; false\nshow steps"])
        #expect(outcome.status == 0)
        #expect(outcome.results.hasPrefix("a; b c\nsteps: "))
        #expect(outcome.messages == "")
    }

    /// What is run, and how its end is told.
    static let endings: [(String, String)] = [
        ("!exit 3", "the command ended with status 3\n"),
        ("!kill -TERM $$", "the command was ended by signal 15 (Terminated)\n"),
        ("! -x 2>/dev/null", "the command ended with status 127\n"),
        ("!true", ""),
    ]

    @Test(arguments: endings) func anEndingOtherThanSuccessIsTold(line: String, note: String)
        throws
    {
        let outcome = try BuiltProgram.run(["-c", "\(line)\nversion"])
        #expect(outcome.status == 0)
        #expect(outcome.results.hasPrefix("easel "))
        #expect(outcome.messages == note)
    }

    @Test func aShellThatIsNotThereIsSaid() throws {
        let outcome = try BuiltProgram.run(
            ["-c", "!SHELL=/absent '\(BuiltProgram.path)' -c '!ls'"])
        #expect(
            outcome.messages == """
                error: cannot start `/absent`: No such file or directory
                       !ls
                       ^^^
                hint:  the variable `SHELL` names the shell that `!` starts
                the command ended with status 1

                """)
    }

    @Test func aPipeOfLinesIsNotTheCommandsInput() throws {
        // More than is read ahead.
        let lines = String(repeating: "set steps 3\n", count: 1000) + "version\n"
        let outcome = try BuiltProgram.run([], input: "!cat; echo read\n" + lines)
        #expect(outcome.status == 0)
        #expect(outcome.results.hasPrefix("read\neasel "))
    }

    @Test func theInputOfLinesFromTheCommandLineIs() throws {
        let outcome = try BuiltProgram.run(["-c", "!cat"], input: "words\n")
        #expect(outcome.results == "words\n")
    }

    /// What leads to the lines of a file: all of it is refused.
    static let files: [[String]] = [
        ["evil.easel"], ["-c", "source evil.easel"], ["replay", "evil.easel"],
        ["replay", "evil", "verify"], ["replay", "evil", "trust"],
        ["-c", "session load evil; rerun 2"],
    ]

    @Test(arguments: files) func aFileStartsNoPrograms(arguments: [String]) throws {
        let folder = try TemporaryFolder()
        try folder.write("#! easel 1\nset steps 3\n!touch made\n", to: "evil.easel")
        let outcome = try BuiltProgram.run(arguments, in: folder.path)
        #expect(outcome.status == 1)
        #expect(outcome.messages.contains("error: `!touch made` was not run: a file must not"))
        #expect(folder.names == ["evil.easel"])
    }

    @Test func whatDidNothingIsNoProgram() throws {
        let folder = try TemporaryFolder()
        try folder.write("#! easel 1\n#- !touch made\nset steps 3\n", to: "a.easel")
        #expect(try BuiltProgram.run(["replay", "a.easel"], in: folder.path).status == 0)
        #expect(folder.names == ["a.easel"])
    }

    @Test func aKeyIsNotHandedOn() throws {
        let folder = try TemporaryFolder()
        let outcome = try BuiltProgram.run(
            ["-c", "!touch hf_abcdefghijklmnopqrstuvwx1"], in: folder.path)
        #expect(outcome.status == 1)
        #expect(!outcome.messages.contains("abcdef"))
        #expect(folder.names == [])
    }

    @Test func ctrlCStopsTheCommandAndNotEasel() throws {
        let folder = try TemporaryFolder()
        let terminal = try PseudoTerminal.easel(state: folder.path)
        #expect(terminal.waits(for: "[1]› "))
        // The typed line is drawn, too: the quotation marks tell it from what it prints.
        terminal.type("!echo be''gun; exec cat\n")
        #expect(terminal.waits(for: "begun\r\n"))
        terminal.type("words\n")
        #expect(terminal.waits(for: "words\r\nwords\r\n"))
        terminal.type("\u{3}")
        #expect(terminal.waits(for: "interrupted\r\n"))
        #expect(terminal.waits(for: "[1]› "))
        // A shell with jobs of its own takes the terminal, and cannot give it back.
        terminal.type("!sh -ic 'stty -echo raw; kill -KILL $$'\n")
        #expect(terminal.waits(for: "the command ended with status 137\r\n"))
        #expect(terminal.waits(for: "[1]› "))
        terminal.type("set steps 3\n")
        #expect(terminal.waits(for: "[2]› "))
        terminal.type("show steps\n")
        #expect(terminal.waits(for: "value     3\r\n"))
        #expect(terminal.waits(for: "[3]› "))
        terminal.type("quit\n")
        #expect(terminal.status() == 0)
        // Nothing of the system's is recorded.
        let sessions = folder.path + "/easel/sessions/"
        let names = try FileManager.default.contentsOfDirectory(atPath: sessions)
        #expect(names.count == 1)
        for name in names {
            #expect(
                try folder.read("easel/sessions/" + name)
                    == "#! easel 1\nset steps 3\nshow steps\n#= end\n")
        }
    }

    @Test func ctrlCEndsAScriptWithItsCommand() throws {
        let outcome = try BuiltProgram.run(
            ["-c", "!echo begun >&2; kill -INT $$\nversion"])
        #expect(outcome.status == 130)
        #expect(outcome.messages == "begun\ninterrupted\n")
        #expect(outcome.results == "")
    }
}
