import FoundationEssentials
package import Images

/// What Easel itself writes into a PNG, in the text `easel`: all that it takes to make the picture again.
package struct PictureRecord: Hashable, Codable, Sendable {
    /// The version of Easel that made it.
    package var easel: String
    /// The request for this picture alone.
    package var request: ImageRequest
    /// What made it; its paths are cut down to their last component.
    package var engine: EngineIdentity
    /// The scheduler that was used, with its settings.
    package var scheduler: String
    /// `RGBImage.pixelHash` of the picture.
    package var pixels: String
    /// Wall seconds that it took.
    package var seconds: Double
    /// How far it had come when it was interrupted; nil for a whole one.
    package var partial: StepProgress?
    /// What a remote service told of it; nil for a picture that was made here.
    package var service: ServiceFacts?

    /// The name of the text that holds a record.
    package static let keyword = "easel"

    /// A record of the given facts.
    package init(
        easel: String, request: ImageRequest, engine: EngineIdentity, scheduler: String,
        pixels: String, seconds: Double, partial: StepProgress?, service: ServiceFacts? = nil
    ) {
        self.easel = easel
        self.request = request
        self.engine = engine
        self.scheduler = scheduler
        self.pixels = pixels
        self.seconds = seconds
        self.partial = partial
        self.service = service
    }

    /// The record of a picture.
    package init(_ picture: GeneratedImage) {
        self.init(
            easel: Easel.version, request: picture.request, engine: picture.engine.shareable,
            scheduler: picture.scheduler, pixels: picture.pixels.pixelHash,
            seconds: (picture.seconds * 1000).rounded() / 1000, partial: picture.partial,
            service: picture.service)
    }

    /// The record among a PNG's texts; nil where there is none, or none that can be read.
    package init?(_ texts: [PNGText]) {
        guard let text = texts.first(where: { $0.keyword == Self.keyword })?.text else {
            return nil
        }
        self.init(json: text)
    }

    /// The record that a text is; nil where it is none.
    init?(json: String) {
        guard let record = try? JSONDecoder().decode(Self.self, from: Data(json.utf8)) else {
            return nil
        }
        self = record
    }

    /// The record as JSON on one line, with its keys in the order of the alphabet.
    package func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}

extension PictureRecord {
    /// The texts that go into the picture's PNG: `parameters` for other tools, `easel` for Easel.
    package func pngText() throws -> [PNGText] {
        [
            PNGText(keyword: "parameters", text: parameters),
            PNGText(keyword: PictureRecord.keyword, text: try json()),
        ]
    }
}
