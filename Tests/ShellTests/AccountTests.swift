import FoundationEssentials
import Shell
import TestSupport
import Testing

@MainActor
@Suite struct AccountTests {
    @Test func aKeyIsAskedForAndStored() async {
        let transcript = Transcript()
        #expect(await transcript.run("login; login openai; login; logout openai; login") == .done)
        #expect(
            transcript.results.text == """
                    openai  a service · not logged in
                logged in to openai
                    openai  a service · …1234 from memory
                logged out of openai
                    openai  a service · not logged in

                """)
    }

    @Test func aKeyIsInNoRecord() async throws {
        let folder = try TemporaryFolder()
        let store = SessionStore(folder: folder.path + "/sessions")
        let transcript = Transcript(store: store)
        await transcript.run("login openai; gen a; session save \(folder.path)/saved; history")
        // Once it is known, it is known wherever it stands.
        await transcript.run("gen \"\(FakeAccount.key)\"")
        #expect(transcript.messages.text.contains("it was neither run nor kept"))
        for text in [transcript.messages.text, transcript.results.text] {
            #expect(!text.contains(FakeAccount.key))
        }
        for path in try folder.files() {
            let bytes = try Data(contentsOf: URL(filePath: path))
            #expect(bytes.firstRange(of: Data(FakeAccount.key.utf8)) == nil, "\(path)")
        }
    }

    @Test(arguments: [nil, "", "  "]) func nothingTypedChangesNothing(typed: String?) async {
        let transcript = Transcript(secrets: FakeSecrets(typed: typed))
        #expect(await transcript.run("login openai") == .failed)
        #expect(transcript.messages.text.contains("error: no key came, so `openai` is as it was"))
    }

    @Test func anUnknownServiceIsNamed() async {
        let transcript = Transcript()
        #expect(await transcript.run("login opneai") == .failed)
        #expect(
            transcript.messages.text == """
                error: there is no service `opneai` to log in to
                       login opneai
                             ^^^^^^
                hint:  did you mean `openai`?

                """)
    }

    @Test func aPlanIsShownAndNothingLoaded() async {
        let transcript = Transcript()
        #expect(await transcript.run("plan paid base=http://localhost:1/v1; plan sketch") == .done)
        #expect(
            transcript.results.text == "    price  much\n    base   http://localhost:1/v1\n")
        #expect(transcript.messages.text == "`sketch` needs nothing in advance\n")
        #expect(transcript.session.engine == nil)
    }

    @Test(arguments: ["localhost", "ftp://a/v1", "http://", "http://a:b@c/", "http://a/?key=b"])
    func anAddressMustBeOne(base: String) async {
        let transcript = Transcript()
        #expect(await transcript.run("load sketch base=\(base)") == .failed)
        #expect(transcript.messages.text.contains("`base` must be an address that begins with"))
    }

    @Test func aLineIsTypedUnseen() {
        func typed(_ text: String) -> TypedLine.State {
            var line = TypedLine()
            var state = TypedLine.State.more
            for byte in text.utf8 { state = line.take(byte) }
            return state
        }
        #expect(typed("abc\n") == .whole("abc"))
        #expect(typed("abd\u{7F}c\r") == .whole("abc"))
        #expect(typed("xyz\u{15}abc\u{4}") == .whole("abc"))
        #expect(typed("\u{4}") == .end)
        #expect(typed("a") == .more)
    }

    @Test func theTerminalShowsNoKey() throws {
        let folder = try TemporaryFolder()
        let terminal = try PseudoTerminal.easel(state: folder.path)
        #expect(terminal.waits(for: "[1]› "))
        terminal.type("login nobody\n")
        #expect(terminal.waits(for: "there is no service `nobody` to log in to"))
        terminal.type("quit\n")
        #expect(terminal.status() == 0)
    }
}
