import FoundationEssentials
import Glibc

/// A file of weights that a model was loaded from.
package struct WeightFile: Hashable, Sendable {
    /// Where it is.
    package let path: String
    /// Its path within the model's folder (`unet/diffusion_pytorch_model.safetensors`).
    package let name: String
    /// What it was when the model was loaded.
    let state: FileState

    /// The file `name` of a model's folder, as it is now.
    package init(_ name: String, in folder: String) throws(DigestError) {
        self.name = name
        path = folder + "/" + name
        state = try FileState(path: path)
    }

    /// The content's SHA-256 where the file is a link to a blob of Hugging Face's cache, whose name says it.
    var digestInLink: String? {
        guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: path)
        else { return nil }
        let parts = target.split(separator: "/")
        guard let name = parts.last, parts.dropLast().last == "blobs", name.utf8.count == 64,
            name.utf8.allSatisfy({ "0123456789abcdef".utf8.contains($0) })
        else { return nil }
        return String(name)
    }
}

/// What tells a file from the one that was at its path before.
struct FileState: Hashable, Sendable {
    /// Bytes.
    let size: Int
    /// When it was last written, in nanoseconds since 1970.
    let modified: Int
    /// Its number on its disk.
    let inode: UInt

    /// The file at `path`, links followed.
    init(path: String) throws(DigestError) {
        var status = stat()
        guard stat(path, &status) == 0 else { throw .unreadable(path: path, code: errno) }
        size = Int(status.st_size)
        modified = status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec
        inode = UInt(status.st_ino)
    }
}
