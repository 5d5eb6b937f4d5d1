/// A file of a repository, as the Hub lists it.
package struct RepositoryFile: Hashable, Sendable {
    /// Its path within the repository.
    package let path: String
    /// Its length in bytes.
    package let size: Int
    /// The name that git gives to its contents, or to the pointer that stands for them.
    package let blob: String
    /// The SHA-256 of a large file's contents; nil for a file that git itself holds.
    package let sha256: String?

    /// A file of the given facts; nil where its path is none within a repository.
    package init?(path: String, size: Int, blob: String, sha256: String? = nil) {
        guard Self.isInside(path), size >= 0 else { return nil }
        self.path = path
        self.size = size
        self.blob = blob
        self.sha256 = sha256
    }

    /// Whether `path` stays within the folder that it starts from, and can be shown.
    package static func isInside(_ path: String) -> Bool {
        path.utf8.count <= 1000
            && path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy {
                !$0.isEmpty && $0 != "." && $0 != ".." && $0.utf8.count <= 255
            }
            && path.unicodeScalars.allSatisfy {
                $0.value >= 0x20 && $0.value != 0x7F && $0 != "\\"
            }
    }

    /// The folder that it is in, and its name; a file at the top is in none.
    var parts: (folder: Substring, name: Substring) {
        guard let slash = path.lastIndex(of: "/") else { return ("", path[...]) }
        return (path[..<slash], path[path.index(after: slash)...])
    }
}
