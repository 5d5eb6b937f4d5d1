import Generation

extension RemoteModel {
    /// The models of OpenAI's images API, the one that `gpt-image` stands for first.
    ///
    /// The fields and values are those of OpenAI's client for Python, 3.54; sizes, limits and dates are those of the API's reference in
    /// November 2026. What the client names without more, such as `gpt-image-2.6-flare`, loads by `openai:NAME`.
    package static let all: [RemoteModel] = [
        RemoteModel(
            name: "gpt-image-2.5-sunburst", word: "gpt-image-2.5-sunburst",
            summary: "OpenAI's, for precise pictures and edits; `gpt-image` is this one",
            dialect: .gpt, sizes: largeSizes, sizeMultiple: 16, qualities: fineQualities,
            backgrounds: backgrounds, formats: formats, moderations: moderations,
            promptLimit: 32000, partials: 3,
            editedImages: 16,
            price: newPrice(
                ["medium": 0.010, "high": 0.041, "xhigh": 0.074], "1536x1024")),
        RemoteModel(
            name: "gpt-image-2.5-flare", word: "gpt-image-2.5-flare",
            summary: "OpenAI's, quicker at the same price", dialect: .gpt, sizes: largeSizes,
            sizeMultiple: 16, qualities: fineQualities, backgrounds: backgrounds, formats: formats,
            moderations: moderations,
            promptLimit: 32000, partials: 3, editedImages: 16,
            price: newPrice(["medium": 0.010, "high": 0.041, "xhigh": 0.074], "1536x1024")),
        RemoteModel(
            name: "gpt-image-2", word: "gpt-image-2", summary: "OpenAI's of April 2026",
            dialect: .gpt, sizes: largeSizes, sizeMultiple: 16, qualities: qualities,
            backgrounds: backgrounds, formats: formats, moderations: moderations,
            promptLimit: 32000, partials: 3,
            editedImages: 16,
            price: newPrice(["medium": 0.041, "high": 0.165], "1536x1024")),
        RemoteModel(
            name: "gpt-image-1.5", word: "gpt-image-1.5", summary: "OpenAI's of 2025",
            dialect: .gpt, sizes: threeSizes, qualities: qualities, backgrounds: backgrounds,
            formats: formats, moderations: moderations, promptLimit: 32000, partials: 3,
            editedImages: 16,
            price: Price(
                text: 5, image: 8, output: 32,
                pictures: ["low": 0.009, "medium": 0.034, "high": 0.133],
                pictureSize: "1024x1024")),
        RemoteModel(
            name: "gpt-image-1-mini", word: "gpt-image-1-mini", summary: "OpenAI's cheapest",
            dialect: .gpt, sizes: threeSizes, qualities: qualities, backgrounds: backgrounds,
            formats: formats, moderations: moderations, promptLimit: 32000, partials: 3,
            editedImages: 16,
            price: Price(
                text: 2, image: 2.5, output: 8,
                pictures: ["low": 0.002, "medium": 0.008, "high": 0.033],
                pictureSize: "1024x1024")),
        RemoteModel(
            name: "chatgpt-image-latest", word: "chatgpt-image-latest",
            summary: "what ChatGPT draws with, whichever that is", dialect: .gpt, sizes: threeSizes,
            qualities: qualities, backgrounds: backgrounds, formats: formats,
            moderations: moderations, promptLimit: 32000,
            partials: 3, editedImages: 16),
        RemoteModel(
            name: "gpt-image-1", word: "gpt-image-1", summary: "OpenAI's first, switched off",
            dialect: .gpt, sizes: threeSizes, qualities: qualities, backgrounds: backgrounds,
            formats: formats, moderations: moderations, promptLimit: 32000, partials: 3,
            editedImages: 16,
            retired: "2026-10-23"),
        RemoteModel(
            name: "dall-e-3", word: "dalle3",
            summary: "OpenAI's of 2023, switched off; other servers answer to the name",
            dialect: .dalle3,
            sizes: .among([size(1024, 1024), size(1792, 1024), size(1024, 1792)]),
            qualities: ["standard", "hd"], styles: ["vivid", "natural"], counts: 1...1,
            promptLimit: 4000, retired: "2026-05-12"),
        RemoteModel(
            name: "dall-e-2", word: "dalle2",
            summary: "OpenAI's of 2022, switched off; other servers answer to the name",
            dialect: .dalle2, sizes: .among([size(256, 256), size(512, 512), size(1024, 1024)]),
            promptLimit: 1000, editedImages: 1, retired: "2026-05-12"),
    ]

    /// The model that a word after `load` names; nil where it names none.
    package static func named(_ word: String) -> RemoteModel? {
        if word == alias { return all.first }
        if let model = all.first(where: { $0.word == word || $0.name == word }) { return model }
        guard word.hasPrefix(prefix), word.count > prefix.count else { return nil }
        let name = String(word.dropFirst(prefix.count))
        if let model = all.first(where: { $0.name == name }) { return model }
        return RemoteModel(
            name: name, word: word, summary: "", dialect: .unknown, sizes: .any,
            promptLimit: 32000, editedImages: 1)
    }

    /// The word for the current GPT image model.
    package static let alias = "gpt-image"
    /// What stands before the name of any other model of any server.
    package static let prefix = "openai:"

    private static let qualities = ["low", "medium", "high", "auto"]
    private static let fineQualities = ["low", "medium", "high", "xhigh", "max", "auto"]
    private static let backgrounds = ["transparent", "opaque", "auto"]
    private static let moderations = ["low", "auto"]
    private static let formats = ["png", "jpeg", "webp"]
    private static let threeSizes = SizeRule.among([
        size(1024, 1024), size(1536, 1024), size(1024, 1536),
    ])
    private static let largeSizes = SizeRule.within(
        pixels: 655_360...8_294_400, edge: 3840, ratio: 3)

    private static func size(_ width: Int, _ height: Int) -> ImageSize {
        ImageSize(width: width, height: height)
    }

    private static func newPrice(_ pictures: [String: Double], _ size: String) -> Price {
        Price(text: 5, image: 8, output: 30, pictures: pictures, pictureSize: size)
    }
}
