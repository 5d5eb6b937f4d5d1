import Glibc

/// A file that one process at a time has locked, in the way of Python's `filelock`; the end of the process unlocks it.
final class FileLock: Sendable {
    private let file: Int32

    private static let pause = Duration.milliseconds(100)

    deinit { close(file) }

    /// Locks the file at `path`, or gives nil where another has it.
    init?(trying path: String) throws(HubError) {
        // The client's own mode lets those wait who share the cache as a group.
        var file = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o664)
        if file >= 0 {
            fchmod(file, 0o664)
        } else if errno == EEXIST {
            file = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o664)
        }
        guard file >= 0 else { throw .cannotWrite(path: path, code: errno) }
        self.file = file
        // A system without such locks is one where nobody can wait.
        let isOurs =
            flock(file, LOCK_EX | LOCK_NB) == 0 || ![EWOULDBLOCK, EACCES].contains(errno)
        guard isOurs, Self.isStill(file, at: path) else { return nil }
    }

    /// Whether the file that was locked is the one that others would lock.
    private static func isStill(_ file: Int32, at path: String) -> Bool {
        var (ours, there) = (stat(), stat())
        return fstat(file, &ours) == 0 && lstat(path, &there) == 0 && ours.st_ino == there.st_ino
            && ours.st_dev == there.st_dev
    }

    /// Locks the file at `path`, waiting as long as another has it, of which `wait` is told.
    static func lock(_ path: String, whileWaiting wait: @Sendable () -> Void) async throws
        -> FileLock
    {
        var isFirst = true
        while true {
            if let lock = try FileLock(trying: path) { return lock }
            if isFirst { wait() }
            isFirst = false
            try await Task.sleep(for: pause)
        }
    }
}
