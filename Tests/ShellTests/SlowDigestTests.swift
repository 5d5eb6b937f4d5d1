import Generation
import Shell
import Testing

/// A model of many gigabytes, whose digest takes long to find, and what waits for it.
@MainActor
@Suite struct SlowDigestTests {
    /// Loads fake engines whose digest never comes.
    struct Loader: EngineLoader {
        let loader = FakeLoader()
        /// An item for each time that a digest was asked for.
        let questions = Record<Bool>()

        var summary: String { loader.summary }
        var devices: [DeviceSummary] { loader.devices }
        var known: [KnownModel] { loader.known }

        func load(
            _ request: LoadRequest, report: @escaping @Sendable (LoadEvent) -> Void
        ) async throws -> any Engine {
            Model(
                engine: try await loader.load(request, report: report), questions: questions)
        }

        func setThreads(_ count: Int?) { loader.setThreads(count) }
    }

    /// An engine of that loader.
    struct Model: Engine {
        let engine: any Engine
        let questions: Record<Bool>

        var identity: EngineIdentity { engine.identity }
        var settings: EngineSettings { engine.settings }

        func validate(_ request: ImageRequest) throws { try engine.validate(request) }

        func generate(
            _ request: ImageRequest, previewEvery: Int?
        ) -> any AsyncSequence<GenerationEvent, any Error> & Sendable {
            engine.generate(request, previewEvery: previewEvery)
        }

        func weightsDigest() async throws -> String? {
            questions.append(true)
            try await Task.sleep(for: .seconds(600))
            return nil
        }
    }

    @Test func anInterruptEndsTheWaitAndKeepsThePicture() async throws {
        let loader = Loader()
        let (results, messages) = (MemorySink(), MemorySink())
        let session = Session(
            loader: loader, console: Console(results: results, messages: messages))
        let command = Task { await Interpreter(session).run("gen \"a lion\" seed=1") }
        // The first question is the load's own, which goes on in the background.
        while loader.questions.all.count < 2 { await Task.yield() }
        command.cancel()
        #expect(await command.value == .interrupted)
        #expect(session.pictures.count == 1)
        #expect(session.pictures.first?.record.engine.weights == nil)
    }
}
