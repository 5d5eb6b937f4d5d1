package import Images

/// Something that happened while a request was being made.
package enum GenerationEvent: Sendable {
    /// One line that the user must know (the prompt was cut, the picture is decoded in tiles).
    case note(String)
    /// A denoising step has ended.
    case step(StepProgress)
    /// What a picture looks like so far.
    case preview(Preview)
    /// The steps of a picture are done, and its pixels are being made.
    case decoding(image: Int)
    /// A picture is ready.
    case image(GeneratedImage)
    /// A picture was interrupted: it is as it had come, with `partial` saying how far; `CancellationError` follows.
    case partial(GeneratedImage)
}

/// How far a picture has come.
package struct StepProgress: Hashable, Codable, Sendable {
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

/// A picture that is still being made, guessed at.
package struct Preview: Hashable, Sendable {
    /// How far the picture has come.
    package var progress: StepProgress
    /// What it will look like, roughly, and perhaps smaller than it will be.
    package var pixels: RGBImage

    /// A guess at a picture.
    package init(progress: StepProgress, pixels: RGBImage) {
        self.progress = progress
        self.pixels = pixels
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
    /// How far it had come when it was interrupted; nil for a whole picture.
    package var partial: StepProgress?
    /// What a remote service told of it; nil for a picture that was made here.
    package var service: ServiceFacts?
    /// The file as a service sent it, where it holds more than the pixels; its bytes.
    package var original: [UInt8]?

    /// A picture with its facts.
    package init(
        pixels: RGBImage, request: ImageRequest, engine: EngineIdentity, seconds: Double,
        scheduler: String, partial: StepProgress? = nil, service: ServiceFacts? = nil,
        original: [UInt8]? = nil
    ) {
        self.pixels = pixels
        self.request = request
        self.engine = engine
        self.seconds = seconds
        self.scheduler = scheduler
        self.partial = partial
        self.service = service
        self.original = original
    }
}
