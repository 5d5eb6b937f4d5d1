import FoundationEssentials
import Shell
import TestSupport
import Testing

@MainActor
@Suite struct SecretTests {
    private nonisolated static let keys = [
        "hf_AbCdEfGhIjKlMnOpQrSt1234567890",
        "sk-proj-Ab1Cd2Ef3Gh4Ij5Kl6Mn7Op8Qr9",
        "sk-Ab1Cd2Ef3Gh4Ij5Kl6Mn7Op8Qr9St",
        "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",
        "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
    ]

    /// Lines in which `KEY` is a key or token.
    nonisolated static let lines = [
        "gen KEY", "gen \"a lion\\nKEY\"", "gen x\"y\"' KEY'",
        "gen \"a lion with KEY on its back\"", "\"KEY\" n=2", "set negative KEY",
        "set name KEY", "set folder=/tmp/KEY", "load KEY", "load openai:x key=KEY", "login hf KEY",
        "KEY", "# KEY", "gen a # KEY", "session save KEY", "source KEY", "export KEY.html",
        "say \"my key: KEY.\"", "gen \"a\nKEY", "!curl -H 'Authorization: Bearer KEY'",
        "HF_TOKEN=KEY", "save $1 KEY.png",
    ]

    @Test(arguments: lines) func aLineWithAKeyIsNeitherRunNorKept(line: String) async throws {
        let folder = try TemporaryFolder()
        for key in Self.keys {
            let store = SessionStore(folder: folder.path + "/sessions")
            let transcript = Transcript(store: store)
            #expect(await transcript.run(line.replacing("KEY", with: key)) == .failed)
            await transcript.run("gen a; session save \(folder.path)/saved")
            #expect(transcript.messages.text.contains("`…\(key.suffix(4))`"))
            #expect(!transcript.messages.text.contains(key.dropLast(4)))
            #expect(!transcript.results.text.contains(key.dropLast(4)))
            for path in try folder.files() {
                #expect(!path.contains(key.dropLast(4)), "\(path)")
                let bytes = try Data(contentsOf: URL(filePath: path))
                #expect(bytes.firstRange(of: Data(key.dropLast(4).utf8)) == nil, "\(path)")
            }
        }
    }

    @Test func aKeyThatIsTypedAtThePromptIsInNoFile() throws {
        let folder = try TemporaryFolder()
        let terminal = try PseudoTerminal.easel(state: folder.path)
        #expect(terminal.waits(for: "[1]› "))
        for (index, key) in Self.keys.enumerated() {
            terminal.type("gen \"a lion\\n\(key)\" seed=\(index)\n")
            #expect(terminal.waits(for: "it was neither run nor kept"))
        }
        terminal.type("set steps 2\n")
        #expect(terminal.waits(for: "[2]› "))
        terminal.type("quit\n")
        #expect(terminal.status() == 0)
        // The history and the session, which hold the harmless lines.
        let files = try folder.files()
        #expect(files.count == 2)
        for path in files {
            let text = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
            #expect(text.contains("set steps 2") && !text.contains("lion"), "\(path)")
        }
    }

    /// Texts that hold no key.
    nonisolated static let harmless = [
        "a lion having coffee", "sk-ating on a frozen lake at dawn", "hf_hub",
        "task-oriented-dialogue-with-a-robot-2000",
        "set folder /data/risk-assessment-2026-for-lions",
        "a sk-etch of the 24 elders by the lake", "sha256:0f895cdc98b656d3f51c9dd372bc83b96f658",
        "hf_internal_testing_tiny_stable_diffusion_pipe",
    ]

    @Test(arguments: harmless) func otherTextsAreNoKeys(text: String) {
        #expect(Secrets.found(in: text) == nil)
    }
}
