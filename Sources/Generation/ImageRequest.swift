/// Everything that the user decides about a picture: what a command builds, an engine takes, a PNG stores, a session records.
package struct ImageRequest: Hashable, Codable, Sendable {
    /// What the picture should show.
    package var prompt: String
    /// What it should not show; nil where the user said nothing, which differs from "" for some models.
    package var negative: String?
    /// The first picture's seed; picture k of the request has seed + k.
    package var seed: UInt64
    /// Denoising steps; 0 where the model makes pictures in no steps and from no seed.
    package var steps: Int
    /// The guidance scale of classifier-free guidance; 1 and below turn it off.
    package var guidance: Double
    /// The scale of guidance by a second, negative pass, for models whose `guidance` is an input of its own; nil for the model's.
    package var trueCFG: Double?
    /// The language of the phrases that the model's makers add to prompts (`en`, `zh`); nil adds none.
    package var magic: String?
    /// The picture's size.
    package var size: ImageSize
    /// The scheduler's short name (`euler`); nil for the one that the model's repository configures.
    package var scheduler: String?
    /// How many pictures.
    package var count: Int
    /// How good the picture shall be (`low`, `high`, `hd`); nil for the model's usual way.
    package var quality: String?
    /// The manner of the picture (`vivid`, `natural`); nil for the model's usual way.
    package var style: String?
    /// What is behind what is shown (`transparent`, `opaque`); nil for the model's usual way.
    package var background: String?
    /// The kind of file that a service sends (`png`); nil for the model's usual way.
    package var format: String?
    /// How strictly a service looks at what it is asked for (`low`, `auto`); nil for its usual way.
    package var moderation: String?
    /// The picture to change; nil where one is made from nothing.
    package var image: SourceImage?
    /// Where that picture is to be changed: where this one is transparent.
    package var mask: SourceImage?

    /// A request with every decision made.
    package init(
        prompt: String, negative: String? = nil, seed: UInt64, steps: Int, guidance: Double,
        trueCFG: Double? = nil, magic: String? = nil, size: ImageSize, scheduler: String? = nil,
        count: Int = 1, quality: String? = nil, style: String? = nil, background: String? = nil,
        format: String? = nil, moderation: String? = nil, image: SourceImage? = nil,
        mask: SourceImage? = nil
    ) {
        self.prompt = prompt
        self.negative = negative
        self.seed = seed
        self.steps = steps
        self.guidance = guidance
        self.trueCFG = trueCFG
        self.magic = magic
        self.size = size
        self.scheduler = scheduler
        self.count = count
        self.quality = quality
        self.style = style
        self.background = background
        self.format = format
        self.moderation = moderation
        self.image = image
        self.mask = mask
    }
}

extension ImageRequest {
    /// Whether the picture comes from a seed, step by step; one that does not has zeros there.
    package var isSampled: Bool { steps != 0 || guidance != 0 || seed != 0 }
}
