package import Generation
import Tensors

/// A loaded latent diffusion model: text to condition, condition to latents step by step, latents to pixels.
///
/// Matches `StableDiffusionPipeline` and `StableDiffusionXLPipeline` in diffusers 0.42, which differ in their conditioner alone.
package struct LatentDiffusionPipeline: Sendable {
    /// The family's class name.
    package let className: String
    /// The denoiser.
    package let unet: UNet2DConditionModel
    /// The autoencoder.
    package let vae: AutoencoderKL
    /// What the repository says of the scheduler.
    package let schedulerConfig: SchedulerConfig

    let conditioner: any TextConditioner
    let device: Device
    let dtype: DType

    /// The classes of pipelines that can be loaded.
    static let classNames = ["StableDiffusionPipeline", "StableDiffusionXLPipeline"]

    /// Loads every component of a model.
    init(_ source: some PipelineSource) throws {
        className = source.className
        device = source.device
        dtype = source.dtype
        let scheduler = try source.schedulerConfig()
        if className == "StableDiffusionXLPipeline" {
            conditioner = try StableDiffusionXLConditioner(source)
            schedulerConfig = scheduler
        } else {
            conditioner = try StableDiffusionConditioner(source)
            schedulerConfig = scheduler.correctedForStableDiffusion()
        }
        unet = try source.unet()
        vae = try source.vae()
        try checkFit(source.path)
    }

    private func checkFit(_ path: String) throws {
        func require(_ holds: Bool, _ why: String) throws {
            if !holds { throw LoadError.mismatch(folder: path, why: why) }
        }
        try require(
            unet.contextWidth == conditioner.width,
            "the text encoders give \(conditioner.width) values a token, and the UNet takes \(unet.contextWidth)"
        )
        try require(
            unet.pooledWidth == conditioner.pooledWidth,
            "the UNet's pooled embedding is not what the text encoders give")
        try require(
            unet.latentChannels == vae.latentChannels,
            "the UNet has \(unet.latentChannels) latent channels, and the VAE \(vae.latentChannels)"
        )
    }

    /// What the family's `__call__` in diffusers 0.42 takes where nothing is said.
    var defaults: SamplingDefaults {
        SamplingDefaults(steps: 50, guidance: className == "StableDiffusionXLPipeline" ? 5 : 7.5)
    }

    /// The size that the model was trained for.
    package var defaultSize: ImageSize {
        let side = vae.sampleSize ?? 64 * vae.scale
        guard let sample = unet.sampleSize else { return ImageSize(width: side, height: side) }
        return ImageSize(width: sample.width * vae.scale, height: sample.height * vae.scale)
    }

    /// What both sides of a picture must be a multiple of.
    package var sizeMultiple: Int { max(8, vae.scale) }

    /// The means and spreads by which latents are normalised, for the families whose pipelines heed what the VAE says of them.
    var latentStatistics: (mean: [Float], deviation: [Float])? {
        className.contains("XL") ? vae.statistics : nil
    }

    /// One place's latents as the UNet has them, of what the VAE's encoder gives.
    func scaled(_ latents: [Float]) -> [Float] {
        latents.enumerated().map { channel, value in
            guard let statistics = latentStatistics else { return value * vae.scalingFactor }
            return (value - statistics.mean[channel]) * vae.scalingFactor
                / statistics.deviation[channel]
        }
    }

    /// The scheduler that a request asks for.
    func scheduler(for request: ImageRequest) throws -> any Scheduler {
        var config = schedulerConfig
        if let name = request.scheduler {
            guard let choice = SchedulerChoice(named: name) else {
                throw GenerationError.unknownScheduler(name)
            }
            config = config.switched(to: choice)
        }
        return try config.makeScheduler(steps: request.steps)
    }
}

/// What a request has where the user says nothing.
struct SamplingDefaults: Sendable {
    /// Denoising steps.
    let steps: Int
    /// The guidance scale.
    let guidance: Double
}
