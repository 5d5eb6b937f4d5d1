import Glibc

/// A file without a name, which is gone with this value and with the program, however that ends.
final class TemporaryFile: Sendable {
    private let descriptor: Int32

    /// An empty file among the system's temporary ones.
    init() throws(RemoteError) {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var path = Array((folder + "/easel-XXXXXX").utf8CString)
        descriptor = mkstemp(&path)
        guard descriptor >= 0 else { throw .cannotStore(folder: folder, code: errno) }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        unlink(path)
    }

    deinit { close(descriptor) }

    /// Adds bytes at the end.
    func append(_ bytes: [UInt8]) throws(RemoteError) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                buffer.baseAddress.map { write(descriptor, $0 + sent, bytes.count - sent) } ?? -1
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                throw .cannotStore(folder: "the temporary files", code: errno)
            }
            sent += count
        }
    }

    /// All of its bytes.
    func contents() throws(RemoteError) -> [UInt8] {
        let size = Int(lseek(descriptor, 0, SEEK_END))
        var code: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: max(size, 0)) { buffer, count in
            while count < size, let base = buffer.baseAddress {
                let got = pread(descriptor, base + count, size - count, off_t(count))
                if got < 0, errno == EINTR { continue }
                if got < 0 { code = errno }
                if got <= 0 { break }
                count += got
            }
        }
        guard code == 0, size >= 0 else {
            throw .cannotStore(folder: "the temporary files", code: code)
        }
        return bytes
    }
}
