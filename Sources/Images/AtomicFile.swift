package import Glibc

/// Files that are there whole or not at all.
package enum AtomicFile {
    /// Writes `bytes` at `path`, replacing what was there only once they are all on the disk; `mode` says who may do what with it.
    package static func write(
        _ bytes: [UInt8], to path: String, mode: mode_t = 0o666
    ) throws(ImageError) {
        let file = try AtomicFileWriter(path, mode: mode)
        try file.append(bytes)
        try file.commit()
    }
}

/// A file that is written piece by piece, and takes the place of what was there once it is whole.
///
/// A symbolic link keeps its place and its target is replaced; what is no regular file
/// (`/dev/stdout`, a pipe) is written to directly. Without `commit` nothing has changed on the disk.
package final class AtomicFileWriter {
    /// The path as it was given, for errors.
    private let shown: String
    /// What is written, and what it becomes; nil where the file is written to directly.
    private let renaming: (from: String, to: String)?
    private var file: Int32
    private var buffer: [UInt8] = []

    private static let bufferSize = 1 << 16

    /// Begins a file that is to be at `path`, with the rights of `mode` from the first byte on, less those that the user's mask takes.
    package init(_ path: String, mode: mode_t = 0o666) throws(ImageError) {
        shown = path
        var status = stat()
        let isThere = stat(path, &status) == 0
        switch status.st_mode & S_IFMT {
        case S_IFDIR where isThere: throw .cannotWrite(path: path, code: EISDIR)
        case S_IFREG where isThere, _ where !isThere:
            let target = isThere ? Self.resolved(path) : path
            let temporary = try Self.openTemporary(
                beside: target, naming: path, mode: mode)
            renaming = (temporary.path, target)
            file = temporary.file
        default:
            renaming = nil
            file = open(path, O_WRONLY | O_CLOEXEC)
            if file < 0 { throw .cannotWrite(path: path, code: errno) }
        }
    }

    deinit {
        if file >= 0 { close(file) }
        if file >= 0, let renaming { unlink(renaming.from) }
    }

    /// Adds `bytes`.
    package func append(_ bytes: [UInt8]) throws(ImageError) {
        buffer += bytes
        if buffer.count >= Self.bufferSize { try flush() }
    }

    /// Adds the UTF-8 of `text`.
    package func append(_ text: String) throws(ImageError) {
        try append(Array(text.utf8))
    }

    /// Ends the file: it is at its place from now on, and on the disk.
    package func commit() throws(ImageError) {
        try flush()
        guard let renaming else { return }
        if fsync(file) != 0 { throw failure(errno) }
        let closed = close(file)
        file = -1
        var code = closed == 0 ? 0 : errno
        if code == 0, rename(renaming.from, renaming.to) != 0 { code = errno }
        if code != 0 {
            unlink(renaming.from)
            throw failure(code)
        }
    }

    private func flush() throws(ImageError) {
        let code = Self.writeAll(buffer, to: file)
        buffer.removeAll(keepingCapacity: true)
        if let code { throw failure(code) }
    }

    private func failure(_ code: Int32) -> ImageError {
        .cannotWrite(path: shown, code: code)
    }

    private static func resolved(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }

    private static func openTemporary(
        beside path: String, naming shown: String, mode: mode_t
    ) throws(ImageError) -> (file: Int32, path: String) {
        guard !path.hasSuffix("/") else { throw .cannotWrite(path: shown, code: EISDIR) }
        while true {
            let name =
                "\(folder(of: path))/.easel-\(String(UInt64.random(in: 0...(.max)), radix: 36))"
            let file = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
            if file >= 0 { return (file, name) }
            if errno != EEXIST, errno != EINTR { throw .cannotWrite(path: shown, code: errno) }
        }
    }

    /// Writes everything, or says which error the system gave.
    private static func writeAll(_ bytes: [UInt8], to file: Int32) -> Int32? {
        bytes.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = Glibc.write(
                    file, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count < 0, errno != EINTR { return errno }
                rest = rest.dropFirst(max(count, 0))
            }
            return nil
        }
    }
}

/// The folder that a path's last component is in.
func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
}
