import Digests
import FoundationEssentials
import Images

/// Remembers the digests of large files from one run of the program to the next: a small file for each of them in one folder.
///
/// What goes wrong with it costs time and nothing else, so that nothing is said of it.
package struct DigestCache: Sendable {
    /// Where the small files are.
    package let folder: String

    /// A cache in `folder`, which need not be there yet.
    package init(folder: String) {
        self.folder = folder
    }

    /// The user's cache; nil where there is no home to keep it in.
    package init?(_ environment: [String: String]) {
        if let base = environment["XDG_CACHE_HOME"], base.hasPrefix("/") {
            folder = base + "/easel/digests"
        } else if let home = environment["HOME"], home.hasPrefix("/") {
            folder = home + "/.cache/easel/digests"
        } else {
            return nil
        }
    }

    /// What is kept of a file.
    private struct Entry: Codable {
        var path: String
        var size: Int
        var modified: Int
        var inode: UInt
        var digest: String
    }

    /// The digest of the file that was at `path` in that state; nil where that is not known.
    func digest(of path: String, _ state: FileState) -> String? {
        guard let data = FileManager.default.contents(atPath: place(of: path)),
            let entry = try? JSONDecoder().decode(Entry.self, from: data), entry.path == path,
            entry.size == state.size, entry.modified == state.modified, entry.inode == state.inode
        else { return nil }
        return entry.digest
    }

    /// Keeps a digest, in the place of what was kept of that path before.
    func keep(_ digest: String, of path: String, _ state: FileState) {
        let entry = Entry(
            path: path, size: state.size, modified: state.modified, inode: state.inode,
            digest: digest)
        guard let data = try? JSONEncoder().encode(entry) else { return }
        try? FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        try? AtomicFile.write(Array(data), to: place(of: path))
    }

    private func place(of path: String) -> String {
        folder + "/" + SHA256.digest(of: Array(path.utf8)).hex + ".json"
    }
}
