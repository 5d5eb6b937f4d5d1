import Glibc

/// Files that are there whole or not at all.
package enum AtomicFile {
    /// Writes `bytes` at `path`, replacing what was there only once they are all on the disk.
    ///
    /// A symbolic link keeps its place and its target is replaced; what is no regular file
    /// (`/dev/stdout`, a pipe) is written to directly.
    package static func write(_ bytes: [UInt8], to path: String) throws(ImageError) {
        var status = stat()
        guard stat(path, &status) == 0 else { return try replace(path, with: bytes, naming: path) }
        switch status.st_mode & S_IFMT {
        case S_IFREG: try replace(resolved(path), with: bytes, naming: path)
        case S_IFDIR: throw .cannotWrite(path: path, code: EISDIR)
        default: try writeDirectly(bytes, to: path)
        }
    }

    private static func resolved(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }

    private static func writeDirectly(_ bytes: [UInt8], to path: String) throws(ImageError) {
        let file = open(path, O_WRONLY | O_CLOEXEC)
        guard file >= 0 else { throw .cannotWrite(path: path, code: errno) }
        defer { close(file) }
        if let code = writeAll(bytes, to: file) { throw .cannotWrite(path: path, code: code) }
    }

    private static func replace(
        _ path: String, with bytes: [UInt8], naming shown: String
    ) throws(ImageError) {
        guard !path.hasSuffix("/") else { throw .cannotWrite(path: shown, code: EISDIR) }
        let (file, temporary) = try openTemporary(beside: path, naming: shown)
        var code = writeAll(bytes, to: file)
        if code == nil, fsync(file) != 0 { code = errno }
        if close(file) != 0, code == nil { code = errno }
        if code == nil, rename(temporary, path) != 0 { code = errno }
        if let code {
            unlink(temporary)
            throw .cannotWrite(path: shown, code: code)
        }
    }

    private static func openTemporary(
        beside path: String, naming shown: String
    ) throws(ImageError) -> (file: Int32, path: String) {
        while true {
            let name =
                "\(folder(of: path))/.easel-\(String(UInt64.random(in: 0...(.max)), radix: 36))"
            let file = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
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
