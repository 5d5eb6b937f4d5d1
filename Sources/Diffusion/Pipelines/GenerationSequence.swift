import Generation
import Images
import Tensors

/// The events of a request, made on the compute thread as they are asked for.
struct GenerationSequence: AsyncSequence, Sendable {
    typealias Element = GenerationEvent
    typealias Failure = any Error

    let engine: DiffusersEngine
    let request: ImageRequest
    let threads: ThreadCount

    struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate let run: GenerationRun

        mutating func next() async throws -> GenerationEvent? {
            try await run.next()
        }

        mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws -> GenerationEvent? {
            try await run.next()
        }
    }

    func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(run: GenerationRun(engine: engine, request: request, threads: threads))
    }
}

/// A request being made: its pictures one after the other, each with its own seed.
@Compute
private final class GenerationRun {
    /// What is to be done next for the picture that is being made.
    private enum Stage {
        case encoding
        case denoising(Denoising)
        case decoding(Denoising)
    }

    private let engine: DiffusersEngine
    private let request: ImageRequest
    private let threads: ThreadCount
    private var image = 0
    private var stage = Stage.encoding
    private var pending: [GenerationEvent] = []
    private var begun = ContinuousClock.now

    nonisolated init(engine: DiffusersEngine, request: ImageRequest, threads: ThreadCount) {
        self.engine = engine
        self.request = request
        self.threads = threads
    }

    /// The next event; nil after the last picture.
    func next() throws -> GenerationEvent? {
        threads.apply()
        while pending.isEmpty, image < request.count { try work() }
        return pending.isEmpty ? nil : pending.removeFirst()
    }

    /// Does the work of the stage, and goes on to the next.
    private func work() throws {
        switch stage {
        case .encoding:
            begun = .now
            stage = .denoising(try Denoising(engine.pipeline, current, note: note))
        case .denoising(let denoising):
            try advance(denoising)
        case .decoding(let denoising):
            let pixels = try LatentDecoder(engine.pipeline)(denoising.latents, note: note)
            pending.append(.image(picture(pixels, by: denoising)))
            image += 1
            stage = .encoding
        }
    }

    private func advance(_ denoising: Denoising) throws {
        var denoising = denoising
        try denoising.advance()
        let (step, total) = (denoising.step, denoising.total)
        pending.append(.step(StepProgress(image: image, step: step, total: total)))
        if step < total {
            stage = .denoising(denoising)
        } else {
            pending.append(.decoding(image: image))
            stage = .decoding(denoising)
        }
    }

    private func picture(_ pixels: RGBImage, by denoising: Denoising) -> GeneratedImage {
        GeneratedImage(
            pixels: pixels, request: current, engine: engine.identity,
            seconds: (ContinuousClock.now - begun) / .seconds(1),
            scheduler: denoising.schedulerSummary)
    }

    /// Passes a note on, once for all pictures.
    private func note(_ text: String) {
        if image == 0 { pending.append(.note(text)) }
    }

    /// The request for the picture that is being made.
    private var current: ImageRequest {
        var single = request
        single.seed = request.seed &+ UInt64(image)
        single.count = 1
        return single
    }
}
