private import CTerminal

/// Tells what a terminal answers apart from what a person types, a byte at a time.
package struct AnswerSplitter {
    /// Some bytes of input that belong together.
    package enum Piece: Hashable, Sendable {
        /// Keys, or pasted text.
        case typed([UInt8])
        /// An answer of the terminal; of one longer than 256 bytes, the beginning.
        case answer([UInt8])
    }

    private var state = cterminal_answers()

    /// A splitter that has seen nothing.
    package init() {}

    /// Takes the next byte of input; nil while only the next one can tell what it is.
    package mutating func take(_ byte: UInt8) -> Piece? {
        let verdict = cterminal_take(&state, byte)
        return piece(verdict)
    }

    /// Decides about the bytes that are held, since no more have come in time; nil where there are none.
    package mutating func giveUp() -> Piece? {
        let verdict = cterminal_give_up(&state)
        return piece(verdict)
    }

    /// How many milliseconds to wait for the next byte before giving up; nil where nothing is held.
    package var patience: Int? {
        withUnsafePointer(to: state) {
            let milliseconds = cterminal_patience($0)
            return milliseconds < 0 ? nil : Int(milliseconds)
        }
    }

    private func piece(_ verdict: cterminal_verdict) -> Piece? {
        let bytes = withUnsafeBytes(of: state.bytes) { Array($0.prefix(state.count)) }
        switch verdict {
        case CTERMINAL_TYPED: return .typed(bytes)
        case CTERMINAL_ANSWER: return .answer(bytes)
        default: return nil
        }
    }
}
