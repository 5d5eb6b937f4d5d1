import CommandLanguage
import Diagnostics
import Generation
import Shell
import TestSupport
import Testing

/// Lines and session files that are not what they should be: nothing crashes, nothing hangs, and what is read is written again.
///
/// All runs in a folder of its own, on fakes, and only what is harmless: see `isHarmless`.
@MainActor
@Suite(.timeLimit(.minutes(2))) struct SessionFuzzTests {
    nonisolated private static let rounds = 1000

    @Test func noiseIsRefusedOrRun() async throws {
        var mutation = Mutation(seed: 1)
        try await run { mutation.noise() }
    }

    @Test func linesThatAreNearlyRight() async throws {
        var mutation = Mutation(seed: 2)
        let lines =
            Commands.all.flatMap { $0.manual.examples.map(\.line) }.filter(Self.isHarmless)
            + Self.longLines
        #expect(lines.count > 30)
        try await run { mutation.changed(mutation.pick(lines)) }
    }

    @Test func sessionsThatAreNearlyRight() async throws {
        let folder = try TemporaryFolder()
        try await WorkingFolder.at(folder) {
            let texts = try await Self.sessions(in: folder)
            var mutation = Mutation(seed: 3)
            for round in 1...Self.rounds {
                var text = ""
                repeat {
                    text = mutation.changed(mutation.pick(texts))
                } while !Self.isHarmless(text)
                Self.checkReading(text)
                try folder.write(text, to: "s.easel")
                let transcript = Transcript(engines: BoundedLoader())
                await transcript.run("session load s; history; session")
                if round.isMultiple(of: 10) {
                    await transcript.run(
                        "session save t\nexport x.html; export x.ipynb; export x.md")
                }
                await transcript.run("replay s \(round.isMultiple(of: 2) ? "verify" : "trust")")
            }
        }
    }

    /// Facts of a picture that no shell writes, in the place of those that one does.
    nonisolated static let facts = [
        ("image 1", "image 9223372036854775807"), ("image 1", "image 0"), ("image 1", "image -1"),
        ("seed 7", "seed 18446744073709551615"), ("seed 7", "seed 9223372036854775808"),
        ("size 16x16", "size 0x0"), ("size 16x16", "size 9223372036854775807x9223372036854775807"),
        ("seconds 0.31", "seconds nan"), ("seconds 0.31", "seconds -inf"),
        ("seconds 0.31", "seconds 1e999"), ("seconds 0.31", "seconds 0.3149"),
        ("guidance 7.5", "guidance 1e300"), ("guidance 7.5", "guidance nan"),
        ("guidance 7.5", "guidance 7.5 true_cfg inf"), ("guidance 7.5", "guidance 0.00001"),
        ("steps 4", "steps -9223372036854775808"),
        ("pixels", "partial 9223372036854775807/0 pixels"),
        ("file a-1.png", "file \"a\\n.png\""), ("file a-1.png", "file ../s.easel"),
        ("request a", "request \"[1]› a\u{A0}\\n\u{2028}\r\""),
    ]

    @Test(arguments: facts) func aFactThatCannotBe(known: String, wrong: String) async throws {
        let folder = try TemporaryFolder()
        let file = folder.path + "/s"
        let writer = Transcript()
        await writer.run("gen a seed=7; gen b; session save \(file)")
        let text = try folder.read("s.easel")
        // Whatever the seed, another picture can be made from it.
        let worse = text.replacing(known, with: wrong).replacing(" seed=7", with: " n=2")
        #expect(worse.contains(wrong))
        try folder.write(worse, to: "s.easel")
        Self.checkReading(worse)
        let reader = Transcript()
        #expect(await reader.run("session load \(file); history; gen c; show") == .done)
        for ending in ["md", "html", "ipynb"] {
            #expect(await reader.run("export \(folder.path)/x.\(ending)") == .done)
        }
        #expect(await reader.run("replay \(file) trust") != .misused)
        #expect(await reader.run("replay \(file) verify") != .misused)
    }

    @Test func aLostQuotationMarkCostsItsLineAlone() async throws {
        let image = "#= image 1 file x.png size 16x16 seed 7 pixels sha256:00 seconds 0.31\n"
        let many = String(repeating: "# \"a\" comment\n", count: 20_000)
        let document = SessionDocument(
            text: "#! easel 1\ngen \"a\n" + image + many + "gen 'b\n" + many + image + "gen c\n"
                + image)
        #expect(document.cells.first?.text == "gen \"a")
        #expect(document.cells.last?.text == "gen c")
        // A result below a comment is nobody's.
        #expect(document.images.count == 2)
        // The same in a script, which ends there.
        let transcript = Transcript()
        #expect(await transcript.run("set steps 3\ngen 'b\n" + many, name: "x.easel") == .failed)
        #expect(transcript.messages.text.contains("this quotation mark has no partner"))
        #expect(transcript.messages.text.contains("from:  x.easel, line 2"))
    }

    @Test func aTextThatLooksLikeARecordIsNone() async throws {
        let folder = try TemporaryFolder()
        let transcript = Transcript()
        await transcript.run("gen \"a\n#= image 1\n#- b\" \\\n #= c\nsession save \(folder.path)/s")
        let document = SessionDocument(text: try folder.read("s.easel"))
        #expect(
            document.cells.map(\.text) == transcript.session.recorder.document.cells.map(\.text))
        #expect(document.images.count == 1)
        #expect(
            try folder.read("s.easel").contains(
                "\n[1]… #= image 1\n[1]… #- b\" \\\n #= c\n#= "))
        let other = Transcript()
        #expect(await other.run(document.cells[0].text) == .done)
        #expect(
            other.session.pictures.map(\.record.request.prompt)
                == transcript.session.pictures.map(\.record.request.prompt))
    }

    /// Runs a thousand texts, some in each session.
    private func run(_ next: () -> String) async throws {
        let folder = try TemporaryFolder()
        try folder.write("version\n", to: "lesson.easel")
        try await WorkingFolder.at(folder) {
            var transcript = Transcript(engines: BoundedLoader())
            for round in 1...Self.rounds {
                var text = ""
                repeat { text = next() } while !Self.isHarmless(text)
                Self.checkScanning(text)
                Self.checkReading(text)
                _ = Completer(Commands.table, SessionVocabulary(transcript.session))
                    .completions(of: text)
                await transcript.run(text)
                if round.isMultiple(of: 20) || transcript.session.isOver {
                    transcript = Transcript(engines: BoundedLoader())
                }
            }
        }
    }

    // MARK: What must hold

    /// Words stand in their order, within the text.
    private static func checkScanning(_ text: String) {
        let scanned = Scanner.scan(text)
        var end = 0
        for word in scanned.commands.flatMap({ $0 }) {
            #expect(word.span.lowerBound >= end && !word.span.isEmpty, "\(text.debugDescription)")
            end = word.span.upperBound
        }
        #expect(end <= text.unicodeScalars.count)
        for index in scanned.commands.indices { _ = scanned.source(of: index, in: text) }
    }

    /// What is read is written so that it is read again.
    private static func checkReading(_ text: String) {
        let document = SessionDocument(text: text)
        let again = SessionDocument(text: document.text)
        #expect(again == document, "\(text.debugDescription)")
        #expect(again.text == document.text)
    }

    // MARK: What is harmless

    /// The commands that do no more than compute, and read and write files where they are told to.
    private static let harmless: Set = [
        "devices", "display", "download", "expect", "export", "gen", "help", "history", "load",
        "login",
        "logout",
        "models", "plan", "quit",
        "remove", "replay", "rerun", "save", "say", "session", "set", "show", "source", "unload",
        "unset",
        "version",
    ]

    /// Whether running `text` leaves all but the working folder alone, and waits for nobody.
    private static func isHarmless(_ text: String) -> Bool {
        Scanner.scan(text).commands.allSatisfy { words in
            guard let first = words.first else { return true }
            let isKnown = Commands.table[first.text] != nil
            return (!isKnown || harmless.contains(first.text))
                && words.allSatisfy { word in
                    !["/", "~", ".."].contains { word.text.contains($0) } && word.text != "step"
                }
        }
    }

    // MARK: What is mutated

    /// Lines longer than examples are.
    private static let longLines = [
        "gen \"" + String(repeating: "a lion, having coffee; ", count: 200) + "\" steps=4 seed=7",
        "set steps=4 \\\n  seed=7 \\\n  size=16x24 \\\n  negative=\"a\\\"b\\\\c\\nd\" # and more",
        (1...40).map { "set seed \($0)" }.joined(separator: "; "),
        "[1]› load sketch fp32 cpu; \"日本語の獅子 🦁\" n=2 guidance=3.5; save $last x.png; gen b seed=$1.seed",
        "gen a; session save s; session load s; rerun 1; replay s verify; export s.html; export s.md",
        "gen 'a' scheduler=euler\n#= image 1 file x.png\n\n# a comment\nshow seed; help gen",
    ]

    /// Session files of every kind of part, the first with its pictures.
    private static func sessions(in folder: TemporaryFolder) async throws -> [String] {
        let transcript = Transcript(engines: BoundedLoader())
        await transcript.run(
            """
            # A lion
            load sketch; set seed 7
            gen "a lion; \\"having\\" coffee" n=2 \\
              negative=dark
            load wide; "日本" size=64x64 scheduler=euler
            """)
        await transcript.run("set steps 0")
        await transcript.run("gen b; session save s; session save v")
        let handmade = """
            #! easel 1
            # All that there can be.

            load sketch
            #= model sketch family F source "a b" precision bf16 device cpu arithmetic "x 1, y" easel 0.1
            #= weights sha256:00
            gen "a \\
            b"; gen c
            #= image 1 file a-1.png size 16x16 seed 9223372036854775807 partial 2/4 pixels sha256:11 seconds 0.31
            #= request "a b" negative "" steps 4 guidance 7.5 true_cfg 4 magic en scheduler euler sampler "E, x"
            #= interrupted
            #- gen "two
            #- lines" step=3
            #= error "`gen` has no option `step`"
            #- fly
            #= note "of a later version"
            quit
            #= end
            """
        return [try folder.read("s.easel"), handmade]
    }
}

/// Loads fakes whose pictures are small and few.
private struct BoundedLoader: EngineLoader {
    private let fakes = FakeLoader()
    var summary: String { fakes.summary }
    var devices: [DeviceSummary] { fakes.devices }
    var known: [KnownModel] { fakes.known.filter { !["slow", "halting"].contains($0.name) } }

    func load(
        _ request: LoadRequest, report: @escaping @Sendable (LoadEvent) -> Void
    ) async throws -> any Engine {
        guard known.contains(where: { $0.name == request.model }) else {
            throw FakeError.noModel(request.model)
        }
        return BoundedEngine(engine: try await fakes.load(request, report: report))
    }

    func setThreads(_ count: Int?) {}
}

/// An engine that refuses what would take long.
private struct BoundedEngine: Engine {
    let engine: any Engine
    var identity: EngineIdentity { engine.identity }
    var settings: EngineSettings { engine.settings }

    func validate(_ request: ImageRequest) throws {
        let pixels = request.size.width * request.size.height
        guard pixels <= 1 << 12, request.count <= 4, request.steps <= 20 else {
            throw FakeError.refused
        }
        try engine.validate(request)
    }

    func generate(
        _ request: ImageRequest, previewEvery: Int?
    ) -> any AsyncSequence<GenerationEvent, any Error> & Sendable {
        engine.generate(request, previewEvery: previewEvery)
    }

    func weightsDigest() async throws -> String? { try await engine.weightsDigest() }
}
