package import CommandLanguage
import Generation

/// Makes pictures.
package struct GenCommand: Command {
    private static let promptArgument = Argument<PromptText>(
        "what the picture should show, in quotation marks")

    package static let manual = Manual(
        name: "gen", group: Group.making, summary: "makes a picture of what a prompt says",
        details: [
            "Where no model is loaded, `sketch` is. A line that begins with a quotation mark is",
            "`gen` of that prompt. An option counts for this picture alone, `set` until it is unset.",
            "Models that change pictures take `image=$3` or `image=FILE`, and a mask.",
        ],
        arguments: [promptArgument], options: Settings.ofPictures + SourceWords.options,
        examples: [
            Example("gen \"a lion having coffee\"", "a picture with a fresh seed"),
            Example("gen \"a red fox\" seed=7 steps=8", "with values for this picture alone"),
            Example("\"a red fox\" n=2", "two pictures, with seeds that follow each other"),
            Example(
                "gen \"a fox\"; gen \"a wolf\" seed=$last.seed", "the same noise, another prompt"),
        ])

    private let prompt: String
    private let changes: [Assignment]
    private let sources: SourceWords

    package init(_ arguments: Arguments) throws {
        let prompt = try arguments.value(Self.promptArgument)
        guard prompt.value.text.contains(where: { !$0.isWhitespace }) else {
            throw ShellError.emptyPrompt.at(prompt.span)
        }
        self.prompt = prompt.value.text
        changes = try Assignment.all(in: arguments, except: SourceWords.names)
        sources = try SourceWords(arguments)
    }

    package func run(in session: Session) async throws {
        let engine = try await session.loadedEngine()
        var request = try session.request(prompt, changes, for: engine)
        try sources.add(to: &request, for: engine, in: session)
        try engine.validate(request)
        try await session.make(request, with: engine)
    }
}
