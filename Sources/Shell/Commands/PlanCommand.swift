package import CommandLanguage
import Generation

/// Says what loading a model would need, without doing it.
package struct PlanCommand: Command {
    package static let manual = Manual(
        name: "plan", group: Group.models,
        summary: "says what loading a model would need and cost, without loading it",
        details: ["It takes the words that `load` takes."],
        arguments: LoadWords.arguments, options: LoadWords.options,
        examples: [Example("plan sketch", "what the built-in model needs")])

    private let words: LoadWords

    package init(_ arguments: Arguments) throws {
        words = try LoadWords(arguments)
    }

    package func run(in session: Session) async throws {
        let plan = try await session.loader.plan(words.request(in: session))
        if plan.facts.isEmpty {
            return session.console.note("`\(words.model.value.text)` needs nothing in advance")
        }
        session.console.result(Manual.columns(plan.facts.map { ($0.name, $0.text) }))
    }
}
