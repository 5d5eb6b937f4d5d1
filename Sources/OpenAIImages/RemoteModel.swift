package import Generation

/// What a model of OpenAI's images API takes: a row of the table `RemoteModel.all`.
package struct RemoteModel: Sendable {
    /// Which fields its requests have, beside model, prompt, n and size.
    package enum Dialect: Sendable {
        /// DALL-E 2: `response_format`.
        case dalle2
        /// DALL-E 3: `response_format`, `quality` and `style`.
        case dalle3
        /// The GPT image models: `quality`, `background`, `output_format`, `moderation`, `stream`.
        case gpt
        /// A model that the table does not know: only what the user set is sent.
        case unknown
    }

    /// The name that the API knows.
    package var name: String
    /// The word after `load`.
    package var word: String
    /// One line about it.
    package var summary: String
    /// Which fields its requests have.
    package var dialect: Dialect
    /// The size where the user names none.
    package var size = ImageSize(width: 1024, height: 1024)
    /// The sizes that it makes.
    package var sizes: SizeRule
    /// What both sides are a multiple of.
    package var sizeMultiple = 8
    /// What `quality` takes; empty where it takes nothing.
    package var qualities: [String] = []
    /// What `style` takes.
    package var styles: [String] = []
    /// What `background` takes.
    package var backgrounds: [String] = []
    /// What `format` takes.
    package var formats: [String] = []
    /// What `moderation` takes.
    package var moderations: [String] = []
    /// How many pictures a request may have.
    package var counts = 1...10
    /// The most characters of a prompt.
    package var promptLimit: Int
    /// How many pictures that are not finished a stream may have; nil where it does not stream.
    package var partials: Int?
    /// How many pictures it changes at once; 0 where it changes none.
    package var editedImages = 0
    /// When OpenAI switched it off (`2026-05-12`); nil for one that answers.
    package var retired: String?
    /// What it costs; nil where that is not known.
    package var price: Price?

    /// The sizes that go by the names of their shapes.
    package var aspects: [AspectRatio] {
        switch sizes {
        case .among(let sizes):
            sizes.filter { $0.width != $0.height || $0 == size }.map {
                AspectRatio(name: Self.shape(of: $0), size: $0)
            }
        case .any: []
        case .within:
            [
                ("1:1", 1024, 1024), ("3:2", 1536, 1024), ("2:3", 1024, 1536), ("16:9", 1536, 864),
                ("9:16", 864, 1536),
            ].map { AspectRatio(name: $0.0, size: ImageSize(width: $0.1, height: $0.2)) }
        }
    }

    private static func shape(of size: ImageSize) -> String {
        var (one, other) = (size.width, size.height)
        while other != 0 { (one, other) = (other, one % other) }
        return "\(size.width / max(one, 1)):\(size.height / max(one, 1))"
    }

    /// What an engine with this model honours and takes.
    package var settings: EngineSettings {
        var honoured: Set = ["size", "n"]
        if !aspects.isEmpty { honoured.insert("aspect") }
        let words = [
            "quality": qualities, "style": styles, "background": backgrounds, "format": formats,
            "moderation": moderations,
        ]
        let choices = words.filter { !$0.value.isEmpty }
        honoured.formUnion(dialect == .unknown ? Array(words.keys) : Array(choices.keys))
        var usual: [String: String] = [:]
        if qualities.contains("auto") { usual["quality"] = "auto" }
        if dialect == .dalle3 { usual = ["quality": "standard", "style": "vivid"] }
        if backgrounds.contains("auto") { usual["background"] = "auto" }
        if formats.contains("png") { usual["format"] = "png" }
        if moderations.contains("auto") { usual["moderation"] = "auto" }
        return EngineSettings(
            honoured: honoured, steps: 0, guidance: 0, size: size, sizeMultiple: sizeMultiple,
            aspects: aspects, schedulers: [], scheduler: "", sizes: sizes, counts: counts,
            choices: choices, usual: usual, takesImages: editedImages > 0)
    }
}

/// What a model costs, in dollars for a million tokens.
package struct Price: Hashable, Sendable {
    /// The day on which these prices were read.
    package static let date = "2026-10-05"

    /// A million tokens of text that is sent.
    package var text: Double
    /// A million tokens of pictures that are sent.
    package var image: Double
    /// A million tokens of pictures that come.
    package var output: Double
    /// What a picture of a quality costs, and the size for which that is so.
    package var pictures: [String: Double]
    /// The size that `pictures` is for.
    package var pictureSize: String

    /// What an answer with these counts of tokens costs.
    package func dollars(text: Int, image: Int, output: Int) -> Double {
        (Double(text) * self.text + Double(image) * self.image + Double(output) * self.output) / 1e6
    }
}

extension Price {
    /// An amount in dollars, to a tenth of a cent.
    package static func text(_ dollars: Double) -> String {
        guard dollars.isFinite, dollars >= 0, dollars < 1e9 else { return "an unknown price" }
        let mills = Int((dollars * 1000).rounded())
        let digits = String(1000 + mills % 1000).dropFirst()
        return "$\(mills / 1000).\(digits)"
    }
}
