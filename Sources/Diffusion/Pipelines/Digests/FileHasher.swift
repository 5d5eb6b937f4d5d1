import Digests
import Glibc

/// Finds the SHA-256 of files, without reading them where that is known.
package struct FileHasher: Sendable {
    /// Where the digests of large files are kept; nil keeps none.
    private let cache: DigestCache?
    /// The bytes from which on a file is large.
    private let large: Int

    /// A hasher that keeps the digests of files of at least `large` bytes in `cache`.
    package init(cache: DigestCache?, large: Int = 64 << 20) {
        self.cache = cache
        self.large = large
    }

    /// The SHA-256 of a file that is as it was when it was loaded, as 64 hexadecimal digits.
    func digest(of file: WeightFile) throws -> String {
        guard try FileState(path: file.path) == file.state else {
            throw DigestError.changed(path: file.path)
        }
        if let digest = file.digestInLink { return digest }
        let path = absolute(file.path)
        let isKept = file.state.size >= large
        if isKept, let known = cache?.digest(of: path, file.state) { return known }
        let digest = try contentDigest(file.path)
        guard try FileState(path: file.path) == file.state else {
            throw DigestError.changed(path: file.path)
        }
        if isKept { cache?.keep(digest, of: path, file.state) }
        return digest
    }

    private func contentDigest(_ path: String) throws -> String {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw DigestError.unreadable(path: path, code: errno) }
        defer { close(file) }
        posix_fadvise(file, 0, 0, POSIX_FADV_SEQUENTIAL)
        var hash = SHA256()
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 4 << 20, alignment: 64)
        defer { buffer.deallocate() }
        while true {
            try Task.checkCancellation()
            let count = read(file, buffer.baseAddress, buffer.count)
            if count < 0, errno == EINTR { continue }
            if count < 0 { throw DigestError.unreadable(path: path, code: errno) }
            if count == 0 { return hash.finish().hex }
            hash.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
    }

    private func absolute(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }
}
