import Glibc
import Images

/// A file of the user's that is to be sent.
enum SourceFile {
    /// The API takes files below this size.
    private static let limit = 50_000_000

    /// What kind of picture is in the file at `path`; refuses what no service takes.
    static func kind(of path: String, named name: String) throws(RemoteError) -> PictureFile.Kind {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { throw .badSource(name: name, reason: systemText(errno)) }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw .badSource(name: name, reason: "it is no file")
        }
        guard status.st_size < limit else {
            throw .badSource(
                name: name, reason: "it has \(status.st_size) bytes, and the limit is \(limit)")
        }
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = read(file, &bytes, bytes.count)
        guard let kind = PictureFile.Kind(bytes.prefix(max(count, 0))) else {
            throw .badSource(name: name, reason: "it is neither PNG, WebP nor JPEG")
        }
        return kind
    }
}
