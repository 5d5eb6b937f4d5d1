import Glibc

/// The lines that were typed, in a file that several shells may write to at once.
///
/// An entry is a line of the file. Where an entry has line ends itself, a vertical tab stands for each: no key types one, and
/// files from before entries could have several lines read as ever.
package struct HistoryFile {
    private let path: String
    private let limit: Int

    /// The file at `path`, of which the last `limit` entries count.
    package init(path: String, limit: Int) {
        self.path = path
        self.limit = limit
    }

    /// The entries of the file, oldest first, without repetitions; shortens the file where it has grown far beyond the limit.
    package func read() -> [String] {
        var lines = storedLines()
        if lines.count > limit + limit / 10 {
            shorten()
            lines = lines.suffix(limit)
        }
        var entries: [String] = []
        for line in lines.suffix(limit) {
            let entry = Self.entry(of: line)
            if !entry.isEmpty, entry != entries.last { entries.append(entry) }
        }
        return entries
    }

    /// Adds an entry, as a whole or not at all.
    ///
    /// A history that cannot be written is no reason to stop anyone's work.
    package func append(_ entry: String) {
        makeFolder()
        guard let file = open() else { return }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { return }
        let isRegular = status.st_mode & S_IFMT == S_IFREG
        if isRegular, status.st_mode & 0o077 != 0 { fchmod(file, 0o600) }
        var bytes = Self.line(of: entry)
        // A shell that was killed, or a full disk, may have left a line without its end.
        var last = newline
        if isRegular, status.st_size > 0, pread(file, &last, 1, status.st_size - 1) == 1,
            last != newline
        {
            bytes.insert(newline, at: 0)
        }
        let count = write(file, bytes, bytes.count)
        if isRegular, count > 0, count < bytes.count { ftruncate(file, status.st_size) }
    }

    /// The lines of the file as they stand there; none where it cannot be read.
    private func storedLines() -> [ArraySlice<UInt8>] {
        let file = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return [] }
        defer { close(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(file, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        return bytes.split(separator: newline)
    }

    /// The file, locked for one shell alone; without a lock where none is to be had in time.
    private func open() -> Int32? {
        for _ in 0..<10 {
            let file = Glibc.open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
            guard file >= 0 else { return nil }
            _ = lock(file)
            // Another shell may have put a shorter file in its place before the lock was there.
            if isCurrent(file) { return file }
            close(file)
        }
        return nil
    }

    /// Takes the file's lock; false where somebody holds it for long or the file system has none.
    private func lock(_ file: Int32) -> Bool {
        for _ in 0..<100 {
            if flock(file, LOCK_EX | LOCK_NB) == 0 { return true }
            guard errno == EWOULDBLOCK || errno == EINTR else { return false }
            usleep(1000)
        }
        return false
    }

    /// Whether an open file is the one at the path.
    private func isCurrent(_ file: Int32) -> Bool {
        var (opened, present) = (stat(), stat())
        return fstat(file, &opened) == 0 && stat(path, &present) == 0
            && opened.st_dev == present.st_dev && opened.st_ino == present.st_ino
    }

    /// Leaves only the last lines in the file, in one step, while no other shell writes to it.
    private func shorten() {
        // Where the path is a link, the file that it leads to is the one to replace.
        guard let target = realpath(path, nil) else { return }
        defer { free(target) }
        let file = Glibc.open(target, O_RDWR | O_CLOEXEC)
        guard file >= 0 else { return }
        defer { close(file) }
        guard lock(file), isCurrent(file) else { return }
        let kept = storedLines().suffix(limit).flatMap { $0 + [newline] }
        let temporary = "\(String(cString: target)).\(getpid())"
        unlink(temporary)
        let shorter = Glibc.open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard shorter >= 0 else { return }
        let isWritten = write(shorter, kept, kept.count) == kept.count && fsync(shorter) == 0
        close(shorter)
        if !isWritten || rename(temporary, target) != 0 { unlink(temporary) }
    }

    private func makeFolder() {
        for (index, byte) in path.utf8.enumerated() where byte == UInt8(ascii: "/") && index > 0 {
            mkdir(String(decoding: path.utf8.prefix(index), as: UTF8.self), 0o700)
        }
    }

    private static func entry(of line: ArraySlice<UInt8>) -> String {
        String(decoding: line.lazy.map { $0 == lineEnd ? newline : $0 }, as: UTF8.self)
    }

    private static func line(of entry: String) -> [UInt8] {
        entry.utf8.map { $0 == newline ? lineEnd : $0 } + [newline]
    }
}

private let newline = UInt8(ascii: "\n")
/// Stands for a line end within an entry.
private let lineEnd: UInt8 = 0x0B
