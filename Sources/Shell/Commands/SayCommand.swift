package import CommandLanguage

/// Prints a text.
package struct SayCommand: Command {
    private static let textArgument = Argument<Speech>("what to print, in quotation marks")

    package static let manual = Manual(
        name: "say", group: Group.lessons, summary: "prints a text, for those who watch a lesson",
        details: [
            "It is wrapped to the terminal's width, however its lines are broken; an empty line begins a",
            "new paragraph.",
        ],
        arguments: [textArgument],
        examples: [
            Example("say \"The seed decides where the noise comes from.\"", "a paragraph")
        ])

    private let text: String

    package init(_ arguments: Arguments) throws {
        text = try arguments.value(Self.textArgument).value.text
    }

    package func run(in session: Session) {
        session.console.say(text)
    }
}
