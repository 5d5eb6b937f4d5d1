package import Images

/// A loaded model: expensive to make, and knowing nothing of the shell.
///
/// A local pipeline and a remote service are engines alike.
package protocol Engine: Sendable {
    /// What is loaded, for people and for records.
    var identity: EngineIdentity { get }
    /// The settings that this engine honours, with what it wants for each.
    var settings: EngineSettings { get }

    /// Refuses a request that cannot be made, before anything of it starts.
    func validate(_ request: ImageRequest) throws

    /// The pictures of a request as they come about.
    ///
    /// Cancelling the task that iterates stops the work within one block's time and throws `CancellationError`.
    func generate(_ request: ImageRequest) -> any AsyncSequence<GenerationEvent, any Error>
        & Sendable
}

/// What is loaded, and on what it runs.
package struct EngineIdentity: Hashable, Codable, Sendable {
    /// The name under which it was loaded (`sd15`, or a folder's name).
    package var model: String
    /// The pipeline's class (`StableDiffusionPipeline`).
    package var family: String
    /// The folder or address that it came from.
    package var source: String
    /// The arithmetic's precision (`fp32`, `bf16`, `fp16`).
    package var precision: String
    /// The device (`cpu`).
    package var device: String
    /// The libraries and the instructions that decide how sums are rounded.
    package var arithmetic: String

    /// An identity of the given facts.
    package init(
        model: String, family: String, source: String, precision: String, device: String,
        arithmetic: String
    ) {
        self.model = model
        self.family = family
        self.source = source
        self.precision = precision
        self.device = device
        self.arithmetic = arithmetic
    }
}

/// Something that happened while a request was being made.
package enum GenerationEvent: Sendable {
    /// One line that the user must know (the prompt was cut, the picture is decoded in tiles).
    case note(String)
    /// A denoising step has ended.
    case step(StepProgress)
    /// The steps of a picture are done, and its pixels are being made.
    case decoding(image: Int)
    /// A picture is ready.
    case image(GeneratedImage)
}

/// How far a picture has come.
package struct StepProgress: Hashable, Sendable {
    /// Which picture of the request, from 0.
    package var image: Int
    /// Steps done.
    package var step: Int
    /// Steps in all, which can differ from the requested number (PNDM makes one more).
    package var total: Int

    /// `step` of `total` steps of picture `image` are done.
    package init(image: Int, step: Int, total: Int) {
        self.image = image
        self.step = step
        self.total = total
    }
}

/// A picture with everything that determined its pixels.
package struct GeneratedImage: Sendable {
    /// The pixels.
    package var pixels: RGBImage
    /// The request for this picture alone: its own seed, and a count of one.
    package var request: ImageRequest
    /// What made it.
    package var engine: EngineIdentity
    /// Wall seconds from the request's start (or the picture before) to the pixels.
    package var seconds: Double
    /// The scheduler that was used, with its settings, as one line (`DDIMScheduler, leading`).
    package var scheduler: String

    /// A picture with its facts.
    package init(
        pixels: RGBImage, request: ImageRequest, engine: EngineIdentity, seconds: Double,
        scheduler: String
    ) {
        self.pixels = pixels
        self.request = request
        self.engine = engine
        self.seconds = seconds
        self.scheduler = scheduler
    }
}
