package import CommandLanguage
import Generation

/// Makes pictures with several values of one setting or more, and shows them side by side.
package struct SweepCommand: Command {
    private static let promptArgument = Argument<PromptText>(
        "what the pictures should show, in quotation marks", .optional)
    private static let promptOption = Option<PromptText>(
        SweepAxis.prompt, "what the pictures should show, where that is to vary")

    package static let manual = Manual(
        name: "sweep", group: Group.making,
        summary: "makes a picture for each of several values, and shows them side by side",
        details: [
            "A setting with several values is an axis; each combination is made, the last axis changing",
            "fastest, at most \(Sweep.most) in all. A setting with one value has it in all pictures, and the seed is",
            "the same in all of them. Values stand with commas between them; numbers also as a range, `1..4`",
            "or in steps, `1..10+3`. A comma in quotation marks is part of a value: `negative=\"a, b\",\"c\"`.",
            "Ctrl-C keeps what was made. `grid` writes the pictures as one file.",
        ],
        arguments: [promptArgument],
        options: [ListOption(promptOption)]
            + Settings.ofPictures.filter { $0.name != Settings.n.name }.map { ListOption($0) },
        examples: [
            Example("sweep steps=2,4,8 \"a lion\"", "three pictures of the same noise"),
            Example(
                "sweep guidance=1..9+4 seed=1..3 \"a lion\"",
                "a row for each scale, a column for each seed"),
            Example(
                "sweep negative=\"\",\"dark, blurry\" \"a lion\" steps=4",
                "without a negative prompt, and with one"),
            Example(
                "sweep prompt=\"a fox\",\"a wolf\" scheduler=ddim,euler", "prompts can vary, too"),
        ])

    private let sweep: Sweep

    package init(_ arguments: Arguments) throws {
        let prompt = try arguments.optional(Self.promptArgument)
        if let prompt, prompt.value.text.allSatisfy(\.isWhitespace) {
            throw ShellError.emptyPrompt.at(prompt.span)
        }
        sweep = try Sweep(arguments, prompt: prompt.map { Located($0.value.text, at: $0.span) })
    }

    package func run(in session: Session) async throws {
        let engine = try await session.loadedEngine()
        let tasks = try session.tasks(of: sweep, for: engine)
        if let seed = tasks.first?.request.seed, tasks.allSatisfy({ $0.request.seed == seed }) {
            session.console.note("seed \(seed)")
        }
        let first = session.nextNumber
        defer { session.noteSheet(from: first, of: tasks.count) }
        try await session.make(tasks, with: engine)
        try session.showSheet(from: first)
    }
}

extension Session {
    /// Shows the pictures from number `first` on side by side, where that is possible.
    fileprivate func showSheet(from first: Int) throws {
        let made = pictures.filter { $0.number >= first }
        guard made.count > 1, showsPictures else { return }
        _ = try show(ContactSheet(made).grid())
    }

    /// Says how many of `count` pictures were made where that is not all, and how those can be had as one file.
    fileprivate func noteSheet(from first: Int, of count: Int) {
        let made = pictures.filter { $0.number >= first }
        if made.count < count { console.note("\(made.count) of \(count) pictures were made") }
        if made.count > 1 {
            console.note("`\(ContactSheet.command(made))` writes them side by side to a file")
        }
    }
}
