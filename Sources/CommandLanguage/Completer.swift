/// Proposes how a line could go on, from the declarations of the commands.
package struct Completer {
    private let table: CommandTable
    private let vocabulary: any Vocabulary

    /// Proposes commands of `table`, and what `vocabulary` knows.
    package init(_ table: CommandTable, _ vocabulary: any Vocabulary) {
        self.table = table
        self.vocabulary = vocabulary
    }

    /// What could stand at the end of `text`.
    package func completions(of text: String) -> CompletionList {
        let scanned = Scanner.scan(text)
        if scanned.endsInComment { return .nothing }
        let scalars = Array(text.unicodeScalars)
        let end = scalars.count
        var words = scanned.isOpen ? scanned.commands.last ?? [] : []
        var partial = Word(text: "", span: end..<end, bare: 0)
        if let last = words.last, last.span.upperBound == end { partial = words.removeLast() }
        var list = completions(for: partial, after: words)
        if list.replaced > 0, ["\"", "'"].contains(scalars[end - list.replaced]) {
            list.mark = scalars[end - list.replaced]
        }
        return list
    }

    private func completions(for partial: Word, after words: [Word]) -> CompletionList {
        guard let command = words.first else { return commands(for: partial) }
        let implied = command.isQuoted ? table.implied : command.text
        guard let manual = table[implied] else { return .nothing }
        return arguments(
            for: partial, after: command.isQuoted ? words : Array(words.dropFirst()), of: manual)
    }

    private func commands(for partial: Word) -> CompletionList {
        if partial.isQuoted { return .nothing }
        return list(table.manuals.map { Completion($0.name, $0.summary) }, for: partial)
    }

    private func arguments(
        for partial: Word, after words: [Word], of manual: Manual
    ) -> CompletionList {
        if let (key, value) = partial.option {
            guard let option = manual.options.first(where: { $0.name == key.text }) else {
                return .nothing
            }
            let typed = option.isList ? value.split(at: ",").last ?? value : value
            return candidates(option.completion, for: typed, after: key.text)
        }
        let used = Set(words.compactMap { $0.option?.key.text })
        let positional = words.filter { $0.option == nil }
        let expected = Self.arguments(after: positional, of: manual)
        let found = CompletionList(
            replaced: partial.span.count,
            candidates: expected.flatMap {
                candidates($0.completion, for: partial, after: positional.last?.text).candidates
            })
        let isRequired = expected.contains { $0.arity == .required }
        let isChosen = partial.text.isEmpty && isRequired && !found.candidates.isEmpty
        if partial.isQuoted || isChosen { return found }
        let named = used.union(found.candidates.map(\.text))
        let options = manual.options.filter { !named.contains($0.name) }
            .map { Completion($0.name + "=", $0.summary) }
        var more = list(options, for: partial)
        more.candidates = found.candidates + more.candidates
        return more
    }

    /// The arguments that the next word can be for: of a repeated one there may be more, or what follows it.
    private static func arguments(
        after words: [Word], of manual: Manual
    ) -> ArraySlice<any ArgumentDeclaration> {
        let all = manual.arguments
        let repeated = all.firstIndex { $0.arity == .repeated } ?? all.count
        return words.count > repeated ? all[repeated...] : all.dropFirst(words.count).prefix(1)
    }

    private func candidates(
        _ rule: CompletionRule, for partial: Word, after previous: String?
    ) -> CompletionList {
        if partial.isReference {
            return list(vocabulary.references(startingWith: partial.text), for: partial)
        }
        return switch rule {
        case .nothing: .nothing
        case .words(let words): list(words, for: partial)
        case .topic(let topic): list(vocabulary.completions(on: topic), for: partial)
        case .files: list(vocabulary.files(startingWith: partial.text), for: partial)
        case .filesEnding(let ending):
            list(
                vocabulary.files(startingWith: partial.text).filter {
                    $0.text.hasSuffix("/") || $0.text.hasSuffix(ending)
                }, for: partial)
        case .any(let rules):
            list(
                rules.flatMap { candidates($0, for: partial, after: previous).candidates },
                for: partial)
        case .after(let rule): candidates(rule(previous ?? ""), for: partial, after: nil)
        }
    }

    /// Those of `candidates` that `partial` can become.
    private func list(_ candidates: [Completion], for partial: Word) -> CompletionList {
        CompletionList(
            replaced: partial.span.count,
            candidates: candidates.filter { $0.text.hasPrefix(partial.text) },
            typed: partial.text)
    }
}
