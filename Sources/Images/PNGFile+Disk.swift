import Glibc

extension PNGFile {
    /// The largest file that is read.
    private static let largestFile = 1 << 28

    /// Writes a picture and its texts at `path`, whole or not at all.
    package static func write(
        _ image: RGBImage, text: [PNGText] = [], to path: String
    ) throws(ImageError) {
        try AtomicFile.write(encode(image, text: text), to: path)
    }

    /// Reads the PNG file at `path`.
    package static func read(_ path: String) throws(ImageError) -> PNGFile {
        let bytes = try contents(of: path)
        do {
            return try decode(bytes)
        } catch {
            throw .inFile(path, error)
        }
    }

    private static func contents(of path: String) throws(ImageError) -> [UInt8] {
        // Not blocking, since a named pipe would hold the shell until someone writes to it.
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { throw .cannotRead(path: path, code: errno) }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw .cannotRead(path: path, code: errno) }
        guard status.st_mode & S_IFMT != S_IFDIR else {
            throw .cannotRead(path: path, code: EISDIR)
        }
        let size = Int(status.st_size)
        guard size <= largestFile else { throw .fileTooLarge(path: path, bytes: size) }
        var code: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size {
                let got = Glibc.read(file, buffer.baseAddress.map { $0 + count }, size - count)
                if got < 0, errno == EINTR { continue }
                if got < 0 { code = errno }
                if got <= 0 { break }
                count += got
            }
        }
        guard code == 0 else { throw .cannotRead(path: path, code: code) }
        return bytes
    }
}
