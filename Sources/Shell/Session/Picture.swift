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

    /// What it is, in one line.
    var line: String { ImageRecord(number: number, file: nil, picture: record).line }

    /// What can be said of it by `$3.NAME`.
    package var facts: [Fact] {
        var facts = record.decisions + record.circumstances
        facts.append(Fact("seconds", decimals(record.seconds)))
        facts.append(Fact("pixels", record.pixels))
        if let path { facts.append(Fact("file", path)) }
        return facts
    }
}
