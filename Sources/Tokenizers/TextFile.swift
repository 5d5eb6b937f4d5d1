import Glibc

/// A file of UTF-8 text, read whole.
struct TextFile {
    /// Where the file is, for errors.
    let path: String
    /// The file's bytes, which are valid UTF-8.
    let bytes: [UInt8]

    /// Reads the file at `path`.
    init(path: String) throws {
        self.path = path
        bytes = try Self.read(path)
        guard (try? UTF8Span(validating: bytes.span)) != nil else {
            throw TokenizerError.notText(path: path)
        }
    }

    /// Whether there is something at `path`, readable or not.
    static func exists(_ path: String) -> Bool {
        access(path, F_OK) == 0
    }

    private static func read(_ path: String) throws -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable(path) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        while true {
            var result = 0
            let chunk = [UInt8](unsafeUninitializedCapacity: 1 << 20) { buffer, count in
                result = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                count = max(result, 0)
            }
            if result < 0 && errno == EINTR { continue }
            guard result >= 0 else { throw unreadable(path) }
            if chunk.isEmpty { return bytes }
            bytes += chunk
            guard bytes.count <= 1 << 30 else {
                throw TokenizerError.unreadable(path: path, reason: "it is larger than 1 GiB")
            }
        }
    }

    private static func unreadable(_ path: String) -> TokenizerError {
        .unreadable(path: path, reason: String(cString: strerror(errno)))
    }
}
