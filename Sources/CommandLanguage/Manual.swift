/// How often an argument stands after its command.
package enum Arity: Hashable, Sendable {
    /// Once, always.
    case required
    /// At most once.
    case optional
    /// Any number of times.
    case repeated
}

/// An argument of a command, whatever the type of its value.
package protocol ArgumentDeclaration: Sendable {
    /// The name in the manual, in capitals.
    var name: String { get }
    /// One line about it.
    var summary: String { get }
    /// How often it stands.
    var arity: Arity { get }
    /// What completion proposes.
    var completion: CompletionRule { get }
    /// Whether the value is a text of several words, for which quotation marks are easily forgotten.
    var isText: Bool { get }
    /// Whether `word` says a value of this argument's kind.
    func accepts(_ word: Word) -> Bool
}

/// An argument that takes a `Value`.
package struct Argument<Value: ArgumentValue>: ArgumentDeclaration {
    package let name: String
    package let summary: String
    package let arity: Arity
    private let rule: CompletionRule?

    /// An argument called `name`, by default as its kind of value is called.
    package init(
        _ summary: String, _ arity: Arity = .required, name: String = Value.placeholder,
        completion rule: CompletionRule? = nil
    ) {
        self.name = name
        self.summary = summary
        self.arity = arity
        self.rule = rule
    }

    package var completion: CompletionRule { rule ?? Value.completion }
    package var isText: Bool { Value.isText }

    package func accepts(_ word: Word) -> Bool {
        (word.isReference && !Value.takesReferences) || Value(argument: word.text) != nil
    }
}

/// An option `key=value`, whatever the type of its value.
package protocol OptionDeclaration: Sendable {
    /// The key.
    var name: String { get }
    /// The word that stands for the value in the manual.
    var placeholder: String { get }
    /// One line about it.
    var summary: String { get }
    /// What completion proposes for the value.
    var completion: CompletionRule { get }
    /// Whether several values may stand there, with commas between them.
    var isList: Bool { get }
}

extension OptionDeclaration {
    package var isList: Bool { false }
}

/// An option that takes a `Value`.
package struct Option<Value: ArgumentValue>: OptionDeclaration {
    package let name: String
    package let summary: String

    /// An option of the given key.
    package init(_ name: String, _ summary: String) {
        self.name = name
        self.summary = summary
    }

    package var placeholder: String { Value.placeholder }
    package var completion: CompletionRule { Value.completion }
}

/// A line that shows a command's use, and what it does; each is run by the tests.
package struct Example: Hashable, Sendable {
    /// What is typed.
    package var line: String
    /// What it does.
    package var meaning: String

    /// `line`, which does `meaning`.
    package init(_ line: String, _ meaning: String) {
        self.line = line
        self.meaning = meaning
    }
}

/// What a record of commands does with a command.
package enum CommandRole: Hashable, Sendable {
    /// It makes or tells something: it is recorded, and run again where the record is.
    case work
    /// It changes what later commands start from: it is run again, too, where a record is only taken up.
    case state
    /// It leaves something outside of the record, such as a file: it is recorded, and not done again.
    case output
    /// It is about the record itself, or nobody else's business: it is not recorded.
    case control
}

/// What a command is: parsing, help and completion all come from here.
package struct Manual: Sendable {
    /// The command word.
    package let name: String
    /// The heading under which `help` lists it.
    package let group: String
    /// What it does, in one line.
    package let summary: String
    /// What a record does with it.
    package let role: CommandRole
    /// More about it, a line each.
    package let details: [String]
    /// What stands after the word, in order.
    package let arguments: [any ArgumentDeclaration]
    /// The `key=value` words that it takes.
    package let options: [any OptionDeclaration]
    /// How it is used.
    package let examples: [Example]

    /// The manual of the command `name`.
    package init(
        name: String, group: String, summary: String, role: CommandRole = .work,
        details: [String] = [],
        arguments: [any ArgumentDeclaration] = [], options: [any OptionDeclaration] = [],
        examples: [Example]
    ) {
        self.name = name
        self.group = group
        self.summary = summary
        self.role = role
        self.details = details
        self.arguments = arguments
        self.options = options
        self.examples = examples
    }

    /// The form of the command: `gen PROMPT [key=value…]`.
    package var usage: String {
        let arguments = arguments.map {
            switch $0.arity {
            case .required: $0.name
            case .optional: "[\($0.name)]"
            case .repeated: "[\($0.name)…]"
            }
        }
        let options =
            switch self.options.count {
            case 0: [String]()
            case 1...3: self.options.map { "[\($0.name)=\($0.placeholder)]" }
            default: self.options.contains(where: \.isList) ? ["[key=value,…]"] : ["[key=value…]"]
            }
        return ([name] + arguments + options).joined(separator: " ")
    }

    /// Whether the last argument is a text of several words.
    var takesText: Bool { arguments.last?.isText ?? false }

    /// The whole manual page, without a line end.
    package var page: String {
        var sections = ["\(name): \(summary)", "    \(usage)"]
        if !details.isEmpty { sections.append(details.joined(separator: "\n")) }
        if !arguments.isEmpty {
            sections.append(Self.columns(arguments.map { ($0.name, $0.summary) }))
        }
        if !options.isEmpty {
            sections.append(
                Self.columns(options.map { ("\($0.name)=\($0.placeholder)", $0.summary) }))
        }
        sections.append(Self.columns(examples.map { ($0.line, $0.meaning) }))
        return sections.joined(separator: "\n\n")
    }

    /// Two columns, indented, the second one flush; the first is at least `width` wide.
    package static func columns(_ rows: [(String, String)], width: Int = 0) -> String {
        let width = max(width, rows.map(\.0.count).max() ?? 0)
        return
            rows
            .map { "    " + $0 + String(repeating: " ", count: width - $0.count + 2) + $1 }
            .joined(separator: "\n")
    }
}
