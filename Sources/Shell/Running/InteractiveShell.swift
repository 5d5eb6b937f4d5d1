import CommandLanguage
import Generation
import Glibc
import Terminal

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
        let assistant = PromptAssistant(session)
        guard
            let editor = LineEditor(
                program: "easel", history: folders.state("history"), delegate: assistant)
        else {
            return await interpreter.run(InputLines())
        }
        while !session.isOver, let text = read(editor, assistant) {
            // Who interrupts a command does not want what was pasted after it either.
            if await interpreter.run(text) == .interrupted { editor.dropPaste() }
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
    private func read(_ editor: LineEditor, _ assistant: PromptAssistant) -> String? {
        var text: String?
        while true {
            editor.take(typed: session.console.takeTyped())
            assistant.earlierLines = text.map { $0 + "\n" } ?? ""
            let prompt: Prompt = text == nil ? .first : .continuation
            switch editor.read(prompt: prompt.text(session.recorder.nextCell)) {
            case .end:
                // What Ctrl-D leaves unfinished is explained as an error, and the prompt comes back.
                session.console.note("")
                remember(text, editor)
                return text
            case .interrupted:
                remember(text, editor)
                text = nil
            case .line(let line):
                let whole = text.map { $0 + "\n" + line } ?? line
                if Scanner.scan(whole).unfinished == nil {
                    remember(whole, editor)
                    return whole
                }
                text = whole
            }
        }
    }

    /// Lets an entry be recalled, unless it is nothing or nobody's business.
    private func remember(_ text: String?, _ editor: LineEditor) {
        guard let text, text.contains(where: { !$0.isWhitespace }),
            Secrets.found(in: text) == nil
        else { return }
        editor.remember(text)
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
