import Glibc

/// The lines that were typed, in a file that several shells may append to at once.
struct HistoryFile {
    private let path: String
    private let limit: Int

    /// The file at `path`, of which the last `limit` lines count.
    init(path: String, limit: Int) {
        self.path = path
        self.limit = limit
    }

    /// The lines of the file, oldest first; shortens the file where it has grown far beyond the limit.
    func read() -> [String] {
        guard let file = fopen(path, "re") else { return [] }
        defer { fclose(file) }
        var lines: [String] = []
        var buffer: UnsafeMutablePointer<CChar>?
        var capacity = 0
        while case let count = getline(&buffer, &capacity, file), count > 0, let buffer {
            let bytes = UnsafeRawBufferPointer(start: buffer, count: count)
            lines.append(String(decoding: bytes.prefix { $0 != newline }, as: UTF8.self))
        }
        free(buffer)
        if lines.count > limit + limit / 10 { replace(with: lines.suffix(limit)) }
        return lines.suffix(limit)
    }

    /// Adds a line, in one write, so that lines of several shells do not mix.
    ///
    /// A history that cannot be written is no reason to stop anyone's work.
    func append(_ line: String) {
        makeFolder()
        let file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { return }
        defer { close(file) }
        let bytes = Array(line.utf8) + [newline]
        _ = write(file, bytes, bytes.count)
    }

    /// Puts `lines` in the place of the whole file.
    private func replace(with lines: some Sequence<String>) {
        let temporary = path + ".\(getpid())"
        guard let file = fopen(temporary, "we") else { return }
        for line in lines { fputs(line + "\n", file) }
        if fclose(file) != 0 || rename(temporary, path) != 0 { unlink(temporary) }
    }

    private func makeFolder() {
        for (index, byte) in path.utf8.enumerated() where byte == UInt8(ascii: "/") && index > 0 {
            mkdir(String(decoding: path.utf8.prefix(index), as: UTF8.self), 0o700)
        }
    }
}

private let newline = UInt8(ascii: "\n")
