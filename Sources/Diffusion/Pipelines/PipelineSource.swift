import Tensors

/// What a pipeline is loaded from: a repository's folder, or a file that holds everything.
protocol PipelineSource: Sendable {
    /// Where it is, for messages.
    var path: String { get }
    /// The pipeline's class in diffusers (`StableDiffusionPipeline`).
    var className: String { get }
    /// Whether an absent negative prompt means zeros rather than the embedding of nothing; nil where nothing is said of it.
    var forceZerosForEmptyPrompt: Bool? { get }
    /// Where weights go.
    var device: Device { get }
    /// The type that the model computes in.
    var dtype: DType { get }

    /// What is said of the scheduler.
    func schedulerConfig() throws -> SchedulerConfig
    /// The denoiser.
    func unet() throws -> UNet2DConditionModel
    /// The autoencoder.
    func vae() throws -> AutoencoderKL
    /// A text encoder and its tokenizer.
    func textTower(_ place: TextTower.Place) throws -> TextTower
    /// The digest of the files that the weights were loaded from.
    func digest(by hasher: FileHasher) -> WeightsDigest
}
