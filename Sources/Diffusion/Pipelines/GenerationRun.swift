import Generation
import Images
import Tensors

/// A request being made: its pictures one after the other, each with its own seed.
@Compute
final class GenerationRun {
    /// What is to be done next for the picture that is being made.
    private enum Stage {
        case encoding
        case denoising(Denoising)
        case decoding(Denoising)
    }

    private let engine: DiffusersEngine
    private let request: ImageRequest
    private let previewEvery: Int?
    private let threads: ThreadCount
    private var image = 0
    private var stage = Stage.encoding
    private var pending: [GenerationEvent] = []
    private var begun = ContinuousClock.now
    private var isInterrupted = false

    /// A run of `request` that has not begun; `previewEvery` says after how many steps there is a preview.
    nonisolated init(
        engine: DiffusersEngine, request: ImageRequest, previewEvery: Int?, threads: ThreadCount
    ) {
        self.engine = engine
        self.request = request
        self.previewEvery = previewEvery
        self.threads = threads
    }

    /// The next event; nil after the last picture.
    ///
    /// Where the task is cancelled, the picture as far as it has come is the last event, and an error follows.
    func next() async throws -> GenerationEvent? {
        guard !isInterrupted else { throw CancellationError() }
        threads.apply()
        do {
            while pending.isEmpty, image < request.count {
                try Task.checkCancellation()
                try await work()
            }
        } catch is CancellationError {
            isInterrupted = true
            guard let picture = try await interruptedPicture() else { throw CancellationError() }
            return .partial(picture)
        }
        return pending.isEmpty ? nil : pending.removeFirst()
    }

    /// Does the work of the stage, and goes on to the next.
    private func work() async throws {
        switch stage {
        case .encoding:
            begun = .now
            stage = .denoising(try Denoising(engine.pipeline, current, note: note))
        case .denoising(let denoising):
            try await advance(denoising)
        case .decoding(let denoising):
            let pixels = try LatentDecoder(engine.pipeline)(denoising.latents, note: note)
            pending.append(.image(picture(pixels, by: denoising, partial: nil)))
            image += 1
            stage = .encoding
        }
    }

    private func advance(_ denoising: Denoising) async throws {
        var denoising = denoising
        try denoising.advance()
        let progress = progress(of: denoising)
        pending.append(.step(progress))
        if progress.step == progress.total {
            stage = .decoding(denoising)
            pending.append(.decoding(image: image))
            return
        }
        stage = .denoising(denoising)
        if let previewEvery, previewEvery > 0, progress.step.isMultiple(of: previewEvery) {
            let pixels = try await engine.previewer.preview(of: denoising)
            pending.append(.preview(Preview(progress: progress, pixels: pixels)))
        }
    }

    /// The picture that is being made, as far as it has come; nil where no step of it is done.
    private func interruptedPicture() async throws -> GeneratedImage? {
        let denoising: Denoising
        switch stage {
        case .encoding: return nil
        case .denoising(let state), .decoding(let state): denoising = state
        }
        guard denoising.step > 0 else { return nil }
        let pixels = try await engine.previewer.enlargedPreview(of: denoising)
        return picture(pixels, by: denoising, partial: progress(of: denoising))
    }

    private func progress(of denoising: Denoising) -> StepProgress {
        StepProgress(image: image, step: denoising.step, total: denoising.total)
    }

    private func picture(
        _ pixels: RGBImage, by denoising: Denoising, partial: StepProgress?
    ) -> GeneratedImage {
        GeneratedImage(
            pixels: pixels, request: current, engine: engine.identity,
            seconds: (ContinuousClock.now - begun) / .seconds(1),
            scheduler: denoising.schedulerSummary, partial: partial)
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
