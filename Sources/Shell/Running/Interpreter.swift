import CommandLanguage

/// Runs lines in a session.
@MainActor
package struct Interpreter {
    private let session: Session
    private let interrupts: Interrupts?

    /// Runs lines in `session`; `interrupts` cancels the running command.
    package init(_ session: Session, _ interrupts: Interrupts? = nil) {
        self.session = session
        self.interrupts = interrupts
    }

    /// Runs the commands of `text` up to the first that fails, which it explains.
    package func run(_ text: String, from source: String? = nil) async -> ExitStatus {
        do {
            let scanned = Scanner.scan(text)
            try refuseUnfinished(scanned)
            for words in scanned.commands where !session.isOver {
                try await run(words)
            }
            return .done
        } catch is CancellationError {
            session.console.note("interrupted")
            return .interrupted
        } catch {
            session.console.error(error, in: text, of: source)
            return .failed
        }
    }

    /// Runs all lines of `source`, up to the first error, the end or `quit`.
    package func run(_ source: some LineSource) async -> ExitStatus {
        var source = source
        var number = 0
        while !session.isOver, var text = source.next() {
            number += 1
            let first = number
            while Scanner.scan(text).unfinished != nil, let line = source.next() {
                number += 1
                text += "\n" + line
            }
            let status = await run(text, from: source.name.map { "\($0), line \(first)" })
            if status != .done { return status }
        }
        return .done
    }

    private func run(_ words: [Word]) async throws {
        let command = try Commands.command(words, in: session)
        guard let interrupts else { return try await command.run(in: session) }
        try await interrupts.cancelling { try await command.run(in: session) }
    }

    private func refuseUnfinished(_ scanned: ScannedText) throws {
        switch scanned.unfinished {
        case .quote(let span): throw LanguageError.openQuote.at(span)
        case .backslash(let span): throw LanguageError.openLine.at(span)
        case nil: break
        }
    }
}
