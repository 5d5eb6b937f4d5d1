import Glibc
import Synchronization

/// Finds out what the terminal can, once, when it is first needed.
package final class TerminalDetection: Sendable {
    private let output: Int32
    private let input: Int32
    private let environment: TerminalEnvironment
    private let patience: Double
    private let state: Mutex<State>

    private struct State {
        var profile: TerminalProfile
        var isAsked = false
        var typed: [UInt8] = []
        var hasReader = false
        var isAdvised = false
    }

    /// How long a terminal has to answer, in seconds.
    package static let patience = 0.25

    /// The terminal behind `output`, which answers on `input`.
    package init(
        output: Int32 = STDOUT_FILENO, input: Int32 = STDIN_FILENO, environment: [String: String],
        patience: Double = patience
    ) {
        self.patience = patience
        self.output = output
        self.input = input
        self.environment = TerminalEnvironment(variables: environment)
        let profile =
            isatty(output) == 1
            ? TerminalProfile(environment: environment) : TerminalProfile.unknown
        state = Mutex(State(profile: profile))
    }

    /// Whether there is a terminal that can show pictures.
    package var canShowPictures: Bool { isatty(output) == 1 && !environment.isDumb }

    /// What is known of the terminal so far, without asking it.
    package var known: TerminalProfile { state.withLock(\.profile) }

    /// What the terminal is and can; asks it at the first call, which then takes up to `patience`.
    package func profile() -> TerminalProfile {
        state.withLock { state in
            if !state.isAsked, canShowPictures, environment.reasonNotToAsk == nil {
                state.isAsked = ask(&state)
            }
            return state.profile
        }
    }

    /// What was typed while the terminal was asked, for the line editor; once.
    ///
    /// Until someone has called this, nobody is known to read it: then a terminal is not asked while
    /// something typed is waiting there, which may be meant for another program.
    package func takeTyped() -> [UInt8] {
        state.withLock { state in
            state.hasReader = true
            defer { state.typed = [] }
            return state.typed
        }
    }

    /// What the user can do for better pictures, as a sentence to show; once.
    package func takeAdvice() -> String? {
        state.withLock { state in
            guard !state.isAdvised, let advice = state.profile.advice else { return nil }
            state.isAdvised = true
            return advice
        }
    }

    /// Asks the terminal, and tmux where that is between; false where it could not be asked now.
    private func ask(_ state: inout State) -> Bool {
        guard let conversation = TerminalConversation(output: output, input: input) else {
            return false
        }
        let deadline = monotonicSeconds() + patience
        let isWithinTmux = environment.isWithinTmux
        let tmux = isWithinTmux ? TmuxFacts(askingUntil: deadline) : nil
        let probe = conversation.ask(
            TerminalProbe.question(withKitty: !isWithinTmux), until: deadline,
            sparingKeys: !state.hasReader)
        guard let probe else { return false }
        state.typed += probe.typed
        var answers = probe.answers
        answers.completeCell(window: TerminalSize(of: output))
        let variables = environment.variables
        if let tmux {
            state.profile = TerminalProfile(environment: variables, tmux: tmux, answers: answers)
        } else if !isWithinTmux {
            state.profile = TerminalProfile(environment: variables, answers: answers)
        }
        return true
    }
}

extension TerminalAnswers {
    /// Works a cell's size out of the text area's, where only that was told.
    fileprivate mutating func completeCell(window: TerminalSize?) {
        guard cell == nil, let textArea, let window else { return }
        let size = TerminalSize(
            columns: window.columns, rows: window.rows, pixelWidth: textArea.width,
            pixelHeight: textArea.height)
        if size.knowsCell { cell = size.cell }
    }
}
