package import Generation
package import Tensors

/// The path of one picture's latents from noise to picture, a step at a time.
///
/// Matches the denoising loop of `StableDiffusionPipeline` and `StableDiffusionXLPipeline` in diffusers 0.42.
package struct Denoising {
    /// The latents as they are now, fp32 [1, H, W, C].
    package private(set) var latents: Tensor
    /// Steps done.
    package private(set) var step = 0
    /// Steps in all.
    package var total: Int { scheduler.timesteps.count }
    /// The scheduler's class and options.
    package var schedulerSummary: String { scheduler.summary }

    /// What is being made.
    package let request: ImageRequest

    private let pipeline: LatentDiffusionPipeline
    private let guidance: Float?  // nil where a step asks the model once, without guidance
    private let condition: UNetCondition
    private var scheduler: any Scheduler
    private var generator: TorchGenerator
    /// What the latest step began with, and what the model said of it.
    private var latest: (sample: Tensor, output: Tensor)?

    /// The beginning: the prompt encoded, the first noise drawn.
    package init(
        _ pipeline: LatentDiffusionPipeline, _ request: ImageRequest, note: (String) -> Void
    ) throws {
        self.pipeline = pipeline
        self.request = request
        scheduler = try pipeline.scheduler(for: request)
        generator = TorchGenerator(seed: request.seed)
        let distilled = pipeline.unet.guidanceWidth != nil
        guidance = request.guidance > 1 && !distilled ? Float(request.guidance) : nil
        condition = try pipeline.condition(for: request, guided: guidance != nil, note: note)
        if guidance == nil, let negative = request.negative, !negative.isEmpty {
            note("the negative prompt has no effect without guidance")
        }
        let scale = pipeline.vae.scale
        let (height, width) = (request.size.height / scale, request.size.width / scale)
        let noise = try Self.noise(
            &generator, [1, height, width, pipeline.unet.latentChannels], on: pipeline.device)
        latents = try Tensor.combination([(scheduler.initialNoiseSigma, noise)])
    }

    /// Makes one step.
    package mutating func advance() throws {
        let input = try scheduler.scaleModelInput(latents, at: step)
        let output = try prediction(input, timestep: scheduler.timesteps[step])
        var generator = generator
        let (sample, shape, device) = (latents, latents.shape, pipeline.device)
        latents = try scheduler.step(output: output, sample: sample, index: step) {
            try Self.noise(&generator, shape, on: device)
        }
        self.generator = generator
        latest = (sample, output)
        step += 1
    }

    /// The latents that the steps made so far lead to: what the model takes to be the picture under the noise.
    func estimate() throws -> [Float] {
        guard let latest, step < total else { return try latents.floats() }
        let weights = scheduler.cleanEstimate(at: step - 1)
        let (sample, output) = (try latest.sample.floats(), try latest.output.floats())
        return zip(sample, output).map { Float(weights.sample) * $0 + Float(weights.output) * $1 }
    }

    /// The model's prediction, fp32, moved away from what the picture should not show.
    private func prediction(_ input: Tensor, timestep: Float) throws -> Tensor {
        let sample = try input.cast(to: pipeline.dtype)
        guard let guidance else {
            return try pipeline.unet(sample, timestep: timestep, condition: condition)
                .cast(to: .float32)
        }
        let both = try pipeline.unet(
            Tensor.stacked([sample, sample]), timestep: timestep, condition: condition
        ).cast(to: .float32)
        return try Tensor.combination([
            (1 - guidance, both.items(0..<1)), (guidance, both.items(1..<2)),
        ])
    }

    /// Noise of a shape, [1, H, W, C], in the order in which PyTorch draws it.
    private static func noise(
        _ generator: inout TorchGenerator, _ shape: Shape, on device: Device
    ) throws -> Tensor {
        let values = generator.noise(height: shape[1], width: shape[2], channels: shape[3])
        return try Tensor(values, shape: shape, on: device)
    }
}

extension LatentDiffusionPipeline {
    /// What the UNet is told at every step; with guidance the negative prompt's part comes first.
    fileprivate func condition(
        for request: ImageRequest, guided: Bool, note: (String) -> Void
    ) throws -> UNetCondition {
        let positive = try conditioner.embeddings(of: request.prompt, note: note)
        var parts = [positive]
        if guided {
            parts.insert(try conditioner.negativeEmbeddings(of: request.negative), at: 0)
        }
        var condition = UNetCondition(text: try Tensor.stacked(parts.map(\.text)))
        let pooled = parts.compactMap(\.pooled)
        if !pooled.isEmpty {
            let (width, height) = (Float(request.size.width), Float(request.size.height))
            let sizes = [height, width, 0, 0, height, width]
            condition.pooledText = try Tensor.stacked(pooled)
            condition.timeIDs = parts.flatMap { _ in sizes }
        }
        if let width = unet.guidanceWidth {
            condition.guidance = try guidanceEmbedding(Float(request.guidance), width: width)
        }
        return condition
    }

    /// The guidance scale's sinusoids, for models that were distilled to take it as an input.
    ///
    /// Matches `get_guidance_scale_embedding` of diffusers 0.42.
    private func guidanceEmbedding(_ guidance: Float, width: Int) throws -> Tensor {
        let sinusoids = Sinusoids(width: width, flipSinToCos: false, frequencyShift: 1)
        return try Tensor(sinusoids([(guidance - 1) * 1000]), shape: [1, width], on: device)
            .cast(to: dtype)
    }
}
