import Glibc

extension SingleFileModel {
    /// Whether a name is one of a file of weights that can be read.
    static func isName(_ name: String) -> Bool {
        name.lowercased().hasSuffix(suffix)
    }

    /// What a model is called that is in a file of this name.
    static func name(ofFile file: String) -> String {
        isName(file) && file.count > suffix.count ? String(file.dropLast(suffix.count)) : file
    }

    private static let suffix = ".safetensors"
    private static let pickleSuffixes = [".ckpt", ".pt", ".pth", ".bin", ".pkl"]

    /// Refuses files of other formats, whatever they are called.
    static func refuseOtherFormats(_ path: String) throws {
        let start = firstBytes(path)
        // Pickles of today are ZIP archives. Those of old have no mark that a header's length could not be.
        let isArchive = start.starts(with: Array("PK\u{3}\u{4}".utf8))
        if isArchive || pickleSuffixes.contains(where: { path.lowercased().hasSuffix($0) }) {
            throw SingleFileError.pickled(path: path)
        }
        guard isName(path) else { throw LoadError.notAFolder(path) }
    }

    private static func firstBytes(_ path: String) -> [UInt8] {
        // Without O_NONBLOCK, opening a pipe waits for a writer.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        return [UInt8](unsafeUninitializedCapacity: 4) { buffer, count in
            count = max(0, read(descriptor, buffer.baseAddress, buffer.count))
        }
    }
}
