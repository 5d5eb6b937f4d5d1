import Glibc

/// A repository in the cache, with what is on the disk of it.
package struct CachedRepository: Sendable, Hashable {
    /// Its name, without a revision.
    package var name: RepositoryName
    /// The commits whose files are there, each with the branches and tags that name it.
    package var commits: [String: [String]]
    /// How many bytes its contents take.
    package var size: Int
    /// How many bytes of these belong to downloads that are not finished.
    package var unfinished: Int
    /// When any of its contents was last read, in seconds since 1970; 0 where there is nothing.
    package var lastUsed: Int
}

extension HubCache {
    /// The repositories of models in the cache, by their names.
    package func repositories() -> [CachedRepository] {
        FolderWalk.names(in: folder).compactMap { RepositoryName(cacheFolder: $0) }
            .compactMap { repository($0) }.sorted { $0.name.id < $1.name.id }
    }

    /// What the cache has of a repository; nil where it has nothing.
    package func repository(_ name: RepositoryName) -> CachedRepository? {
        let path = folder(of: name)
        guard FolderWalk.isFolder(path), isInside(path),
            let plain = RepositoryName(name.id) ?? RepositoryName(cacheFolder: name.folderName)
        else { return nil }
        var found = CachedRepository(
            name: plain, commits: [:], size: 0, unfinished: 0, lastUsed: 0)
        for commit in FolderWalk.names(in: path + "/snapshots")
        where FolderWalk.isFolder("\(path)/snapshots/\(commit)") {
            found.commits[commit] = []
        }
        for reference in FolderWalk.files(below: path + "/refs") {
            let commit = HubCache.smallFile("\(path)/refs/\(reference)") ?? ""
            found.commits[commit]?.append(reference)
        }
        for blob in FolderWalk.names(in: path + "/blobs") {
            var status = stat()
            guard stat("\(path)/blobs/\(blob)", &status) == 0 else { continue }
            found.size += Int(status.st_size)
            if blob.hasSuffix(".incomplete") {
                found.unfinished += Int(status.st_size)
            } else {
                found.lastUsed = max(found.lastUsed, status.st_atim.tv_sec)
            }
        }
        return found
    }

    /// The files of a commit that are there, whole, each with its length.
    package func files(of name: RepositoryName, commit: String) -> [RepositoryFile] {
        let folder = snapshot(of: name, commit: commit)
        return FolderWalk.files(below: folder).compactMap { path in
            var status = stat()
            guard holds(path, of: name, commit: commit), stat("\(folder)/\(path)", &status) == 0
            else { return nil }
            return RepositoryFile(path: path, size: Int(status.st_size), blob: "")
        }
    }
}

/// What is in folders.
enum FolderWalk {
    /// The names in a folder, in their order; none where there is no such folder.
    static func names(in path: String) -> [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) {
                    String(cString: $0)
                }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// The paths, from `path` on, of all that is no folder; links to folders are not entered.
    static func files(below path: String, depth: Int = 0) -> [String] {
        guard depth < 20 else { return [] }
        return names(in: path).flatMap { name in
            isFolder(path + "/" + name)
                ? files(below: path + "/" + name, depth: depth + 1).map { name + "/" + $0 } : [name]
        }
    }

    /// Whether a folder, and no link, is at `path`.
    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
