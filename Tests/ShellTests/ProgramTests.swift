import TestSupport
import Testing

@Suite struct ProgramTests {
    @Test func versionIsAResult() throws {
        let outcome = try BuiltProgram.run(["--version"])
        #expect(outcome == .init(status: 0, results: "easel 0.1\n", messages: ""))
    }

    @Test func linesAreRunUpToTheFirstError() throws {
        let outcome = try BuiltProgram.run(["-c", "show steps; set size 7x9; version"])
        #expect(outcome.status == 1)
        #expect(outcome.results.hasPrefix("steps: "))
        #expect(!outcome.results.contains("easel"))
        #expect(outcome.messages.hasPrefix("error: `size` must be"))
        #expect(!outcome.messages.contains("\u{1B}"))
    }

    @Test func standardInputIsRun() throws {
        let outcome = try BuiltProgram.run(
            [], input: "# a lesson\nshow \\\n steps\nquit\nnonsense\n")
        #expect(outcome.status == 0)
        #expect(outcome.results.hasPrefix("steps: "))
        #expect(outcome.messages == "")
    }

    @Test func aFileIsRun() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            "#! easel 1\r\nset steps 3\r\nshow steps\r\n#= x\r\nfly\r\n", to: "a.easel")
        let outcome = try BuiltProgram.run([folder.path + "/a.easel"])
        #expect(outcome.status == 1)
        #expect(outcome.results.contains("value     3\n"))
        #expect(outcome.messages.contains("from:  \(folder.path)/a.easel, line 5\n"))
    }

    @Test func aWrongCommandLineIsStatusTwo() throws {
        #expect(try BuiltProgram.run(["--bogus"]).status == 2)
        let outcome = try BuiltProgram.run(["/absent.easel"])
        #expect(outcome.status == 2)
        #expect(outcome.messages == "error: cannot read `/absent.easel`: there is no such file\n")
    }

    @Test func initialCommandsRunBeforeThePrompt() throws {
        let folder = try TemporaryFolder()
        try folder.write("set steps 3\nfly\n", to: "init.easel")
        let terminal = try PseudoTerminal.easel(
            state: folder.path + "/state", settings: folder.path)
        #expect(terminal.waits(for: "there is no command `fly`"))
        #expect(terminal.waits(for: "init.easel, line 2"))
        // The initial commands are a part of the session.
        #expect(terminal.waits(for: "[3]› "))
        terminal.type("show steps\n")
        #expect(terminal.waits(for: "value     3"))
        #expect(terminal.waits(for: "[4]› "))
        terminal.type("\u{4}")
        #expect(terminal.status() == 0)
    }
}
