import Diffusion
import Generation
import Tensors
import TestSupport
import Testing

/// Pictures as the shell asks for them: events in order, seeds one after the other, the same bytes every time.
@Suite struct GenerationTests {
    static func engine(_ model: String, _ precision: String) async throws -> DiffusersEngine {
        let path = model == "sketch" ? model : Fixtures.path("pipelines/" + model)
        return try await DiffusersLoader().load(
            LoadRequest(model: path, precision: precision, device: "cpu"), report: { _ in })
    }

    static func request(seed: UInt64 = 42, steps: Int = 3, count: Int = 1) -> ImageRequest {
        ImageRequest(
            prompt: "a lion having coffee", negative: "blurry", seed: seed, steps: steps,
            guidance: 5, size: ImageSize(width: 64, height: 96), scheduler: "euler-a", count: count)
    }

    @Test func eventsComeInOrder() async throws {
        let engine = try await Self.engine("sd", "fp32")
        let words = try await engine.events(of: Self.request(count: 2)).map { event in
            switch event {
            case .note: "note"
            case .step(let progress): "\(progress.image): \(progress.step)/\(progress.total)"
            case .decoding(let image): "\(image): decoding"
            case .preview(let preview): "preview \(preview.progress.step)"
            case .partial(let image): "partial, seed \(image.request.seed)"
            case .image(let image): "seed \(image.request.seed), count \(image.request.count)"
            }
        }
        #expect(
            words == [
                "0: 1/3", "0: 2/3", "0: 3/3", "0: decoding", "seed 42, count 1",
                "1: 1/3", "1: 2/3", "1: 3/3", "1: decoding", "seed 43, count 1",
            ])
    }

    @Test func whatIsCutOfAPromptIsSaidOnce() async throws {
        let engine = try await Self.engine("sdxl", "fp32")
        var request = Self.request(steps: 1, count: 2)
        request.prompt = String(repeating: "a lion having coffee, ", count: 40) + "at night"
        let notes = try await engine.events(of: request).compactMap { event in
            if case .note(let note) = event { note } else { nil }
        }
        #expect(notes.count == 1)
        #expect(notes.first?.contains("tokens too long for this model's 77; cut: ") == true)
        #expect(notes.first?.hasSuffix("at night") == true)
    }

    @Test func aNegativePromptThatHasNoEffectIsSaid() async throws {
        let engine = try await Self.engine("sd", "fp32")
        var request = Self.request(steps: 1)
        request.guidance = 1
        guard case .note(let note)? = try await engine.events(of: request).first else {
            Issue.record("nothing is said")
            return
        }
        #expect(note == "the negative prompt has no effect without guidance")
    }

    @Test(arguments: [("sd", "fp32"), ("sd", "bf16"), ("sdxl", "fp32")])
    func severalPicturesAreSinglesOfTheNextSeeds(_ model: String, _ precision: String) async throws
    {
        let engine = try await Self.engine(model, precision)
        let three = try await engine.pictures(of: Self.request(count: 3))
        #expect(three.count == 3)
        for (index, picture) in three.enumerated() {
            let single = try await engine.pictures(of: Self.request(seed: 42 + UInt64(index)))
            #expect(single.first?.pixels == picture.pixels, "picture \(index)")
        }
        #expect(three[0].pixels != three[1].pixels)
    }

    @Test(arguments: ["sd", "sdxl", "sketch"], ["fp32", "bf16"])
    func theSameBytesEveryTime(_ model: String, _ precision: String) async throws {
        let loader = DiffusersLoader()
        let path = model == "sketch" ? model : Fixtures.path("pipelines/" + model)
        let load = LoadRequest(model: path, precision: precision, device: "cpu")
        let engine = try await loader.load(load, report: { _ in }) as DiffusersEngine
        let first = try await engine.pictures(of: Self.request()).first?.pixels
        #expect(try await engine.pictures(of: Self.request()).first?.pixels == first)
        for threads in [1, 2, 3] {
            loader.setThreads(threads)
            #expect(
                try await engine.pictures(of: Self.request()).first?.pixels == first,
                "\(threads) threads")
        }
        loader.setThreads(nil)
        let again = try await loader.load(load, report: { _ in }) as DiffusersEngine
        #expect(try await again.pictures(of: Self.request()).first?.pixels == first)
        #expect(try await again.pictures(of: Self.request(seed: 43)).first?.pixels != first)
    }

    /// A thousand steps, cancelled after the second: what is left is not worked through.
    @Test func aCancelledRequestEndsAndLeavesTheEngineWell() async throws {
        let engine = try await Self.engine("sdxl", "fp32")
        let before = try await engine.pictures(of: Self.request()).first?.pixels
        let task = Task {
            var steps = 0
            for try await event in engine.generate(Self.request(steps: 1000)) {
                if case .step = event { steps += 1 }
                if steps == 2 { withUnsafeCurrentTask { $0?.cancel() } }
                if steps > 2 { return }
            }
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try await engine.pictures(of: Self.request()).first?.pixels == before)
    }
}
