import CEdit
import Glibc

/// Reads lines from a person at a terminal: keys of emacs or vi, history, completion, pasting.
///
/// As long as it lives, what is typed while no line is read is kept for the next one and not echoed. The terminal is left as it was
/// found however the program ends, short of SIGKILL.
@MainActor
package final class LineEditor {
    /// How reading a line ended.
    package enum Input: Hashable, Sendable {
        /// This was entered; several lines where it was recalled from the history so.
        case line(String)
        /// Ctrl-C was typed: whatever stood there is to be forgotten.
        case interrupted
        /// Ctrl-D was typed on an empty line, or the terminal is gone.
        case end
    }

    /// How completion is asked for.
    package enum CompletionRequest: Hashable, Sendable {
        /// By TAB.
        case complete
        /// By TAB right after TAB.
        case again
        /// By Ctrl-D: how the line could go on is only to be shown.
        case list
    }

    /// What the editor asks its owner while a line is edited.
    @MainActor
    package protocol Delegate: AnyObject {
        /// What completion does to a line with `before` and `after` on either side of the cursor; nil for nothing.
        func completion(
            before: String, after: String, _ request: CompletionRequest
        ) -> Completion?
        /// The lines to take from text that was pasted.
        func lines(pasted text: String) -> String
    }

    /// What TAB does.
    package struct Completion: Hashable, Sendable {
        /// How many scalars before the cursor give way.
        package var erased: Int
        /// What takes their place.
        package var inserted: String
        /// How many characters after the cursor to pass over then.
        package var passed: Int
        /// What to show below the line; nil for nothing.
        package var listing: String?

        /// `inserted` in place of `erased` scalars and before `passed` characters, with `listing` shown below.
        package init(
            erased: Int = 0, inserted: String = "", passed: Int = 0, listing: String? = nil
        ) {
            self.erased = erased
            self.inserted = inserted
            self.passed = passed
            self.listing = listing
        }
    }

    /// How many entries can be recalled.
    private static let recalled: Int32 = 10_000

    private let editor: OpaquePointer
    private let history: HistoryFile?
    private let delegate: UnsafeMutablePointer<WeakDelegate>
    private var latest: String?

    /// An editor that keeps its history in the file at `history`; nil where the terminal allows none.
    package init?(program: String, history path: String?, delegate: any Delegate) {
        history = path.map { HistoryFile(path: $0, limit: Int(Self.recalled)) }
        self.delegate = .allocate(capacity: 1)
        self.delegate.initialize(to: WeakDelegate(delegate: delegate))
        let callbacks = cedit_callbacks(complete: onTab, paste: onPaste, context: self.delegate)
        guard let editor = cedit_open(program, Self.recalled, callbacks) else {
            self.delegate.deinitialize(count: 1)
            self.delegate.deallocate()
            return nil
        }
        self.editor = editor
        for entry in history?.read() ?? [] {
            cedit_remember(editor, entry)
            latest = entry
        }
    }

    isolated deinit {
        cedit_close(editor)
        delegate.deinitialize(count: 1)
        delegate.deallocate()
    }

    /// Reads a line behind `prompt`.
    package func read(prompt: String) -> Input {
        var typed: UnsafeMutablePointer<CChar>?
        let outcome = cedit_read(editor, prompt, &typed)
        defer { free(typed) }
        switch outcome {
        case CEDIT_LINE: return typed.map { .line(String(cString: $0)) } ?? .end
        case CEDIT_INTERRUPTED: return .interrupted
        default: return .end
        }
    }

    /// Lets an entry be recalled, in this run and in later ones; one that was typed just before is there already.
    package func remember(_ entry: String) {
        if entry == latest { return }
        latest = entry
        cedit_remember(editor, entry)
        history?.append(entry)
    }

    /// Drops the lines of a paste that have not been read.
    package func dropPaste() {
        cedit_drop_paste(editor)
    }

    /// Takes bytes as typed that somebody else has read from the terminal.
    package func take(typed bytes: [UInt8]) {
        cedit_take_input(editor, bytes, bytes.count)
    }
}

extension LineEditor {
    /// Gives the terminal to another program as it was found, where an editor has it; `regainTerminal` must follow.
    package nonisolated static func lendTerminal() {
        cedit_lend_terminal()
    }

    /// Takes the terminal back from another program.
    package nonisolated static func regainTerminal() {
        cedit_regain_terminal()
    }
}

/// What the C side hands back to say whom it asks.
@MainActor
private struct WeakDelegate {
    weak var delegate: (any LineEditor.Delegate)?

    /// Asks the delegate behind `context`, on the thread that reads, which is the main one.
    nonisolated static func ask<Answer: Sendable>(
        _ context: UnsafeMutableRawPointer?,
        _ question: @MainActor (any LineEditor.Delegate) -> Answer?
    ) -> Answer? {
        let address = UInt(bitPattern: context)
        return MainActor.assumeIsolated {
            UnsafeMutablePointer<WeakDelegate>(bitPattern: address)?.pointee.delegate
                .flatMap { question($0) }
        }
    }
}

extension LineEditor.CompletionRequest {
    fileprivate init(_ request: cedit_request) {
        switch request {
        case CEDIT_AGAIN: self = .again
        case CEDIT_LIST: self = .list
        default: self = .complete
        }
    }
}

private func onTab(
    _ context: UnsafeMutableRawPointer?, _ before: UnsafePointer<CChar>?,
    _ after: UnsafePointer<CChar>?, _ request: cedit_request
) -> cedit_completion {
    guard let before, let after else { return cedit_completion() }
    let (left, right) = (String(cString: before), String(cString: after))
    let answer = WeakDelegate.ask(context) {
        $0.completion(before: left, after: right, LineEditor.CompletionRequest(request))
    }
    guard let answer else { return cedit_completion() }
    return cedit_completion(
        erased: Int32(clamping: answer.erased), passed: Int32(clamping: answer.passed),
        inserted: strdup(answer.inserted), listing: answer.listing.flatMap { strdup($0) })
}

private func onPaste(
    _ context: UnsafeMutableRawPointer?, _ text: UnsafePointer<CChar>?
) -> UnsafeMutablePointer<CChar>? {
    guard let text else { return nil }
    let pasted = pastedLines(String(cString: text))
    return strdup(WeakDelegate.ask(context) { $0.lines(pasted: pasted) } ?? pasted)
}
