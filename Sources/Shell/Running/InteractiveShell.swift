package import CommandLanguage
import Generation
import Glibc
package import Terminal

/// The shell at a prompt.
@MainActor
struct InteractiveShell {
    private let session: Session
    private let folders: UserFolders

    /// A shell for `session`.
    init(_ session: Session, _ folders: UserFolders) {
        self.session = session
        self.folders = folders
    }

    /// Prompts until `quit` or Ctrl-D; commands that fail do not end it.
    func run(initialCommands: Bool) async -> ExitStatus {
        let interrupts = Interrupts(endsProgram: false)
        let interpreter = Interpreter(session, interrupts, access: .full)
        session.console.note(
            "easel \(Easel.version) · \(session.loader.summary) · type `help`")
        noteCutOffSession()
        if initialCommands { await runInitialCommands(Interpreter(session, interrupts)) }
        defer { session.recorder.close() }
        guard let editor = makeEditor() else {
            return await interpreter.run(InputLines())
        }
        while !session.isOver, let text = read(editor, session.recorder.nextCell) {
            _ = await interpreter.run(text)
        }
        return .done
    }

    /// Offers to go on with a session whose shell was killed.
    private func noteCutOffSession() {
        guard let item = session.store?.latestCutOff() else { return }
        session.console.note(
            "a session was cut off: `session load \(item.name)` goes on with it")
    }

    /// The next whole entry, which may be several lines; nil at the end.
    private func read(_ editor: LineEditor, _ cell: Int) -> String? {
        var text: String?
        while true {
            switch editor.read(prompt: "[\(cell)]\(text == nil ? "›" : "…") ") {
            case .end:
                // What Ctrl-D leaves unfinished is explained as an error, and the prompt comes back.
                session.console.note("")
                return text
            case .interrupted: text = nil
            case .line(let line):
                let isKept =
                    line.contains { !$0.isWhitespace } && Secrets.found(in: line) == nil
                if isKept { editor.remember(line) }
                let whole = text.map { $0 + "\n" + line } ?? line
                if Scanner.scan(whole).unfinished == nil { return whole }
                text = whole
            }
        }
    }

    private func makeEditor() -> LineEditor? {
        let session = session
        return LineEditor(program: "easel", history: folders.state("history")) { text in
            let completer = Completer(Commands.table, SessionVocabulary(session))
            return completer.completions(of: text)
                .edit(of: text, columns: TerminalSize(of: STDOUT_FILENO)?.columns ?? 80)
        }
    }

    private func runInitialCommands(_ interpreter: Interpreter) async {
        guard let path = folders.configuration("init.easel"),
            access(path, F_OK) == 0
        else { return }
        do throws(ShellError) {
            _ = await interpreter.run(TextLines(try text(ofFile: path), name: path))
        } catch {
            session.console.error(error, in: nil)
        }
    }
}

extension CompletionList {
    /// What TAB does to a line of which `text` stands before the cursor: as much as is certain is typed, the choice is shown.
    ///
    /// The choice is cut to lines of `columns`.
    package func edit(of text: String, columns: Int) -> LineEditor.Completion? {
        guard let first = candidates.first else { return nil }
        let typed = String(scalars: text.unicodeScalars.suffix(replaced))
        if candidates.count == 1 {
            let isOpen = ["=", "/"].contains(first.text.last)
            return .init(erased: replaced, inserted: first.text + (isOpen ? "" : " "))
        }
        let common = candidates.dropFirst().reduce(first.text) { common, candidate in
            String(
                scalars: zip(common.unicodeScalars, candidate.text.unicodeScalars)
                    .prefix { $0 == $1 }.map(\.0))
        }
        let choice = Manual.columns(candidates.map { ($0.text, $0.meaning) })
            .split(separator: "\n").map { fitted(String($0), columns: columns) }
        return common.unicodeScalars.count > typed.unicodeScalars.count
            ? .init(erased: replaced, inserted: common)
            : .init(erased: 0, inserted: "", listing: choice.joined(separator: "\n"))
    }
}
