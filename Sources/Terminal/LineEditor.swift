import CEdit
import Glibc

/// Reads lines from a person at a terminal: keys of emacs or vi, history, completion.
@MainActor
package final class LineEditor {
    /// How reading a line ended.
    package enum Input: Hashable, Sendable {
        /// This line was entered.
        case line(String)
        /// Ctrl-C was typed: whatever stood there is to be forgotten.
        case interrupted
        /// Ctrl-D was typed on an empty line, or the terminal is gone.
        case end
    }

    /// What TAB does.
    package struct Completion: Hashable, Sendable {
        /// How many scalars before the cursor give way.
        package var erased: Int
        /// What takes their place.
        package var inserted: String
        /// What to show below the line; nil for nothing.
        package var listing: String?

        /// `inserted` in place of `erased` scalars, with `listing` shown below.
        package init(erased: Int, inserted: String, listing: String? = nil) {
            self.erased = erased
            self.inserted = inserted
            self.listing = listing
        }
    }

    /// How many lines can be recalled.
    private static let recalled: Int32 = 10_000

    private let editor: OpaquePointer
    private let history: HistoryFile?
    private let complete: @MainActor (String) -> Completion?
    private let context: UnsafeMutablePointer<WeakEditor>
    private var latest: String?

    /// An editor that keeps its history in the file at `history`; nil where the terminal allows none.
    ///
    /// `complete` is given the text before the cursor.
    package init?(
        program: String, history path: String?,
        complete: @escaping @MainActor (String) -> Completion?
    ) {
        self.complete = complete
        history = path.map { HistoryFile(path: $0, limit: Int(Self.recalled)) }
        let context = UnsafeMutablePointer<WeakEditor>.allocate(capacity: 1)
        context.initialize(to: WeakEditor())
        self.context = context
        guard let editor = cedit_open(program, Self.recalled, onTab, context) else {
            context.deinitialize(count: 1)
            context.deallocate()
            return nil
        }
        self.editor = editor
        context.pointee.editor = self
        for line in history?.read() ?? [] {
            cedit_remember(editor, line)
            latest = line
        }
    }

    isolated deinit {
        cedit_close(editor)
        context.deinitialize(count: 1)
        context.deallocate()
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

    /// Lets a line be recalled, in this run and in later ones; one that was typed just before is there already.
    package func remember(_ line: String) {
        if line == latest { return }
        latest = line
        cedit_remember(editor, line)
        history?.append(line)
    }

    fileprivate func completion(of text: String) -> Completion? {
        complete(text)
    }
}

/// What libedit hands back to say which editor it calls for.
@MainActor
private struct WeakEditor {
    weak var editor: LineEditor?
}

/// Called by libedit, on the thread that reads, which is the main one.
private func onTab(
    _ context: UnsafeMutableRawPointer?, _ text: UnsafePointer<CChar>?
) -> cedit_completion {
    guard let context, let text else { return cedit_completion() }
    let before = String(cString: text)
    let address = UInt(bitPattern: context)
    let completion = MainActor.assumeIsolated {
        UnsafeMutablePointer<WeakEditor>(bitPattern: address)?.pointee
            .editor?.completion(of: before)
    }
    guard let completion else { return cedit_completion() }
    return cedit_completion(
        erased: Int32(clamping: completion.erased), inserted: strdup(completion.inserted),
        listing: completion.listing.flatMap { strdup($0) })
}
