package import CommandLanguage

/// Tells all that is known of a picture.
package struct InfoCommand: Command {
    private static let sourceArgument = Argument<PictureSource>(
        "the picture; by default the latest", .optional)

    package static let manual = Manual(
        name: "info", group: Group.images, summary: "tells all that is known of a picture",
        details: [
            "Of a PNG file it tells what wrote it: Easel, AUTOMATIC1111's web UI, ComfyUI, InvokeAI and others,",
            "with their settings, and a note for each thing that `again` could not reproduce.",
            "In a terminal that shows pictures, the picture is shown, too.",
        ],
        arguments: [sourceArgument],
        examples: [
            Example("gen \"a fox\"; info", "the latest picture"),
            Example("gen \"a fox\"; save $1 fox.png; info fox.png", "what a file tells"),
        ])

    private let source: Located<PictureSource>?

    package init(_ arguments: Arguments) throws {
        source = try arguments.optional(Self.sourceArgument)
    }

    package func run(in session: Session) throws {
        let subject =
            if let source { try session.subject(source) } else {
                PictureSubject(try session.picture(nil))
            }
        let facts = try subject.report()
        if session.show(subject, with: facts) { return }
        session.console.result(subject.name + "\n" + listed(facts))
    }
}
