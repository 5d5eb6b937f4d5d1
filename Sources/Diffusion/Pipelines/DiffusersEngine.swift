package import Generation
import Tensors

/// A loaded diffusers pipeline, as the shell sees it.
package struct DiffusersEngine: Engine {
    package let identity: EngineIdentity
    package let settings: EngineSettings
    /// The model.
    package let pipeline: LatentDiffusionPipeline
    private let threads: ThreadCount

    init(
        pipeline: LatentDiffusionPipeline, identity: EngineIdentity, steps: Int, guidance: Double,
        threads: ThreadCount
    ) {
        self.pipeline = pipeline
        self.identity = identity
        self.threads = threads
        settings = EngineSettings(
            honoured: [
                "seed", "steps", "guidance", "negative", "size", "scheduler", "n", "threads",
            ],
            steps: steps, guidance: guidance, size: pipeline.defaultSize,
            sizeMultiple: pipeline.sizeMultiple, schedulers: SchedulerChoice.all.map(\.name),
            scheduler: pipeline.schedulerConfig.choice.name)
    }

    package func validate(_ request: ImageRequest) throws {
        guard request.prompt.contains(where: { !$0.isWhitespace }) else {
            throw GenerationError.emptyPrompt
        }
        let (size, multiple) = (request.size, settings.sizeMultiple)
        guard size.width.isMultiple(of: multiple), size.height.isMultiple(of: multiple),
            size.width > 0, size.height > 0
        else { throw GenerationError.size(size, multiple: multiple) }
        let latents = (size.width / pipeline.vae.scale)
            .multipliedReportingOverflow(by: size.height / pipeline.vae.scale)
        let needed = pipeline.unet.bytesNeeded(
            latents: latents.overflow ? .max : latents.partialValue, dtype: pipeline.dtype)
        let available = pipeline.device.backend.availableBytes
        guard needed <= available else {
            throw GenerationError.memory(size, needed: needed, available: available)
        }
        _ = try pipeline.scheduler(for: request)
    }

    package func generate(
        _ request: ImageRequest
    ) -> any AsyncSequence<GenerationEvent, any Error> & Sendable {
        GenerationSequence(engine: self, request: request, threads: threads)
    }
}

/// The events of a request, made on the compute thread as they are asked for.
private struct GenerationSequence: AsyncSequence, Sendable {
    typealias Element = GenerationEvent
    typealias Failure = any Error

    let engine: DiffusersEngine
    let request: ImageRequest
    let threads: ThreadCount

    struct AsyncIterator: AsyncIteratorProtocol {
        let run: GenerationRun

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
    private let engine: DiffusersEngine
    private let request: ImageRequest
    private let threads: ThreadCount
    private var image = 0
    private var denoising: Denoising?
    private var decoding = false
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
        while true {
            if !pending.isEmpty { return pending.removeFirst() }
            guard image < request.count else { return nil }
            try work()
        }
    }

    /// Does the next piece of work, which leaves at least one event or a state nearer to one.
    private func work() throws {
        guard var denoising else {
            begun = .now
            denoising = try Denoising(engine.pipeline, current) { note in
                if image == 0 { pending.append(.note(note)) }
            }
            return
        }
        if denoising.step < denoising.total {
            self.denoising = nil  // so that the latents are held once while they are written
            try denoising.advance()
            pending.append(
                .step(StepProgress(image: image, step: denoising.step, total: denoising.total)))
            self.denoising = denoising
        } else if !decoding {
            decoding = true
            pending.append(.decoding(image: image))
        } else {
            try finish(denoising)
        }
    }

    /// Decodes the picture, and makes ready for the next.
    private func finish(_ denoising: Denoising) throws {
        let pixels = try LatentDecoder(engine.pipeline)(denoising.latents) { note in
            pending.append(.note(note))
        }
        let seconds = (ContinuousClock.now - begun) / .seconds(1)
        pending.append(
            .image(
                GeneratedImage(
                    pixels: pixels, request: current, engine: engine.identity, seconds: seconds,
                    scheduler: denoising.schedulerSummary)))
        self.denoising = nil
        decoding = false
        image += 1
    }

    /// The request for the picture that is being made.
    private var current: ImageRequest {
        var single = request
        single.seed = request.seed &+ UInt64(image)
        single.count = 1
        return single
    }
}
