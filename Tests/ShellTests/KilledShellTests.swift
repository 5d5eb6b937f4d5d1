import Glibc
import Shell
import TestSupport
import Testing

/// What was recorded outlives the shell, however that ends.
@Suite struct KilledShellTests {
    @Test func aKilledShellLosesNothingThatWasRecorded() throws {
        let folder = try TemporaryFolder()
        let first = try PseudoTerminal.easel(state: folder.path)
        #expect(first.waits(for: "[1]› "))
        first.type("set steps 3\n")
        #expect(first.waits(for: "[2]› "))
        first.type("gen \"a fox\" seed=7\n")
        #expect(first.waits(for: "[3]› "))
        first.type("gen \"a wolf\" steps=900\n")
        #expect(first.waits(for: "seed "))
        first.signal(SIGKILL)
        #expect(first.status() == 128 + SIGKILL)

        let second = try PseudoTerminal.easel(state: folder.path)
        #expect(second.waits(for: "a session was cut off: `session load "))
        #expect(second.waits(for: "[1]› "))
        let store = SessionStore(folder: folder.path + "/easel/sessions")
        let name = try #require(store.names.first)
        second.type("session load \(name)\n")
        #expect(second.waits(for: "2 lines, 1 image"))
        #expect(second.waits(for: "[3]› "))
        second.type("gen $1.prompt seed=$1.seed\n")
        #expect(second.waits(for: "nothing is loaded: loading `sketch`"))
        #expect(second.waits(for: "[4]› "))
        second.type("expect $2 same=$1 steps=3\n")
        #expect(second.waits(for: "as expected"))
        #expect(second.waits(for: "[5]› "))
        second.type("quit\n")
        #expect(second.status() == 0)
        #expect(try SessionDocument(file: "\(store.folder)/\(name).easel").images.count == 2)

        // A session that was left in the usual way is not offered again.
        let third = try PseudoTerminal.easel(state: folder.path)
        #expect(third.waits(for: "type `help`\r\n\u{1B}[?2004h[1]› "))
    }
}
