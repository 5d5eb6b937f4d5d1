package import CommandLanguage
import Glibc
package import Terminal

/// Helps with the line that is edited at the prompt: completes it, and takes what is pasted apart.
@MainActor
final class PromptAssistant: LineEditor.Delegate {
    /// The lines of the entry that stand before the one that is edited.
    var earlierLines = ""

    private let session: Session
    /// How many candidates of the last choice have been shown.
    private var shown = 0

    /// An assistant for lines that run in `session`.
    init(_ session: Session) {
        self.session = session
    }

    func completion(
        before: String, after: String, _ request: LineEditor.CompletionRequest
    ) -> LineEditor.Completion? {
        let list = Completer(Commands.table, SessionVocabulary(session))
            .completions(of: earlierLines + before)
        if request != .again { shown = 0 }
        // A quotation that begins in a line before cannot be changed from here.
        guard list.replaced <= before.unicodeScalars.count else { return nil }
        if request != .list, let edit = list.edit(before: after) { return edit }
        guard shown < list.candidates.count else { return nil }
        let window = TerminalSize(of: STDOUT_FILENO) ?? TerminalSize(columns: 80, rows: 24)
        let (listing, end) = list.listing(from: shown, in: window)
        shown = end
        return LineEditor.Completion(listing: listing)
    }

    func lines(pasted text: String) -> String {
        typedLines(inTranscript: text)
    }
}

extension CompletionList {
    /// What TAB does where `rest` follows the cursor: types as much as is certain; nil where nothing is.
    package func edit(before rest: String) -> LineEditor.Completion? {
        guard let first = candidates.first else { return nil }
        if candidates.count == 1 { return complete(first.text, before: rest) }
        guard common.unicodeScalars.count > typed.unicodeScalars.count else { return nil }
        return .init(erased: replaced, inserted: form(of: common, isWhole: false))
    }

    /// Types the only candidate, without what of it follows already.
    private func complete(_ text: String, before rest: String) -> LineEditor.Completion {
        let isOpen = ["=", "/"].contains(text.last)
        var inserted = form(of: text, isWhole: !isOpen)
        var rest = rest[...]
        // The rest of the word, or its quotation mark, may stand there already.
        let word = rest.prefix { !$0.isWhitespace && $0 != ";" }
        let isRest =
            !word.isEmpty && inserted.hasSuffix(word)
            && (text == typed + word
                || word.unicodeScalars.elementsEqual([mark].compactMap(\.self)))
        if isRest {
            inserted.removeLast(word.count)
            rest = rest[word.endIndex...]
        }
        var passed = isRest ? word.count : 0
        if !isOpen {
            if rest.first == " " { passed += 1 } else if passed == 0 { inserted += " " }
        }
        return .init(erased: replaced, inserted: inserted, passed: passed)
    }

    /// The candidates from index `first` on, as many as a window has room for, with what they mean; and the index after them.
    package func listing(from first: Int, in window: TerminalSize) -> (text: String, end: Int) {
        let rest = candidates.dropFirst(first)
        // A row stays for the prompt and one for what comes above the choice.
        let room = max(1, window.rows - 2)
        let fits = rest.count <= room
        let part = fits ? rest : rest.prefix(max(1, room - 1))
        // Of paths, only what is different is worth a look.
        let folder = typed.lastIndex(of: "/").map { typed[...$0] } ?? ""
        let rows = part.map { (String($0.text.dropFirst(folder.count)), $0.meaning) }
        var lines = Manual.columns(rows).split(separator: "\n").map(String.init)
        if !fits { lines.append("    … and \(rest.count - part.count) more: TAB shows them") }
        return (
            lines.map { fitted($0, columns: window.columns) }.joined(separator: "\n"), part.endIndex
        )
    }
}
