package import CommandLanguage
import Generation
import Glibc
import Images

/// Writes a picture to a file.
package struct SaveCommand: Command {
    private static let imageArgument = Argument<ImageReference>(
        "the picture, such as `$3` or `$last`")
    private static let pathArgument = Argument<FilePath>(
        "a PNG file, or a folder; by default the folder of the setting `folder`", .optional)

    package static let manual = Manual(
        name: "save", group: Group.images, summary: "writes a picture to a PNG file",
        role: .output,
        details: [
            "The file tells how the picture was made. In a folder it is named by the setting `name`.",
            "A file that was there before is replaced, and that is said.",
        ],
        arguments: [imageArgument, pathArgument],
        examples: [
            Example("gen \"a fox\"; save $last fox.png", "writes the latest picture to `fox.png`"),
            Example("gen \"a fox\"; save $1 .", "writes `fox-1.png` into this folder"),
        ])

    private let image: Located<ImageReference>
    private let path: Located<FilePath>?

    package init(_ arguments: Arguments) throws {
        image = try arguments.value(Self.imageArgument)
        path = try arguments.optional(Self.pathArgument)
    }

    package func run(in session: Session) throws {
        let picture = try located(image.span) { try session.picture(image.value) }
        let target = path?.value ?? session.settings[Settings.folder] ?? FilePath(argument: ".")
        guard let target else { return }
        let name = Self.name(of: picture, session.settings[Settings.name] ?? .usual)
        let file = try located(path?.span ?? image.span) { try Self.file(target, name: name) }
        let isReplaced = access(file.path, F_OK) == 0
        try located(path?.span ?? image.span) {
            try PNGFile.write(
                picture.pixels(), text: picture.record.pngText(), to: file.path)
        }
        session.console.result("\(isReplaced ? "replaced" : "saved") \(file.text)")
    }

    /// The file that is meant by `target`, which may name a folder; an absent ending is added.
    private static func file(_ target: FilePath, name: String) throws(ShellError) -> FilePath {
        if SessionVocabulary.isFolder(target.path) || target.text.hasSuffix("/") {
            let folder = target.text.hasSuffix("/") ? target.text : target.text + "/"
            let text = target.text == "." ? name : folder + name
            return try checked(text, typed: target.text)
        }
        let last = target.text.split(separator: "/").last ?? ""
        if last.lowercased().hasSuffix(".png") {
            return try checked(target.text, typed: target.text)
        }
        guard !last.contains(".") else { throw .notPNG(target.text) }
        return try checked(target.text + ".png", typed: target.text)
    }

    /// The path `text`, whose folder must be there.
    private static func checked(_ text: String, typed: String) throws(ShellError) -> FilePath {
        guard let file = FilePath(argument: text) else { throw .notPNG(text) }
        guard let slash = text.lastIndex(of: "/"), slash != text.startIndex else { return file }
        let folder = String(text[..<slash])
        guard let path = FilePath(argument: folder)?.path, SessionVocabulary.isFolder(path) else {
            throw .noFolder(folder, path: typed)
        }
        return file
    }

    private static func name(
        of picture: Picture, _ pattern: NamePattern
    ) -> String {
        let record = picture.record
        let name = pattern.name { field in
            switch field {
            case "prompt": slug(record.request.prompt)
            case "number": String(picture.number)
            case "seed": String(record.request.seed)
            case "size": record.request.size.description
            case "steps": String(record.request.steps)
            default: record.engine.model.replacing("/", with: "-")
            }
        }
        return name.lowercased().hasSuffix(".png") ? name : name + ".png"
    }
}
