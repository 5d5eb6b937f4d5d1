package import CommandLanguage
import Generation

/// Shows pictures side by side, and writes them as one file.
package struct GridCommand: Command {
    private static let imagesArgument = Argument<ImageSelection>(
        "pictures, such as `$2..$5`; by default all of the session", .repeated)
    private static let pathArgument = Argument<PNGPath>(
        "a PNG file to write the sheet to", .optional)
    private static let columnsOption = Option<GridColumns>(
        "columns", "how many pictures are in a row; by default as their settings suggest")

    package static let manual = Manual(
        name: "grid", group: Group.images, summary: "shows pictures side by side on one sheet",
        details: [
            "Each is labelled by its number and by what sets it apart from the others. Where the settings",
            "change along rows and columns, as after a `sweep`, these have headings.",
            "The sheet is shown in the terminal and, where FILE.png is given, written to that PNG file; it gets no",
            "number. A replay does not write it.",
        ],
        arguments: [imagesArgument, pathArgument], options: [columnsOption],
        examples: [
            Example("gen \"a fox\" n=4; grid columns=2", "all pictures, two in a row"),
            Example(
                "gen \"a fox\" n=4; grid $1..$3 foxes.png", "three of them, and a file of them"),
        ])

    private let images: [Located<ImageSelection>]
    private let path: Located<PNGPath>?
    private let columns: Int?

    package init(_ arguments: Arguments) throws {
        images = try arguments.all(Self.imagesArgument)
        path = try arguments.optional(Self.pathArgument)
        columns = try arguments.value(Self.columnsOption)?.value.number
    }

    package func run(in session: Session) throws {
        let latest = try session.picture(nil)
        let pictures =
            images.isEmpty ? session.pictures : try session.pictures(images)
        let sheet = try ContactSheet(pictures).grid(columns: columns)
        let isShown = try session.show(sheet)
        if let path {
            let (first, last) = (pictures.first ?? latest, pictures.last ?? latest)
            try session.write(
                session.draw(sheet), text: ContactSheet.texts(pictures),
                to: Located(path.value.path, at: path.span),
                name: "grid-\(first.number)-\(last.number)")
        } else if !isShown {
            session.console.note(
                "`\(ContactSheet.command(pictures))` writes them side by side to a file")
        }
    }
}
