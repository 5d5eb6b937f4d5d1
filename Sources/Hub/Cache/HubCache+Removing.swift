import Glibc

/// What is to be removed from the cache.
package struct CacheRemoval: Sendable, Hashable {
    /// The repository, with the revision where only that goes.
    package var name: RepositoryName
    /// How many bytes become free.
    package var freed: Int
    /// What is deleted, in the order in which it is: what points to contents goes before them.
    var paths: [String]
}

extension HubCache {
    /// What removing a repository, or one of its revisions, means.
    ///
    /// Contents that other revisions show stay. Where a revision is the last one, the whole repository goes.
    ///
    /// Matches `delete_revisions` in huggingface_hub 2.4.0, utils/_cache_manager.py.
    package func removal(of name: RepositoryName) throws(HubError) -> CacheRemoval {
        guard let found = repository(name) else { throw .notCached(name.description) }
        let whole = CacheRemoval(
            name: found.name, freed: found.size, paths: [folder(of: name), locks(of: name)])
        guard name.revision != nil else { return whole }
        guard let commit = self.commit(of: name), let references = found.commits[commit] else {
            throw .notCached(name.description)
        }
        if found.commits.count == 1 { return whole }
        let others = found.commits.keys.filter { $0 != commit }
        let kept = Set(others.flatMap { shown(by: $0, of: name) })
        let blobs = shown(by: commit, of: name).subtracting(kept).sorted()
        let folder = self.folder(of: name)
        let freed = blobs.map { Self.size("\(folder)/blobs/\($0)") }.reduce(0, +)
        return CacheRemoval(
            name: name, freed: freed,
            paths: ["\(folder)/snapshots/\(commit)"]
                + references.map { "\(folder)/refs/\($0)" }
                + ["\(folder)/trees/\(commit).json", "\(folder)/.no_exist/\(commit)"]
                + blobs.map { "\(folder)/blobs/\($0)" })
    }

    /// Removes it, unless somebody is downloading it.
    package func remove(_ removal: CacheRemoval) throws(HubError) {
        var held: [FileLock] = []
        let locks = locks(of: removal.name)
        for file in FolderWalk.names(in: locks) {
            guard let lock = try FileLock(trying: "\(locks)/\(file)") else {
                throw .isBeingDownloaded(removal.name.description)
            }
            held.append(lock)
        }
        for path in removal.paths { try delete(path) }
    }

    /// The names of the contents that a commit's files show.
    private func shown(by commit: String, of name: RepositoryName) -> Set<String> {
        let folder = snapshot(of: name, commit: commit)
        return Set(
            FolderWalk.files(below: folder).compactMap { file in
                Self.target(ofLink: "\(folder)/\(file)").flatMap { target in
                    let parts = target.split(separator: "/")
                    guard parts.dropLast().last == "blobs", let blob = parts.last else {
                        return nil
                    }
                    return Self.isBlobName(String(blob)) ? String(blob) : nil
                }
            })
    }

    private static func size(_ path: String) -> Int {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : 0
    }

    /// Deletes what is at `path` and below, links themselves and not what they lead to.
    private func delete(_ path: String) throws(HubError) {
        guard isInside(Self.parent(of: path)) else {
            throw .leadsOut(path: path, to: Self.target(ofLink: path) ?? "?")
        }
        if FolderWalk.isFolder(path) {
            for name in FolderWalk.names(in: path) { try delete("\(path)/\(name)") }
            if rmdir(path) != 0, errno != ENOENT { throw .cannotWrite(path: path, code: errno) }
        } else if unlink(path) != 0, errno != ENOENT {
            throw .cannotWrite(path: path, code: errno)
        }
    }
}
