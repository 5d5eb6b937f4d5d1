import Glibc

/// The cache of the Hub's own client, which is shared with it: whatever either has downloaded, both use.
///
///     models--org--name/blobs/<etag>                   contents, named by their hash
///     models--org--name/blobs/<etag>.incomplete        what has arrived of them
///     models--org--name/refs/<branch>                  the commit that a branch was at
///     models--org--name/snapshots/<commit>/<path>      a relative link to the contents
///     models--org--name/.no_exist/<commit>/<path>      an empty file: there is no such file
///     .locks/models--org--name/<etag>.lock             locked by whoever writes the contents
///
/// Matches huggingface_hub 2.4.0, file_download.py.
package struct HubCache: Sendable {
    /// Where the cache is.
    package let folder: String

    /// The cache in `folder`, which is made when something is to be kept there.
    package init(folder: String) {
        var folder = folder
        while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
        self.folder = folder
    }

    /// The folder of a repository.
    package func folder(of name: RepositoryName) -> String { "\(folder)/\(name.folderName)" }

    /// The folder that shows a commit's files.
    package func snapshot(of name: RepositoryName, commit: String) -> String {
        "\(folder(of: name))/snapshots/\(commit)"
    }

    /// The place of contents with this name.
    func blob(_ etag: String, of name: RepositoryName) -> String {
        "\(folder(of: name))/blobs/\(etag)"
    }

    func locks(of name: RepositoryName) -> String { "\(folder)/.locks/\(name.folderName)" }

    /// Whether a text can be the name of contents: it leads nowhere.
    static func isBlobName(_ text: String) -> Bool {
        (1...200).contains(text.utf8.count) && !text.hasPrefix(".")
            && !text.hasSuffix(".incomplete")
            && text.utf8.allSatisfy(RepositoryName.isNameByte)
    }

    // MARK: Reading

    /// The commit that the cache knows a repository's revision to be; nil where it knows none.
    package func commit(of name: RepositoryName) -> String? {
        if RepositoryName.isCommit(name.wanted) { return name.wanted }
        let path = "\(folder(of: name))/refs/\(name.wanted)"
        guard isInside(path), let text = Self.smallFile(path) else { return nil }
        let commit = text.split(whereSeparator: \.isWhitespace).first.map(String.init) ?? ""
        return RepositoryName.isCommit(commit) ? commit : nil
    }

    /// Whether a file of a commit is there, whole.
    package func holds(_ file: String, of name: RepositoryName, commit: String) -> Bool {
        let path = "\(snapshot(of: name, commit: commit))/\(file)"
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && isInside(path)
    }

    /// Whether what is at `path`, links followed, is within the cache; a path to nothing is judged by the folder that is there.
    func isInside(_ path: String) -> Bool {
        guard let root = Self.real(folder) else { return true }
        var path = path
        while path.utf8.count > folder.utf8.count {
            if let target = Self.real(path) {
                return target == root || target.hasPrefix(root + "/")
            }
            var status = stat()
            // A link to nothing.
            if lstat(path, &status) == 0 { return false }
            guard let slash = path.lastIndex(of: "/") else { return false }
            path = String(path[..<slash])
        }
        return true
    }

    static func real(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }

    /// The text of a file that is short; nil where there is none.
    static func smallFile(_ path: String, limit: Int = 1 << 20) -> String? {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 65536)
        while bytes.count <= limit {
            let count = read(file, &part, part.count)
            if count < 0, errno == EINTR { continue }
            if count < 0 { return nil }
            if count == 0 { return String(validating: bytes, as: UTF8.self) }
            bytes += part[..<count]
        }
        return nil
    }
}
