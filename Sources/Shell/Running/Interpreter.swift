import CommandLanguage
import Diagnostics
import Glibc

/// Runs lines in a session.
@MainActor
package struct Interpreter {
    private let session: Session
    private let interrupts: Interrupts?
    private let access: SystemAccess

    /// Runs lines in `session`; `interrupts` cancels the running command, `access` says what `!` may do.
    package init(
        _ session: Session, _ interrupts: Interrupts? = nil, access: SystemAccess = .none
    ) {
        self.session = session
        self.interrupts = interrupts
        self.access = access
    }

    /// Runs the commands of `text` up to the first that fails, which it explains.
    package func run(_ text: String, from source: String? = nil) async -> ExitStatus {
        if let secret = Secrets.found(in: text) {
            session.console.error(ShellError.secret(secret), in: nil, of: source)
            return .failed
        }
        do {
            try await execute(text)
            return .done
        } catch let error as ReportedError {
            return error.status
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
            while Scanner.scan(text).unfinished != nil, !Scanner.isTooLong(text),
                let line = source.next()
            {
                number += 1
                text += "\n" + line
            }
            // At a prompt an empty line is nothing; in a file it is a part of what the file says.
            if text.allSatisfy(\.isWhitespace) { session.recorder.comment(text) }
            let status = await run(text, from: source.name.map { "\($0), line \(first)" })
            if status != .done { return status }
        }
        return .done
    }

    private func execute(_ text: String) async throws {
        let scanned = Scanner.scan(text)
        try refuseUnfinished(scanned)
        if scanned.commands.isEmpty { return recordComment(text) }
        for (index, words) in scanned.commands.enumerated() where !session.isOver {
            try await run(words, typed: scanned.source(of: index, in: text))
        }
    }

    /// Runs a command, and records it as it was typed.
    private func run(_ words: [Word], typed text: String) async throws {
        if let word = words.first, let command = word.systemCommand {
            return try located(word.span) { try runInSystem(command) }
        }
        let recorder = session.recorder
        let isRecorded = Commands.role(of: words) != .control
        if isRecorded { recorder.begin(text) }
        do {
            try await perform(words)
            if isRecorded { recorder.end() }
        } catch {
            if isRecorded { recorder.end(CellResult(failure: error)) }
            throw error
        }
    }

    private func perform(_ words: [Word]) async throws {
        let command = try Commands.command(words, in: session)
        guard let interrupts else { return try await command.run(in: session) }
        try await interrupts.cancelling { try await command.run(in: session) }
    }

    /// Gives `command` to the system's shell; nothing of it is recorded.
    private func runInSystem(_ command: String) throws {
        if command.allSatisfy(\.isWhitespace) { throw SystemShellError.noCommand }
        if access == .none { throw SystemShellError.notTyped(command) }
        switch try SystemShell().run(command, hasInput: access == .full) {
        case .exited(0): break
        case .exited(let status): session.console.note("the command ended with status \(status)")
        case .killed(SIGINT): throw CancellationError()
        case .killed(let signal):
            let name = String(cString: strsignal(signal))
            session.console.note("the command was ended by signal \(signal) (\(name))")
        }
    }

    private func recordComment(_ text: String) {
        let line = text.drop(while: \.isWhitespace)
        // What a session file means by such lines is not the user's to say.
        let isMark = ["#=", "#!", SessionDocument.struckMark].contains { line.hasPrefix($0) }
        if line.hasPrefix("#"), !isMark { session.recorder.comment(text) }
    }

    private func refuseUnfinished(_ scanned: ScannedText) throws {
        switch scanned.unfinished {
        case .quote(let span): throw LanguageError.openQuote.at(span)
        case .backslash(let span): throw LanguageError.openLine.at(span)
        case nil: break
        }
    }
}

/// A failure that was explained already, and what it means for whoever started the program.
package struct ReportedError: Error {
    /// The exit status that it calls for.
    package let status: ExitStatus
}

extension CellResult {
    /// What is recorded of a command that failed.
    init(failure: any Error) {
        if failure is CancellationError {
            self = .interrupted
        } else {
            let error = (failure as? LocatedError)?.error ?? failure as? any ExplainedError
            self = .error(error?.message ?? "failed")
        }
    }
}
