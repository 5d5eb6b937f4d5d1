import Shell
import TestSupport
import Testing

/// What a replay says of sessions that were recorded with fake models.
@MainActor
@Suite struct ReplayTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// Records `lines` as the session `a`.
    private func record(_ lines: String) async throws {
        let transcript = Transcript()
        #expect(await transcript.run(lines) == .done, "\(transcript.messages.text)")
        #expect(await transcript.run("session save \(folder.path)/a") == .done)
    }

    /// Changes the record of the session `a`.
    private func edit(_ old: some RegexComponent, _ new: String) throws {
        let text = try folder.read("a.easel")
        let changed = text.replacing(old, with: new, maxReplacements: 1)
        #expect(changed != text)
        try folder.write(changed, to: "a.easel")
    }

    /// Replays the session `a`; gives the status, and what is on stdout.
    private func replay(
        _ modes: String, with loader: FakeLoader = FakeLoader()
    ) async -> (status: Shell.ExitStatus, results: String, messages: String) {
        let transcript = Transcript(loader: loader)
        let status = await transcript.run("replay \(folder.path)/a \(modes)")
        return (status, transcript.results.text, transcript.messages.text)
    }

    @Test func theSamePicturesAreExact() async throws {
        try await record("load sketch; gen a; gen b seed=7 n=2\nset steps 2; gen \"c d\"")
        let outcome = await replay("verify")
        #expect(outcome.status == .done)
        #expect(
            outcome.results == """
                image 1 · EXACT
                image 2 · EXACT
                image 3 · EXACT
                image 4 · EXACT
                4 EXACT

                """)
        #expect(outcome.messages == "")
    }

    @Test func anotherMachinesRoundingIsCloseAndNamed() async throws {
        try await record("gen a seed=1")
        let outcome = await replay("verify", with: FakeLoader(arithmetic: "other", drift: 1))
        #expect(outcome.status == .done)
        #expect(
            outcome.results
                == "image 1 · CLOSE 48.13 dB · arithmetic: recorded none, now other\n1 CLOSE\n")
    }

    @Test func whatIsFarApartIsDifferent() async throws {
        try await record("gen a seed=1; gen b seed=1")
        let outcome = await replay("verify", with: FakeLoader(drift: 64))
        #expect(outcome.status == .differed)
        #expect(
            outcome.results == """
                image 1 · DIFFERENT 12.01 dB · no recorded fact differs
                image 2 · DIFFERENT 12.01 dB · no recorded fact differs
                2 DIFFERENT

                """)
    }

    @Test func aChangedHashMakesOnePictureDifferent() async throws {
        try await record("gen a seed=1; gen b seed=1")
        try edit(#/pixels sha256:....../#, "pixels sha256:000000")
        let outcome = await replay("verify")
        #expect(outcome.status == .differed)
        #expect(
            outcome.results == """
                image 1 · DIFFERENT · no recorded fact differs
                image 2 · EXACT
                1 EXACT, 1 DIFFERENT

                """)
    }

    /// A change of the record, and the fact that is named for it; an earlier one comes first.
    nonisolated static let causes: [(String, String, String)] = [
        ("model sketch", "model other", "model: recorded other, now sketch"),
        ("weights sha256:0f", "weights sha256:ff", "weights: recorded sha256:ff"),
        ("precision bf16", "precision fp32", "precision: recorded fp32, now bf16"),
        ("device cpu", "device cuda", "device: recorded cuda, now cpu"),
        ("seed 1 ", "seed 2 ", "seed: recorded 2, now 1"),
        ("size 16x16", "size 24x16", "size: recorded 24x16, now 16x16"),
        ("request a", "request b", "prompt: recorded b, now a"),
        ("steps 4", "steps 5", "steps: recorded 5, now 4"),
        ("guidance 7.5", "guidance 7", "guidance: recorded 7, now 7.5"),
        ("sampler pndm", "sampler ddim", "scheduler: recorded ddim, now pndm"),
        ("arithmetic none", "arithmetic more", "arithmetic: recorded more, now none"),
        ("easel 0.1", "easel 0.0", "easel: recorded 0.0, now 0.1"),
    ]

    @Test(arguments: causes)
    func theFirstFactThatDiffersIsNamed(old: String, new: String, cause: String) async throws {
        try await record("gen a seed=1")
        // Also, the version of Easel differs, which explains less than all others.
        if !old.hasPrefix("easel") { try edit(#/easel 0\.1/#, "easel 0.0") }
        try edit(try Regex(old), new)
        let outcome = await replay("verify", with: FakeLoader(drift: 1))
        #expect(outcome.results.contains(" dB · " + cause))
    }

    @Test func aModelThatIsGoneMakesNoPictures() async throws {
        try await record("load sketch\ngen a\nexpect count=1\ngen b")
        try edit(#/load sketch/#, "load gone")
        let outcome = await replay("verify")
        #expect(outcome.status == .differed)
        #expect(
            outcome.results == """
                line 1 · failed · there is no model `gone`
                image 1 · CANNOT · there is no model `gone`
                image 2 · CANNOT · there is no model `gone`
                2 CANNOT, 1 line failed

                """)
    }

    @Test func anInterruptedPictureIsNotExpectedAgain() async throws {
        try await record("gen a seed=1; gen b seed=1")
        try edit(#/ pixels/#, " partial 2/4 pixels")
        let outcome = await replay("verify")
        #expect(outcome.status == .done)
        #expect(
            outcome.results.hasPrefix("image 1 · CANNOT · it was interrupted after 2 of 4 steps\n"))
        #expect(outcome.results.hasSuffix("1 EXACT, 1 CANNOT\n"))
    }

    @Test func aLineThatFailsNowIsAFailure() async throws {
        try await record("gen a seed=1\nexpect seed=1\ngen b seed=1; expect count=2")
        try edit(#/expect seed=1/#, "expect seed=2")
        try edit(#/expect count=2/#, "expect count=3")
        let outcome = await replay("verify")
        #expect(outcome.status == .differed)
        #expect(
            outcome.results == """
                image 1 · EXACT
                line 2 · failed · expected seed 2, and `$1` has 1
                image 2 · EXACT
                line 4 · failed · expected 3 pictures, and there are 2
                2 EXACT, 2 lines failed

                """)
        // Without `verify` it ends there, and says why.
        let plain = await replay("")
        #expect(plain.status == .failed)
        #expect(plain.messages.contains("error: expected seed 2, and `$1` has 1"))
        #expect(!plain.results.contains("gen b"))
    }

    @Test func seedsThatWereDrawnAreTheRecordedOnes() async throws {
        try await record("gen a; gen b seed=5; gen c\ngen d n=2; gen e")
        let outcome = await replay("verify")
        #expect(outcome.results.hasSuffix("\n6 EXACT\n"))
    }

    @Test func trustShowsWhatIsStoredAndMakesNothing() async throws {
        try await record("load sketch; gen a seed=1; expect seed=1\nshow seed\ngen b seed=2")
        let outcome = await replay("trust")
        #expect(outcome.status == .done)
        #expect(
            outcome.results.hasPrefix(
                """
                [1]› load sketch
                [2]› gen a seed=1
                image 1 · 16x16 · seed 1 · 0.31 s · stored
                [3]› expect seed=1
                [4]› show seed
                """))
        #expect(outcome.results.hasSuffix("image 2 · 16x16 · seed 2 · 0.31 s · stored\n"))
        #expect(outcome.messages == "as expected: seed 1\n")
    }

    @Test func trustTellsOfPicturesThatAreNotTheRecordedOnes() async throws {
        try await record("gen a; gen b")
        try edit(#/pixels sha256:....../#, "pixels sha256:000000")
        try edit(#/file b-2/#, "file c-2")
        let outcome = await replay("trust")
        #expect(outcome.status == .differed)
        #expect(
            outcome.results.contains(
                "image 1 · CANNOT · the stored picture is not the recorded one\n"))
        #expect(
            outcome.results.contains(
                "image 2 · CANNOT · there is no file `\(folder.path)/a/c-2.png`\n"))
    }

    @Test func trustPassesOverWhatIsNotStored() async throws {
        try folder.write("#! easel 1\ngen a\n", to: "a.easel")
        let outcome = await replay("trust")
        #expect(outcome.status == .done)
        #expect(outcome.messages == "no picture of this line is stored\n")
    }

    @Test func picturesOfAPaidServiceAreNotPaidForTwice() async throws {
        try await record("load paid; gen a seed=1")
        let plain = await replay("")
        #expect(plain.status == .done)
        #expect(plain.results.hasSuffix("image 1 · 16x16 · seed 1 · 0.31 s · stored\n"))
        #expect(plain.messages == "")
        let verified = await replay("verify")
        #expect(verified.status == .done)
        #expect(
            verified.results == "image 1 · CANNOT · paid is a paid service\n1 CANNOT\n")
        let paid = await replay("verify pay")
        #expect(paid.results == "image 1 · EXACT\n1 EXACT\n")
    }

    @Test func whatLeavesSomethingBehindIsPassedOver() async throws {
        try await record("gen a; save $1 \(folder.path)/out.png; show seed")
        try edit(#/out/#, "second")
        let outcome = await replay("")
        #expect(outcome.status == .done)
        #expect(outcome.messages.contains("`save` is passed over in a replay\n"))
        #expect(outcome.results.contains("seed: where the noise comes from"))
        #expect(folder.names == ["a", "a.easel", "out.png"])
    }

    @Test func stepShowsAllLinesAndWaitsForNobody() async throws {
        try await record(
            "# A lesson.\n\nsay \"Look.\"\nset steps 2\ngen a seed=1\nexpect steps=2\n")
        let outcome = await replay("step")
        #expect(outcome.status == .done)
        #expect(
            outcome.results == """
                # A lesson.

                Look.
                [2]› set steps 2
                [3]› gen a seed=1
                image 1 · 16x16 · seed 1 · 0.31 s
                [4]› expect steps=2

                """)
        let verified = await replay("step verify")
        #expect(verified.results.contains("[2]› set steps 2\n"))
        #expect(
            verified.results.hasSuffix("image 1 · EXACT\n[4]› expect steps=2\n1 EXACT\n"))
    }

    @Test func aReplayLeavesTheSessionAlone() async throws {
        try await record("set steps 2; gen a")
        let transcript = Transcript()
        await transcript.run("set steps 9; replay \(folder.path)/a")
        #expect(transcript.session.settings[Settings.steps]?.number == 9)
        #expect(transcript.session.pictures.isEmpty)
        #expect(transcript.session.recorder.document.cells.count == 1)
    }
}
