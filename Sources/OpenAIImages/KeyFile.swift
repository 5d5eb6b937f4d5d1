import Glibc
import Images

/// A file that holds a key, for its owner alone.
enum KeyFile {
    private static let longest = 4096

    /// The key in the file at `path`; nil where there is none.
    ///
    /// A file that others can read is refused.
    static func read(_ path: String) throws(RemoteError) -> String? {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        guard status.st_mode & 0o077 == 0, status.st_uid == geteuid() else {
            throw .exposedKey(path: path)
        }
        var bytes = [UInt8](repeating: 0, count: longest)
        let count = Glibc.read(file, &bytes, bytes.count)
        let text = String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
        let key = text.split(whereSeparator: \.isWhitespace).first.map(String.init)
        return key
    }

    /// Writes a key at `path`, making the folder, which is for its owner alone too.
    static func write(_ key: String, to path: String) throws {
        makeFolder(of: path)
        try AtomicFile.write(Array((key + "\n").utf8), to: path, mode: 0o600)
    }

    /// Removes the file; says whether there was one.
    static func remove(_ path: String) throws(ImageError) -> Bool {
        if unlink(path) == 0 { return true }
        if errno == ENOENT || errno == ENOTDIR { return false }
        throw .cannotWrite(path: path, code: errno)
    }

    private static func makeFolder(of path: String) {
        var folder = ""
        for part in path.split(separator: "/").dropLast() {
            folder += "/" + part
            mkdir(folder, 0o700)
        }
    }
}
