package import CommandLanguage
import Generation
import Images

/// Makes a picture once more, with changes.
package struct AgainCommand: Command {
    private static let sourceArgument = Argument<PictureSource>(
        "the picture; by default the latest. Of a file of another tool what can be is made again",
        .optional
    )
    private static let promptOption = Option<PromptText>(
        SweepAxis.prompt, "what the picture should show now")

    package static let manual = Manual(
        name: "again", group: Group.making, summary: "makes a picture once more, with changes",
        details: [
            "All that is not named is as it was, the seed too, so that only the change changes. `set` has no",
            "effect on it. Another seed is `seed=random`. It takes the loaded model; where that cannot do what",
            "the picture was made with, it says so. Nothing that stands in a file is run.",
        ],
        arguments: [sourceArgument],
        options: [promptOption] + Settings.ofPictures + SourceWords.options,
        examples: [
            Example("gen \"a lion\"; again steps=12", "the same noise in more steps"),
            Example("gen \"a lion\"; again seed=random n=2", "two more of the kind"),
            Example(
                "gen \"a lion\"; gen \"a fox\"; again $1 prompt=\"a tiger\"",
                "picture 1 with another prompt"
            ),
            Example("gen \"a lion\"; save $1 lion.png; again lion.png", "what a file tells of"),
        ])

    private let source: Located<PictureSource>?
    private let prompt: Located<PromptText>?
    private let changes: [Assignment]
    private let sources: SourceWords

    package init(_ arguments: Arguments) throws {
        source = try arguments.optional(Self.sourceArgument)
        prompt = try arguments.value(Self.promptOption)
        if let prompt, prompt.value.text.allSatisfy(\.isWhitespace) {
            throw ShellError.emptyPrompt.at(prompt.span)
        }
        changes = try Assignment.all(
            in: arguments, except: SourceWords.names.union([Self.promptOption.name]))
        sources = try SourceWords(arguments)
    }

    package func run(in session: Session) async throws {
        let recipe = try recipe(in: session)
        let text = prompt?.value.text ?? recipe.prompt ?? ""
        if text.allSatisfy(\.isWhitespace) {
            throw MakingError.noPrompt(source?.value.text ?? ImageReference.last.text)
        }
        let engine = try await session.loadedEngine()
        try session.check(changes)
        session.noteUnused(changes, by: engine)
        let fitted = recipe.fitted(to: engine, changes: changes)
        for note in fitted.notes { session.console.note(note) }
        var request = try session.request(text, fitted.values.applying(changes), for: engine)
        try sources.add(to: &request, for: engine, in: session)
        try sources.restore(
            recipe, isOwn: isOfSession, to: &request, for: engine, in: session)
        try engine.validate(request)
        session.console.note(announcement(text))
        try await session.make(request, with: engine)
    }

    /// Whether the picture is one of this session, and no file.
    private var isOfSession: Bool {
        if case .file = source?.value { false } else { true }
    }

    @MainActor
    private func recipe(in session: Session) throws -> Recipe {
        guard let source else { return Recipe(try session.picture(nil).record) }
        let subject = try session.subject(source)
        if let record = subject.record { return Recipe(record) }
        guard let origin = subject.origin, let image = subject.file?.image else {
            throw MakingError.noOrigin(file: subject.name).at(source.span)
        }
        return Recipe(origin, of: ImageSize(width: image.width, height: image.height))
    }

    /// What is being made: `again: "a lion" steps=30`.
    private func announcement(_ prompt: String) -> String {
        let changes = changes.map { "\($0.setting.name)=\(Word.quoting($0.value.text))" }
        return (["again: \"\(shortened(prompt, to: 60))\""] + changes).joined(separator: " ")
    }
}
