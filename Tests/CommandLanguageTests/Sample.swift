import CommandLanguage
import Testing

/// A text, for the tests' declarations.
struct Text: ArgumentValue {
    static let placeholder = "TEXT"
    static let expectation = "a text"
    static let isText = true
    let text: String

    init(argument text: String) { self.text = text }
}

/// A digit, for the tests' declarations.
struct Digit: ArgumentValue {
    static let placeholder = "DIGIT"
    static let expectation = "a digit"
    static let completion = CompletionRule.words([
        Completion("1", "one"), Completion("2", "two"),
    ])
    let text: String

    init?(argument text: String) {
        guard text.utf8.count == 1, text.utf8.allSatisfy({ (48...57).contains($0) }) else {
            return nil
        }
        self.text = text
    }

    static func advice(for text: String) -> String? { text == "ten" ? "did you mean `1`?" : nil }
}

/// `on` or `off`, for the tests' declarations.
struct Switch: ArgumentValue {
    static let placeholder = "SWITCH"
    static let expectation = "`on` or `off`"
    let text: String

    init?(argument text: String) {
        guard text == "on" || text == "off" else { return nil }
        self.text = text
    }
}

/// A picture, for the tests' declarations.
struct Picture: ArgumentValue {
    static let placeholder = "PICTURE"
    static let expectation = "a picture"
    static let completion = CompletionRule.topic(Topic("pictures"))
    static let takesReferences = true
    let text: String

    init?(argument text: String) {
        guard Reference(text) != nil else { return nil }
        self.text = text
    }
}

/// A small language for the tests.
enum Sample {
    static let text = Argument<Text>("what to say")
    static let digit = Argument<Digit>("how often", .optional)
    static let loud = Argument<Switch>("whether loudly", .optional)
    static let pictures = Argument<Picture>("what to show", .repeated)
    static let size = Option<Digit>("size", "how large")
    static let colour = Option<Text>("colour", "in which colour")

    static let say = Manual(
        name: "say", group: "Talk", summary: "says something", arguments: [text],
        options: [size, colour], examples: [Example("say hello", "says hello")])
    static let turn = Manual(
        name: "turn", group: "Talk", summary: "turns", arguments: [digit, loud], examples: [])
    static let show = Manual(
        name: "show", group: "Look", summary: "shows pictures", arguments: [pictures],
        options: [size], examples: [])
    static let table = CommandTable([turn, show, say], implied: "say")

    /// The arguments of the one command in `line`.
    static func arguments(_ line: String) throws -> Arguments {
        let words = try #require(Scanner.scan(line).commands.first)
        let (manual, span, rest) = try table.lookUp(words)
        return try Arguments(rest, of: manual, command: span) { "<\($0.text)>" }
    }
}
