/// A conversation with a terminal about what it can: the question, and what comes back.
///
/// It does no input or output of its own.
package struct TerminalProbe {
    /// What the terminal has answered so far.
    package private(set) var answers = TerminalAnswers()
    /// What was typed between the answers.
    package private(set) var typed: [UInt8] = []
    private var splitter = AnswerSplitter()

    /// A conversation in which nothing has been said.
    package init() {}

    /// What to send.
    ///
    /// The last question is one that every terminal answers, and answers come in the
    /// order of the questions, so that its answer ends the conversation.
    ///
    /// Within tmux the question about kitty graphics would be in vain.
    package static func question(withKitty: Bool) -> [UInt8] {
        let kitty =
            "\u{1B}_Gi=\(TerminalAnswers.kittyQuestion),s=1,v=1,a=q,t=d,f=24;AAAA\u{1B}\\"
        return Array(
            ((withKitty ? kitty : "") + "\u{1B}[>q\u{1B}[?2026$p\u{1B}[16t\u{1B}[14t\u{1B}[c").utf8)
    }

    /// Whether the last question has been answered.
    package var isComplete: Bool { answers.attributes != nil }

    /// Takes some bytes of input.
    package mutating func take(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { sort(splitter.take(byte)) }
    }

    /// Ends the conversation: what only the next byte could have told counts as typed, unless it can
    /// only be a piece of an answer.
    package mutating func end() {
        sort(splitter.giveUp())
    }

    private mutating func sort(_ piece: AnswerSplitter.Piece?) {
        switch piece {
        case .typed(let bytes): typed += bytes
        case .answer(let bytes): answers.note(bytes)
        case nil: break
        }
    }
}
