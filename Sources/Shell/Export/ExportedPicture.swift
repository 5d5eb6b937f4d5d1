import Generation
import Images

/// A picture as others may see it.
struct ExportedPicture {
    /// Its number, the 3 of `$3`.
    let number: Int
    /// What it is, in a line.
    let line: String
    /// What it should show.
    let prompt: String
    /// How large it is.
    let size: ImageSize
    /// What is known of it.
    let facts: [(name: String, text: String)]
    private let record: PictureRecord
    private let cleaner: TextCleaner
    /// Where its pixels are; nil where there are none.
    private let picture: Picture?

    /// The picture that `image` records, one of `pictures`.
    init(_ image: ImageRecord, of pictures: [Picture], _ cleaner: TextCleaner) {
        var record = image.picture
        record.engine = record.engine.shareable
        number = image.number
        line = image.line
        prompt = visible(cleaner.clean(record.request.prompt))
        size = record.request.size
        facts = record.facts(file: image.file).map { (name: $0, text: visible(cleaner.clean($1))) }
        self.record = record
        self.cleaner = cleaner
        // In a file that was put together of others, numbers may stand twice.
        picture = pictures.first {
            $0.number == image.number && $0.record.pixels == image.picture.pixels
        }
    }

    /// The bytes of a PNG file with the picture and what is known of it.
    func png() throws -> [UInt8] {
        guard let pixels = try picture?.pixels(), pixels.pixelHash == record.pixels else {
            throw MissingPicture()
        }
        let texts = try record.pngText().map {
            PNGText(keyword: $0.keyword, text: cleaner.clean($0.text))
        }
        return try PNGFile.encode(pixels, text: texts)
    }
}

/// A picture is not there, or not as it was recorded.
struct MissingPicture: Error {}

extension PictureRecord {
    /// All that is known of a picture; `file` is its name beside the session.
    fileprivate func facts(file: String?) -> [(name: String, text: String)] {
        let facts: [(String, String?)] = [
            ("prompt", request.prompt), ("negative", request.negative),
            ("seed", String(request.seed)), ("size", request.size.description),
            ("steps", String(request.steps)),
            ("guidance", Guidance(scale: request.guidance).text),
            ("true_cfg", request.trueCFG.map { Guidance(scale: $0).text }),
            ("magic", request.magic), ("scheduler", request.scheduler), ("sampler", scheduler),
            ("model", engine.model), ("family", engine.family), ("source", engine.source),
            ("weights", engine.weights), ("precision", engine.precision),
            ("device", engine.device), ("arithmetic", engine.arithmetic),
            ("seconds", decimals(seconds)),
            ("partial", partial.map { "\($0.step) of \($0.total) steps" }),
            ("pixels", pixels), ("easel", easel), ("file", file),
        ]
        return facts.compactMap { name, text in
            text.flatMap { $0.isEmpty ? nil : (name: name, text: $0) }
        }
    }
}
