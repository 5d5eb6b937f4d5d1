import CommandLanguage

/// Shows the lines of a replay before they are run, and in `step` waits for Enter at the end of each that does something.
///
/// What only shows or checks what was done, such as `display`, follows at once. Who steps through a lesson looks at what a line
/// did before the next words appear: so it also waits before a comment or a text that follows something that was run.
@MainActor
final class ReplayPresenter {
    private let console: Console
    private let isShown: Bool
    private let isStepped: Bool
    /// Whether something was run since Enter was typed last.
    private var hasRun = false

    /// Shows lines on `console` as `modes` ask for.
    init(_ console: Console, _ modes: Set<ReplayMode>) {
        self.console = console
        isStepped = modes.contains(.step)
        isShown = isStepped || !modes.contains(.verify)
    }

    /// Says how to go on.
    func begin() {
        if isStepped, console.isAttended {
            console.note("Enter runs the line that is shown; Ctrl-C ends the replay")
        }
    }

    /// Shows a line that is no command.
    func comment(_ line: String) async throws {
        guard isShown else { return }
        if !line.allSatisfy(\.isWhitespace) { try await look() }
        console.result(line)
    }

    /// Shows the line of the given number.
    func line(_ text: String, _ number: Int) async throws {
        guard isShown else { return }
        switch LineKind(text) {
        // What it says is what there is to be seen of it.
        case .speech: try await look()
        case .view: console.result(Self.prompted(text, number))
        case .work:
            guard isStepped else { return console.result(Self.prompted(text, number)) }
            try await console.type(Self.prompted(text, number))
            hasRun = true
        }
    }

    /// Says what the person who watches must know besides.
    func note(_ text: String) {
        if isShown { console.note(text) }
    }

    /// Leaves time to look at what was done last.
    private func look() async throws {
        if isStepped, hasRun { try await console.pause() }
        hasRun = false
    }

    private static func prompted(_ text: String, _ number: Int) -> String { "[\(number)]› \(text)" }

    /// What a line is to those who watch.
    private enum LineKind {
        /// It says something.
        case speech
        /// It shows or checks what the lines before it did.
        case view
        /// It does something.
        case work

        private static let speaking = [SayCommand.manual.name, PauseCommand.manual.name]
        private static let viewing = [Group.images, Group.lessons]

        init(_ text: String) {
            let manuals = Scanner.scan(text).commands.map(Commands.manual)
            if manuals.allSatisfy({ $0.map { Self.speaking.contains($0.name) } ?? false }) {
                self = .speech
            } else if manuals.allSatisfy({ $0.map { Self.viewing.contains($0.group) } ?? false }) {
                self = .view
            } else {
                self = .work
            }
        }
    }
}
