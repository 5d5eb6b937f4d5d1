import Glibc

/// The file that a session is written to as it goes: each record is appended in one write.
///
/// The file is locked for as long as it is open, which tells a session that goes on from one that was
/// cut off: the lock goes with the process, however that ends.
final class SessionJournal: Sendable {
    /// The file's path.
    let path: String
    private let file: Int32

    /// The last line of a session that was left in the usual way.
    static let endMark = "#= end\n"

    /// Begins a new file at `path`; nil where there is one already.
    convenience init?(creating path: String) throws(ShellError) {
        let file = open(path, O_RDWR | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o600)
        if file < 0, errno == EEXIST { return nil }
        try self.init(path: path, file: file)
        try append(SessionDocument.header + "\n")
    }

    /// Goes on with the file at `path`; an error where another shell writes to it.
    convenience init(resuming path: String) throws(ShellError) {
        try self.init(path: path, file: open(path, O_RDWR | O_APPEND | O_CLOEXEC))
        try completeLastLine()
    }

    private init(path: String, file: Int32) throws(ShellError) {
        guard file >= 0 else { throw .cannotRecord(path: path, code: errno) }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            close(file)
            throw .sessionInUse(path)
        }
        self.path = path
        self.file = file
    }

    deinit {
        // A process that is just being started may have the file open a moment longer.
        flock(file, LOCK_UN)
        close(file)
    }

    /// Adds `text`, all of it or nothing.
    func append(_ text: String) throws(ShellError) {
        let before = lseek(file, 0, SEEK_END)
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            if count < 0 {
                let code = errno
                ftruncate(file, before)
                throw .cannotRecord(path: path, code: code)
            }
            rest = rest.dropFirst(count)
        }
    }

    /// Ends a last line that was cut off.
    private func completeLastLine() throws(ShellError) {
        let size = lseek(file, 0, SEEK_END)
        var last: UInt8 = 0
        if size > 0, pread(file, &last, 1, size - 1) == 1, last != UInt8(ascii: "\n") {
            try append("\n")
        }
    }

    /// Whether another process has the file at `path` open as its session.
    static func isInUse(_ path: String) -> Bool {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return false }
        defer { close(file) }
        return flock(file, LOCK_SH | LOCK_NB) != 0
    }
}
