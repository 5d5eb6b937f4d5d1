package import CommandLanguage
import Generation

/// Shows pictures in the terminal.
package struct DisplayCommand: Command {
    private static let imagesArgument = Argument<ImageReference>(
        "a picture, such as `$3`; by default the latest", .repeated)
    private static let widthOption = Option<ColumnCount>(
        "width", "how wide to show it; by default as large as fits")

    package static let manual = Manual(
        name: "display", group: Group.images, summary: "shows pictures in the terminal",
        details: [
            "Where the output is no terminal that can show pictures, it says so and goes on."
        ],
        arguments: [imagesArgument], options: [widthOption],
        examples: [
            Example("gen \"a fox\"; display", "the latest picture"),
            Example("gen \"a fox\"; display $1 width=40", "the first one, 40 columns wide"),
        ])

    private let images: [Located<ImageReference>]
    private let width: Int?

    package init(_ arguments: Arguments) throws {
        images = try arguments.all(Self.imagesArgument)
        width = try arguments.value(Self.widthOption)?.value.number
    }

    package func run(in session: Session) throws {
        var pictures = try images.map { image in
            try located(image.span) { try session.picture(image.value) }
        }
        if pictures.isEmpty, let last = ImageReference(argument: "$last") {
            pictures = [try session.picture(last)]
        }
        for picture in pictures
        where try !session.console.show(picture.pixels(), columns: width, by: session.displayMethod)
        {
            session.console.note(
                session.displayMethod == .off
                    ? "`display` is set to `off`; `set display auto` shows pictures again"
                    : "pictures are shown in a terminal only; `save $last picture.png` writes a file"
            )
            break
        }
    }
}
