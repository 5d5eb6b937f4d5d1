package import CommandLanguage
import Generation

/// Shows pictures in the terminal.
package struct DisplayCommand: Command {
    private static let imagesArgument = Argument<ImageSelection>(
        "pictures, such as `$3` or `$2..$5`; by default the latest", .repeated)
    private static let sizeOption = Option<ColumnCount>(
        "size", "how wide to show each; by default as large as fits")

    package static let manual = Manual(
        name: "display", group: Group.images, summary: "shows pictures in the terminal",
        details: [
            "Where the output is no terminal that can show pictures, it says so and goes on."
        ],
        arguments: [imagesArgument], options: [sizeOption],
        examples: [
            Example("gen \"a fox\"; display", "the latest picture"),
            Example("gen \"a fox\"; display $1 size=40", "the first one, 40 columns wide"),
            Example("gen \"a fox\" n=3; display $1..$3 size=20", "three, one after the other"),
        ])

    private let images: [Located<ImageSelection>]
    private let size: Int?

    package init(_ arguments: Arguments) throws {
        images = try arguments.all(Self.imagesArgument)
        size = try arguments.value(Self.sizeOption)?.value.number
    }

    package func run(in session: Session) throws {
        let pictures = try session.pictures(images)
        for picture in pictures {
            let pixels = try picture.pixels()
            if pictures.count > 1, session.showsPictures {
                session.console.result(picture.line)
            }
            guard session.show(pixels, columns: size) else {
                return session.console.note(
                    session.displayMethod == .off
                        ? "`display` is set to `off`; `set display auto` shows pictures again"
                        : "pictures are shown in a terminal only; "
                            + "`save $\(picture.number) picture.png` writes a file")
            }
        }
    }
}
