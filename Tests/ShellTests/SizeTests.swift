import CommandLanguage
import Generation
import Shell
import Testing

/// A picture's size and its shape, of which the one that is said last counts.
@MainActor
@Suite struct SizeTests {
    /// Lines, the size of the picture that they end in, and what is said of both settings.
    nonisolated static let lines: [(String, String, [String])] = [
        ("gen a", "16x16", []),
        ("gen a aspect=3:2", "24x16", []),
        ("set aspect 3:2; gen a", "24x16", []),
        ("set size 32x8; gen a aspect=3:2", "24x16", []),
        ("set aspect 3:2; gen a size=32x8", "32x8", []),
        (
            "gen a aspect=3:2 size=32x8", "32x8", ["aspect is ignored, since size says more"]
        ),
        (
            "gen a size=32x8 aspect=3:2", "32x8", ["aspect is ignored, since size says more"]
        ),
        (
            "set size 32x8; set aspect 3:2; gen a", "24x16",
            ["size is unset, since aspect is set"]
        ),
        (
            "set aspect 3:2; set size 32x8; gen a", "32x8",
            ["aspect is unset, since size is set"]
        ),
        (
            "set aspect=3:2 size=32x8; gen a", "32x8",
            ["aspect is not set, since size says more"]
        ),
        ("set aspect 3:2; unset aspect; gen a", "16x16", []),
    ]

    @Test(arguments: lines)
    func theOneThatIsSaidLastCounts(line: String, size: String, notes: [String]) async throws {
        let transcript = Transcript()
        #expect(await transcript.run("load sketch; " + line) == .done)
        let request = try #require(transcript.session.pictures.last).record.request
        #expect(request.size.description == size)
        let said = transcript.messages.text.split(separator: "\n").map(String.init)
        #expect(said.filter { $0.contains("since") } == notes)
    }

    @Test func tabListsTheModelsShapes() async {
        let transcript = Transcript()
        await transcript.run("load sketch")
        let completer = Completer(Commands.table, SessionVocabulary(transcript.session))
        let shapes = completer.completions(of: "gen a aspect=").candidates
        #expect(shapes.map(\.text) == ["1:1", "3:2"])
        #expect(shapes.map(\.meaning) == ["16x16", "24x16"])
    }

    @Test func whatAModelIgnoresIsKeptAndSaid() async throws {
        let transcript = Transcript()
        await transcript.run("load sketch; set true_cfg 4; set magic en; gen a seed=1 magic=zh")
        #expect(
            transcript.messages.text == """
                true_cfg is kept, but sketch ignores it
                magic is kept, but sketch ignores it
                sketch ignores magic
                seed 1

                """)
        let request = try #require(transcript.session.pictures.last).record.request
        #expect(request.trueCFG == nil && request.magic == nil)
        #expect(transcript.session.settings[Settings.magic] == .en)
    }

    @Test(arguments: [
        ("set offload blocks; load sketch", "there is no offload `blocks` here"),
        ("load sketch offload=disk", "there is no offload `disk` here"),
    ])
    func offloadingGoesToTheLoader(line: String, message: String) async {
        let transcript = Transcript()
        #expect(await transcript.run(line) == .failed)
        #expect(transcript.messages.text.contains("error: \(message)\n"))
        #expect(await transcript.run("load sketch offload=none") == .done)
    }
}
