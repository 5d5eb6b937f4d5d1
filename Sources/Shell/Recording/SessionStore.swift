import Glibc
import Images

/// The folder in which every interactive shell keeps its sessions.
package struct SessionStore: Sendable {
    /// A session of the store.
    struct Item {
        /// What `session load` calls it.
        var name: String
        /// Its file.
        var path: String
        /// Whether a shell is writing to it.
        var isInUse: Bool
        /// Whether its shell ended without a word.
        var isCutOff: Bool
    }

    /// The folder's path.
    package let folder: String

    /// The store in `folder`, which is made when something is to be kept there.
    package init(folder: String) {
        self.folder = folder
    }

    /// Begins a session's file, named by the present time.
    func create() throws(ShellError) -> SessionJournal {
        try Self.makeFolders(folder)
        let name = Self.timestamp()
        for attempt in 1...1000 {
            let path = "\(folder)/\(name)\(attempt == 1 ? "" : "-\(attempt)").easel"
            if let journal = try SessionJournal(creating: path) { return journal }
        }
        throw .cannotRecord(path: "\(folder)/\(name).easel", code: EEXIST)
    }

    /// The sessions that are there, the newest first.
    func items() -> [Item] {
        names.map(item)
    }

    /// The latest session whose shell ended without a word; only the few newest are looked at.
    func latestCutOff() -> Item? {
        names.prefix(5).lazy.map(item).first { $0.isCutOff }
    }

    /// The path of the session called `name`; nil where there is none.
    func path(of name: String) -> String? {
        let path = "\(folder)/\(name).easel"
        return name.contains("/") || access(path, F_OK) != 0 ? nil : path
    }

    /// The names of the sessions, the newest first.
    package var names: [String] {
        fileNames(in: folder).filter { $0.hasSuffix(".easel") }
            .map { String($0.dropLast(".easel".count)) }.sorted(by: >)
    }

    private func item(_ name: String) -> Item {
        let path = "\(folder)/\(name).easel"
        let isInUse = SessionJournal.isInUse(path)
        return Item(
            name: name, path: path, isInUse: isInUse, isCutOff: !isInUse && !Self.hasEnded(path))
    }

    private static func hasEnded(_ path: String) -> Bool {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return true }
        defer { close(file) }
        let end = Array(SessionJournal.endMark.utf8)
        var tail = [UInt8](repeating: 0, count: end.count)
        let start = max(0, lseek(file, 0, SEEK_END) - off_t(end.count))
        return pread(file, &tail, tail.count, start) == end.count && tail == end
    }

    private static func timestamp() -> String {
        var now = time(nil)
        var parts = tm()
        localtime_r(&now, &parts)
        var text = [CChar](repeating: 0, count: 32)
        strftime(&text, text.count, "%Y-%m-%d-%H%M%S", &parts)
        return String(
            decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Makes `folder` and those above it, for the user alone.
    static func makeFolders(_ folder: String) throws(ShellError) {
        var code: Int32 = 0
        let parts = folder.split(separator: "/")
        for count in parts.indices {
            let path = (folder.hasPrefix("/") ? "/" : "") + parts[...count].joined(separator: "/")
            code = mkdir(path, 0o700) == 0 || errno == EEXIST ? 0 : errno
        }
        if code != 0 { throw .cannotRecord(path: folder, code: code) }
    }
}
