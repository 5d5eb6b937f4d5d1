package import CommandLanguage

/// Waits until somebody types Enter.
package struct PauseCommand: Command {
    private static let textArgument = Argument<Speech>("what to print before", .optional)

    package static let manual = Manual(
        name: "pause", group: Group.lessons, summary: "waits for Enter, in a terminal",
        details: ["Elsewhere it waits for nothing, and so in `replay FILE verify`."],
        arguments: [textArgument],
        examples: [
            Example("pause", "waits for Enter"),
            Example("pause \"What will change?\"", "with a question to think about"),
        ])

    private let text: String?

    package init(_ arguments: Arguments) throws {
        text = try arguments.optional(Self.textArgument)?.value.text
    }

    package func run(in session: Session) async throws {
        if let text { session.console.say(text) }
        try await session.console.pause()
    }
}
