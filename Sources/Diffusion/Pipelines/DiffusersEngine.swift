package import Generation
import Tensors

/// A loaded diffusers pipeline, as the shell sees it.
package struct DiffusersEngine: Engine {
    package let identity: EngineIdentity
    package let settings: EngineSettings
    /// The model.
    package let pipeline: LatentDiffusionPipeline
    /// What shows its pictures before they are done.
    package let previewer: LatentPreviewer
    private let threads: ThreadCount
    private let digest: WeightsDigest

    init(
        pipeline: LatentDiffusionPipeline, identity: EngineIdentity, defaults: SamplingDefaults,
        threads: ThreadCount, digest: WeightsDigest
    ) {
        self.digest = digest
        self.pipeline = pipeline
        previewer = LatentPreviewer(pipeline)
        self.identity = identity
        self.threads = threads
        var honoured: Set = [
            "seed", "steps", "guidance", "negative", "size", "aspect", "scheduler", "n",
        ]
        // Models that take the guidance scale as an input make no second pass that could be told what to avoid.
        if pipeline.unet.guidanceWidth != nil { honoured.remove("negative") }
        settings = EngineSettings(
            honoured: honoured,
            steps: defaults.steps, guidance: defaults.guidance, size: pipeline.defaultSize,
            sizeMultiple: pipeline.sizeMultiple, aspects: pipeline.aspects,
            schedulers: SchedulerChoice.all.map(\.name),
            scheduler: pipeline.schedulerConfig.choice.name, offloads: DiffusersLoader.offloads)
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
        _ request: ImageRequest, previewEvery: Int?
    ) -> any AsyncSequence<GenerationEvent, any Error> & Sendable {
        GenerationSequence(
            engine: self, request: request, previewEvery: previewEvery, threads: threads)
    }

    package func weightsDigest() async throws -> String? {
        try await digest.value()
    }
}
