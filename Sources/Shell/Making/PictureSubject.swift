import CommandLanguage
import Generation
import Glibc
import Images

/// A picture that a command is about: one of the session, or one in a PNG file.
struct PictureSubject {
    /// What it is called (`$3`, `lion.png`).
    let name: String
    /// The picture of the session; nil for a file.
    let picture: Picture?
    /// What the file holds; nil for a picture of the session.
    let file: PNGFile?
    /// What the file tells of how its picture was made; nil where it tells nothing, and for a picture of the session.
    let origin: PictureOrigin?

    /// A picture of the session.
    init(_ picture: Picture) {
        name = "$\(picture.number)"
        self.picture = picture
        file = nil
        origin = nil
    }

    /// The picture in the file at `path`.
    init(_ path: FilePath) throws {
        if access(path.path, F_OK) != 0, errno == ENOENT { throw MakingError.noFile(path.text) }
        let file = try PNGFile.read(path.path)
        name = path.text
        picture = nil
        origin = PictureOrigin(file.texts)
        self.file = file
    }

    /// What Easel recorded of it; nil where another tool made it.
    var record: PictureRecord? { picture?.record ?? origin?.record }

    /// Its pixels.
    func pixels() throws -> RGBImage {
        if let file { return file.image }
        guard let picture else { throw MakingError.noFile(name) }
        return try picture.pixels()
    }

    /// What is known of what was decided about it, and of what made it.
    var facts: [Fact] {
        if let record { return record.decisions + record.circumstances }
        return origin?.facts ?? []
    }
}

extension Session {
    /// The picture that `source` names.
    func subject(_ source: Located<PictureSource>) throws -> PictureSubject {
        try located(source.span) {
            switch source.value {
            case .session(let reference): PictureSubject(try picture(reference))
            case .file(let path): try PictureSubject(path)
            }
        }
    }
}

extension PictureOrigin {
    /// What is known of another tool's picture, by the names of Easel's settings.
    var facts: [Fact] {
        let pairs: [(String, String?)] = [
            ("prompt", prompt), ("negative", negative), ("seed", seed.map(String.init)),
            ("steps", steps.map(String.init)),
            ("guidance", guidance.map { Guidance(scale: $0).text }), ("size", size?.description),
            ("scheduler", scheduler), ("model", model),
        ]
        return pairs.compactMap { name, text in text.map { Fact(name, $0) } }
    }
}
