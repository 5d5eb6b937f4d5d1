import Generation
import Images

/// Keeps the record of a session as it goes: in memory, and in a file of the store where there is one.
///
/// A command is written down when it ends, or with its first picture; what comes after that, at once.
@MainActor
package final class SessionRecorder {
    /// What was recorded so far.
    package private(set) var document = SessionDocument()
    /// Called when recording fails, and with nil when it works again.
    var onFailure: (ShellError?) -> Void = { _ in }

    private let store: SessionStore?
    private var journal: SessionJournal?
    /// What the file did not take yet.
    private var unwritten = ""
    private var hasFailed = false
    /// The command that is running, where it has not been written down.
    private var running: Cell?

    /// A record in memory, and in a file of `store` from the first command on.
    package init(store: SessionStore? = nil) {
        self.store = store
    }

    /// The session file; nil where there is none yet.
    package var path: String? { journal?.path }

    /// The number of the next command.
    package var nextCell: Int { document.cells.count + 1 }

    /// Goes on with what `document` holds, in the file that `journal` writes to.
    func resume(_ document: SessionDocument, _ journal: SessionJournal?) {
        close()
        self.document = document
        self.journal = journal
        unwritten = ""
    }

    /// Goes on with a copy of what `document` holds, in a file of its own.
    func adopt(_ document: SessionDocument) {
        resume(document, nil)
        if !document.entries.isEmpty {
            write(document.entries.flatMap(SessionDocument.lines))
        }
    }

    /// Ends the file, where there is one, in the usual way.
    package func close() {
        if let journal, !hasFailed { try? journal.append(SessionJournal.endMark) }
        journal = nil
    }

    /// Records a line that is no command.
    func comment(_ line: String) {
        add(.comment(line))
    }

    /// Begins a command.
    func begin(_ text: String) {
        running = Cell(text: text)
    }

    /// Records what came of the running command; of a picture at once, of all else at the command's end.
    func add(_ result: CellResult) {
        if running != nil {
            running?.results.append(result)
            if case .image = result { writeRunning() }
        } else if case .cell(var cell) = document.entries.last {
            cell.results.append(result)
            document.entries[document.entries.count - 1] = .cell(cell)
            write(result.lines)
        }
    }

    /// Ends the running command; one that failed without a picture did nothing.
    func end(_ failure: CellResult? = nil) {
        if let failure {
            if running != nil { running?.isStruck = true }
            add(failure)
        }
        writeRunning()
    }

    /// The folder of the session's pictures, which is made where it is absent; nil where nothing is recorded.
    func pictureFolder() throws(ShellError) -> String? {
        guard let journal = try openJournal() else { return nil }
        let folder = String(journal.path.dropLast(".easel".count))
        try SessionStore.makeFolders(folder)
        return folder
    }

    private func writeRunning() {
        guard let cell = running else { return }
        running = nil
        add(.cell(cell))
    }

    private func add(_ entry: SessionDocument.Entry) {
        document.entries.append(entry)
        write(SessionDocument.lines(of: entry))
    }

    private func write(_ lines: [String]) {
        guard store != nil || journal != nil else { return }
        unwritten += lines.map { $0 + "\n" }.joined()
        // A blank line alone is nothing to begin a file for: it goes with the next one.
        if lines.allSatisfy({ $0.allSatisfy(\.isWhitespace) }) { return }
        do throws(ShellError) {
            try openJournal()?.append(unwritten)
            unwritten = ""
            if hasFailed { onFailure(nil) }
            hasFailed = false
        } catch {
            if !hasFailed { onFailure(error) }
            hasFailed = true
        }
    }

    @discardableResult
    private func openJournal() throws(ShellError) -> SessionJournal? {
        if journal == nil, let store { journal = try store.create() }
        return journal
    }
}
