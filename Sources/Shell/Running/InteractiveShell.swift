package import CommandLanguage
import Generation
import Glibc
package import Terminal

/// The shell at a prompt.
@MainActor
struct InteractiveShell {
    private let session: Session
    private let environment: [String: String]

    /// A shell for `session`.
    init(_ session: Session, _ environment: [String: String]) {
        self.session = session
        self.environment = environment
    }

    /// Prompts until `quit` or Ctrl-D; commands that fail do not end it.
    func run(initialCommands: Bool) async -> ExitStatus {
        let interpreter = Interpreter(session, Interrupts(endsProgram: false))
        session.console.note(
            "easel \(Easel.version) · \(session.loader.summary) · type `help`")
        if initialCommands { await runInitialCommands(interpreter) }
        guard let editor = makeEditor() else {
            return await interpreter.run(InputLines())
        }
        var cell = 1
        while !session.isOver, let text = read(editor, cell) {
            if Scanner.scan(text).commands.isEmpty { continue }
            _ = await interpreter.run(text)
            cell += 1
        }
        return .done
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
                if line.contains(where: { !$0.isWhitespace }) { editor.remember(line) }
                let whole = text.map { $0 + "\n" + line } ?? line
                if Scanner.scan(whole).unfinished == nil { return whole }
                text = whole
            }
        }
    }

    private func makeEditor() -> LineEditor? {
        let session = session
        return LineEditor(program: "easel", history: historyPath) { text in
            let completer = Completer(Commands.table, SessionVocabulary(session))
            return completer.completions(of: text)
                .edit(of: text, columns: TerminalSize(of: STDOUT_FILENO)?.columns ?? 80)
        }
    }

    private func runInitialCommands(_ interpreter: Interpreter) async {
        guard let path = path("XDG_CONFIG_HOME", usual: ".config", "init.easel"),
            access(path, F_OK) == 0
        else { return }
        do throws(ShellError) {
            _ = await interpreter.run(TextLines(try text(ofFile: path), name: path))
        } catch {
            session.console.error(error, in: nil)
        }
    }

    private var historyPath: String? {
        path("XDG_STATE_HOME", usual: ".local/state", "history")
    }

    /// The path of one of Easel's files below a base folder that `variable` may name.
    private func path(_ variable: String, usual: String, _ file: String) -> String? {
        if let base = environment[variable], base.hasPrefix("/") { return "\(base)/easel/\(file)" }
        guard let home = environment["HOME"], !home.isEmpty else { return nil }
        return "\(home)/\(usual)/easel/\(file)"
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
