package import Generation
package import Images

/// A picture of a session: its facts, and where its pixels are.
package struct Picture: Sendable {
    /// Where pixels are.
    private enum Pixels: Sendable {
        case memory(RGBImage)
        case file(String)
    }

    /// Its number, the 3 of `$3`.
    package let number: Int
    /// What determined its pixels.
    package let record: PictureRecord
    private let source: Pixels

    /// A picture that was just made; where `path` holds it, its pixels need not stay in memory.
    package init(number: Int, record: PictureRecord, pixels: RGBImage, path: String?) {
        self.number = number
        self.record = record
        source = path.map { .file($0) } ?? .memory(pixels)
    }

    /// A picture of an earlier time, in the file at `path`.
    package init(number: Int, record: PictureRecord, path: String) {
        self.number = number
        self.record = record
        source = .file(path)
    }

    /// The file that holds it; nil where it is in memory alone.
    package var path: String? {
        if case .file(let path) = source { path } else { nil }
    }

    /// Its pixels.
    package func pixels() throws -> RGBImage {
        switch source {
        case .memory(let pixels): pixels
        case .file(let path): try PNGFile.read(path).image
        }
    }

    /// What can be said of it by `$3.NAME`.
    package var facts: [(name: String, text: String)] {
        let (request, engine) = (record.request, record.engine)
        var facts = [
            ("prompt", request.prompt), ("seed", String(request.seed)),
            ("steps", String(request.steps)),
            ("guidance", Guidance(scale: request.guidance).text),
            ("size", request.size.description), ("model", engine.model),
            ("precision", engine.precision), ("device", engine.device),
            ("seconds", decimals(record.seconds)), ("pixels", record.pixels),
        ]
        if let negative = request.negative { facts.append(("negative", negative)) }
        if let scheduler = request.scheduler { facts.append(("scheduler", scheduler)) }
        if let path { facts.append(("file", path)) }
        return facts.map { (name: $0.0, text: $0.1) }
    }
}
