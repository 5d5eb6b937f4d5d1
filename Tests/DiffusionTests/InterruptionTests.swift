import Diffusion
import Generation
import Images
import Testing

/// Requests whose task is cancelled: the picture as it has come, then the error, and an engine that is as good as before.
@Suite struct InterruptionTests {
    /// What a request gave until its error.
    struct Outcome {
        var events: [GenerationEvent] = []
        var error: (any Error)?

        /// The interrupted pictures.
        var partials: [GeneratedImage] {
            events.compactMap { if case .partial(let picture) = $0 { picture } else { nil } }
        }
    }

    /// The events of a request whose task is cancelled when `moment` is reached.
    static func interrupted(
        _ engine: DiffusersEngine, _ request: ImageRequest,
        at moment: @escaping @Sendable (GenerationEvent) -> Bool
    ) async -> Outcome {
        await Task {
            var outcome = Outcome()
            do {
                for try await event in engine.generate(request) {
                    outcome.events.append(event)
                    if moment(event) { withUnsafeCurrentTask { $0?.cancel() } }
                }
            } catch {
                outcome.error = error
            }
            return outcome
        }.value
    }

    static func isStep(_ step: Int, of image: Int, _ event: GenerationEvent) -> Bool {
        if case .step(let progress) = event {
            progress.step == step && progress.image == image
        } else {
            false
        }
    }

    @Test(arguments: ["sd", "sdxl", "sketch"])
    func thePictureAsItHasComeIsTheLastEvent(_ model: String) async throws {
        let engine = try await GenerationTests.engine(model, "bf16")
        let request = GenerationTests.request(steps: 5)
        let before = try await engine.pictures(of: request).first?.pixels
        let outcome = await Self.interrupted(engine, request) { Self.isStep(2, of: 0, $0) }
        #expect(outcome.error is CancellationError)
        guard case .partial(let picture) = try #require(outcome.events.last) else {
            Issue.record("no picture came last")
            return
        }
        #expect(outcome.partials.count == 1)
        #expect(picture.partial == StepProgress(image: 0, step: 2, total: 5))
        #expect(picture.request == request)
        #expect(picture.pixels.width == 64 && picture.pixels.height == 96)
        #expect(Set(picture.pixels.bytes).count > 1)
        #expect(try await engine.pictures(of: request).first?.pixels == before)
    }

    @Test func thePictureOfALaterSeedIsTheOneThatIsInterrupted() async throws {
        let engine = try await GenerationTests.engine("sd", "fp32")
        let outcome = await Self.interrupted(engine, GenerationTests.request(count: 3)) {
            Self.isStep(1, of: 1, $0)
        }
        let picture = try #require(outcome.partials.first)
        #expect(picture.request.seed == 43)
        #expect(picture.partial == StepProgress(image: 1, step: 1, total: 3))
    }

    @Test func beforeTheFirstStepThereIsNoPicture() async throws {
        let engine = try await GenerationTests.engine("sd", "fp32")
        let cancelled = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await engine.events(of: GenerationTests.request())
        }
        await #expect(throws: CancellationError.self) { try await cancelled.value }
        let between = await Self.interrupted(engine, GenerationTests.request(count: 2)) {
            if case .image = $0 { true } else { false }
        }
        #expect(between.error is CancellationError)
        #expect(between.partials.isEmpty)
    }

    /// Cancelled before it begins, and by the first thing that it says, which is before any weights are read.
    @Test(arguments: [true, false])
    func loadingEnds(beforeItBegins: Bool) async throws {
        let task = Task {
            if beforeItBegins { withUnsafeCurrentTask { $0?.cancel() } }
            let request = LoadRequest(model: "sketch", precision: "fp16", device: "cpu")
            return try await DiffusersLoader().load(request) { _ in
                withUnsafeCurrentTask { $0?.cancel() }
            } as DiffusersEngine
        }
        await #expect(throws: CancellationError.self) { _ = try await task.value }
    }

    /// The projection of the finished latents is the picture, seen from afar.
    @Test func whileDecodingThePictureIsNearlyThere() async throws {
        let engine = try await GenerationTests.engine("sketch", "fp32")
        var request = GenerationTests.request(steps: 20)
        request.size = engine.settings.size
        let whole = try #require(try await engine.pictures(of: request).first).pixels
        let outcome = await Self.interrupted(engine, request) {
            if case .decoding = $0 { true } else { false }
        }
        let picture = try #require(outcome.partials.first)
        #expect(picture.partial == StepProgress(image: 0, step: 20, total: 20))
        let difference = try #require(
            Mosaic(whole, tile: 16).difference(Mosaic(picture.pixels, tile: 16)))
        #expect(difference < 12)
    }
}
