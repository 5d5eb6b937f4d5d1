package import CommandLanguage
import Generation

/// Writes pictures to files.
package struct SaveCommand: Command {
    private static let imagesArgument = Argument<ImageSelection>(
        "a picture, such as `$3` or `$last`, or several, `$2..$5`")
    private static let pathArgument = Argument<FilePath>(
        "a PNG file, or a folder; by default the folder of the setting `folder`", .optional)

    package static let manual = Manual(
        name: "save", group: Group.images, summary: "writes pictures to PNG files",
        role: .output,
        details: [
            "A file tells how its picture was made. In a folder it is named by the setting `name`.",
            "A file that was there before is replaced, and that is said.",
        ],
        arguments: [imagesArgument, pathArgument],
        examples: [
            Example("gen \"a fox\"; save $last fox.png", "writes the latest picture to `fox.png`"),
            Example("gen \"a fox\"; save $1 .", "writes `fox-1.png` into this folder"),
            Example(
                "gen \"a fox\" n=3; save $1..$3",
                "three files, in the folder of the setting `folder`"),
        ])

    private let images: Located<ImageSelection>
    private let path: Located<FilePath>?

    package init(_ arguments: Arguments) throws {
        images = try arguments.value(Self.imagesArgument)
        path = try arguments.optional(Self.pathArgument)
    }

    package func run(in session: Session) throws {
        let pictures = try located(images.span) { try session.pictures(images.value) }
        let target = path?.value ?? session.settings[Settings.folder] ?? FilePath(argument: ".")
        guard let target else { return }
        if pictures.count > 1, !target.isFolder {
            throw MakingError.severalInOneFile(
                images.value.text, count: pictures.count, path: target.text
            ).at(path?.span ?? images.span)
        }
        for picture in pictures {
            let name = Self.name(of: picture, session.settings[Settings.name] ?? .usual)
            try session.write(
                try picture.pixels(), text: try picture.record.pngText(),
                to: Located(target, at: path?.span ?? images.span), name: name)
        }
    }

    private static func name(of picture: Picture, _ pattern: NamePattern) -> String {
        let record = picture.record
        return pattern.name { field in
            switch field {
            case "prompt": slug(record.request.prompt)
            case "number": String(picture.number)
            case "seed": String(record.request.seed)
            case "size": record.request.size.description
            case "steps": String(record.request.steps)
            default: record.engine.model.replacing("/", with: "-")
            }
        }
    }
}
