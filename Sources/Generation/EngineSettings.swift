/// What an engine wants for the settings that it honours; a setting that has no entry here is one that it ignores.
package struct EngineSettings: Sendable {
    /// The names of the settings that change this engine's pictures (`negative`, `guidance`, …).
    package var honoured: Set<String>
    /// Denoising steps where the user names none; 0 where pictures come in no steps and from no seed.
    package var steps: Int
    /// The guidance scale where the user names none.
    package var guidance: Double
    /// The size where the user names none.
    package var size: ImageSize
    /// What both sides of a size must be a multiple of.
    package var sizeMultiple: Int
    /// Which sizes of that multiple there are.
    package var sizes: SizeRule
    /// How many pictures one request may have.
    package var counts: ClosedRange<Int>
    /// The values of those settings that are words (`quality`, `format`); a setting that has no entry takes all that are known.
    package var choices: [String: [String]]
    /// The values that count where the user names none, of those same settings.
    package var usual: [String: String]
    /// Whether it changes pictures that it is given, and takes a mask for that.
    package var takesImages: Bool
    /// The sizes that go by the names of their aspect ratios, in the order in which they are listed.
    package var aspects: [AspectRatio]
    /// The short names of the schedulers that can be chosen.
    package var schedulers: [String]
    /// The short name of the scheduler that the model's repository configures.
    package var scheduler: String
    /// The ways of offloading with which this engine can be loaded where it is (`none`).
    package var offloads: [String]

    /// Settings of the given facts.
    package init(
        honoured: Set<String>, steps: Int, guidance: Double, size: ImageSize, sizeMultiple: Int,
        aspects: [AspectRatio] = [], schedulers: [String], scheduler: String,
        offloads: [String] = ["none"], sizes: SizeRule = .any, counts: ClosedRange<Int> = 1...100,
        choices: [String: [String]] = [:], usual: [String: String] = [:], takesImages: Bool = false
    ) {
        self.honoured = honoured
        self.steps = steps
        self.guidance = guidance
        self.size = size
        self.sizeMultiple = sizeMultiple
        self.aspects = aspects
        self.schedulers = schedulers
        self.scheduler = scheduler
        self.offloads = offloads
        self.sizes = sizes
        self.counts = counts
        self.choices = choices
        self.usual = usual
        self.takesImages = takesImages
    }
}

extension EngineSettings {
    /// Whether pictures come from a seed, step by step.
    package var isSampled: Bool { steps > 0 }
}
