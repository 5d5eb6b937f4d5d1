import Diagnostics

/// The words of one command, sorted by its manual: which is which argument, which are options.
package struct Arguments {
    /// The manual that they were sorted by.
    package let manual: Manual
    /// The options in the order in which they were typed.
    package let options: [(key: Word, value: Word)]
    /// The place just after the command word, for errors about what is absent.
    private let end: Span
    private let words: [String: [Word]]
    private let resolve: (Reference) throws -> String

    /// Sorts `words` by `manual`; `resolve` gives the text of a fact such as `$3.seed`.
    package init(
        _ words: [Word], of manual: Manual, command: Span,
        resolve: @escaping (Reference) throws -> String
    ) throws {
        var options: [(key: Word, value: Word)] = []
        var positional: [Word] = []
        for word in words {
            if let option = word.option {
                try Self.check(option.key, of: manual, among: options.map(\.key.text))
                options.append(option)
            } else {
                positional.append(word)
            }
        }
        self.manual = manual
        self.options = options
        self.resolve = resolve
        self.end = words.last?.span ?? command
        self.words = try Self.sort(positional, by: manual, end: self.end)
    }

    private static func check(_ key: Word, of manual: Manual, among earlier: [String]) throws {
        let names = manual.options.map(\.name)
        guard names.contains(key.text) else {
            throw LanguageError.unknownOption(
                command: manual.name, key: key.text, nearest: nearest(to: key.text, among: names),
                isQuotable: names.isEmpty
            ).at(key.span)
        }
        guard !earlier.contains(key.text) else {
            throw LanguageError.repeatedOption(command: manual.name, key: key.text).at(key.span)
        }
    }

    /// Gives each word to an argument: an optional or repeated one that does not accept a word leaves it to the next.
    private static func sort(
        _ words: [Word], by manual: Manual, end: Span
    ) throws -> [String: [Word]] {
        var rest = words[...]
        var sorted: [String: [Word]] = [:]
        for (index, argument) in manual.arguments.enumerated() {
            switch argument.arity {
            case .repeated:
                let isLast = index + 1 == manual.arguments.count
                let own = isLast ? rest : rest.prefix { argument.accepts($0) }
                sorted[argument.name] = Array(own)
                rest = rest.dropFirst(own.count)
            case .optional:
                guard let word = rest.first else { continue }
                let others = manual.arguments[(index + 1)...]
                if argument.accepts(word) || !others.contains(where: { $0.accepts(word) }) {
                    sorted[argument.name] = [rest.removeFirst()]
                }
            case .required:
                guard let word = rest.popFirst() else {
                    throw LanguageError.missingArgument(
                        command: manual.name, argument: argument.name, usage: manual.usage
                    ).at(end)
                }
                sorted[argument.name] = [word]
            }
        }
        if let extra = rest.first {
            throw LanguageError.extraWord(
                command: manual.name, word: extra.text, usage: manual.usage,
                quoted: quoted(words, extra: rest.count, manual)
            ).at(extra.span)
        }
        return sorted
    }

    /// The line to type where the words after the last argument were meant as one text with it.
    private static func quoted(_ words: [Word], extra: Int, _ manual: Manual) -> String? {
        let head = words.count - extra - 1
        guard manual.takesText, head >= 0, !words[head].isQuoted else { return nil }
        let text = words[head...].map(\.text).joined(separator: " ")
        let parts = words[..<head].map(\.text) + [Word.quoting(text)]
        return ([manual.name] + parts).joined(separator: " ")
    }
}

extension Arguments {
    /// The value of a required argument.
    package func value<Value>(_ argument: Argument<Value>) throws -> Located<Value> {
        guard let word = words[argument.name]?.first else {
            throw LanguageError.missingArgument(
                command: manual.name, argument: argument.name, usage: manual.usage
            ).at(end)
        }
        return try parse(word, named: argument.name)
    }

    /// The value of an optional argument; nil where it was left out.
    package func optional<Value>(_ argument: Argument<Value>) throws -> Located<Value>? {
        try words[argument.name]?.first.map { try parse($0, named: argument.name) }
    }

    /// The values of a repeated argument.
    package func all<Value>(_ argument: Argument<Value>) throws -> [Located<Value>] {
        try (words[argument.name] ?? []).map { try parse($0, named: argument.name) }
    }

    /// The value of an option; nil where it was left out.
    package func value<Value>(_ option: Option<Value>) throws -> Located<Value>? {
        try options.first { $0.key.text == option.name }
            .map { try parse($0.value, named: option.name) }
    }

    /// The text of a value: what the word says, or the fact that it names.
    package func text(of word: Word) throws -> String {
        guard word.isReference else { return word.text }
        guard let reference = Reference(word.text) else {
            throw LanguageError.malformedReference(word.text).at(word.span)
        }
        do {
            return try resolve(reference)
        } catch let error as any ExplainedError {
            throw error.at(word.span)
        }
    }

    private func parse<Value: ArgumentValue>(
        _ word: Word, named name: String
    ) throws -> Located<Value> {
        let text = Value.takesReferences ? word.text : try self.text(of: word)
        guard let value = Value(argument: text) else {
            throw LanguageError.invalidValue(Value.self, name: name, text: text).at(word.span)
        }
        return Located(value, at: word.span)
    }
}

extension LanguageError {
    /// The error of a `text` that is no `Value`.
    package static func invalidValue<Value: ArgumentValue>(
        _ type: Value.Type, name: String, text: String
    ) -> LanguageError {
        .invalidValue(
            name: name, value: text, expectation: Value.expectation,
            advice: Value.advice(for: text))
    }
}

extension Arguments {
    /// Refuses a command of which nothing that it could do was asked.
    package func refuseAbsence(of names: String) throws {
        throw LanguageError.missingArgument(
            command: manual.name, argument: names, usage: manual.usage
        ).at(end)
    }
}
