/// Everything that the user decides about a picture: what a command builds, an engine takes, a PNG stores, a session records.
package struct ImageRequest: Hashable, Codable, Sendable {
    /// What the picture should show.
    package var prompt: String
    /// What it should not show; nil where the user said nothing, which differs from "" for some models.
    package var negative: String?
    /// The first picture's seed; picture k of the request has seed + k.
    package var seed: UInt64
    /// Denoising steps.
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

    /// A request with every decision made.
    package init(
        prompt: String, negative: String? = nil, seed: UInt64, steps: Int, guidance: Double,
        trueCFG: Double? = nil, magic: String? = nil, size: ImageSize, scheduler: String? = nil,
        count: Int = 1
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
    }
}
