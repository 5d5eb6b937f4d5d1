import Glibc

extension HubCache {
    private static let tag = """
        Signature: 8a477f597d28d172789f06886806bc55
        # This file is a cache directory tag created by huggingface_hub.
        # For information about cache directory tags, see:
        #\thttps://bford.info/cachedir/

        """

    /// Makes the folders that a commit's files need, so that no scan ever finds a repository without them.
    func prepare(_ name: RepositoryName, commit: String) throws(HubError) {
        try makeFolder(folder(of: name) + "/blobs")
        try makeFolder(snapshot(of: name, commit: commit))
        try makeFolder(locks(of: name))
        let path = folder + "/CACHEDIR.TAG"
        if access(path, F_OK) != 0 { try? SmallFile.write(Self.tag, to: path) }
    }

    /// Notes which commit a branch or tag is at.
    func setCommit(_ commit: String, of name: RepositoryName) throws(HubError) {
        guard name.wanted != commit, self.commit(of: name) != commit else { return }
        let path = "\(folder(of: name))/refs/\(name.wanted)"
        try makeFolder(Self.parent(of: path))
        try SmallFile.write(commit, to: path)
    }

    /// Shows the contents `etag` as a file of a commit.
    func link(_ file: String, to etag: String, of name: RepositoryName, commit: String)
        throws(HubError)
    {
        let path = "\(snapshot(of: name, commit: commit))/\(file)"
        try makeFolder(Self.parent(of: path))
        let up = String(repeating: "../", count: 2 + file.count { $0 == "/" })
        let target = "\(up)blobs/\(etag)"
        if let old = Self.target(ofLink: path), old == target { return }
        // What was there is replaced in one step.
        let temporary = "\(path).\(SmallFile.suffix).tmp"
        guard symlink(target, temporary) == 0 else {
            throw .cannotWrite(path: path, code: errno)
        }
        guard rename(temporary, path) == 0 else {
            let code = errno
            unlink(temporary)
            throw .cannotWrite(path: path, code: code)
        }
    }

    /// Notes that a commit has no such file, as the Hub's client does; what goes wrong with that is not worth an error.
    func noteAbsence(of file: String, of name: RepositoryName, commit: String) {
        guard RepositoryName.isCommit(commit), RepositoryFile.isInside(file) else { return }
        let path = "\(folder(of: name))/.no_exist/\(commit)/\(file)"
        guard access(path, F_OK) != 0, (try? makeFolder(Self.parent(of: path))) != nil else {
            return
        }
        let marker = open(path, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o666)
        if marker >= 0 { close(marker) }
    }

    /// Makes a folder of the cache with those that lead to it; a link on the way must stay within the cache.
    func makeFolder(_ path: String) throws(HubError) {
        if access(folder, F_OK) != 0 { try Self.makeFolders(folder) }
        guard path.hasPrefix(folder + "/") else { return }
        var made = folder
        for part in path.dropFirst(folder.count + 1).split(separator: "/") {
            made += "/" + part
            if mkdir(made, 0o777) == 0 { continue }
            guard errno == EEXIST else { throw .cannotWrite(path: made, code: errno) }
            var status = stat()
            guard lstat(made, &status) == 0, status.st_mode & S_IFMT == S_IFLNK else { continue }
            guard isInside(made) else {
                throw .leadsOut(path: made, to: Self.target(ofLink: made) ?? "?")
            }
        }
    }

    private static func makeFolders(_ path: String) throws(HubError) {
        var made = path.hasPrefix("/") ? "" : "."
        for part in path.split(separator: "/") {
            made += "/" + part
            if mkdir(made, 0o777) != 0, errno != EEXIST {
                // A folder above that may be read but not changed is no obstacle.
                let code = errno
                if access(made, F_OK) != 0 { throw .cannotWrite(path: made, code: code) }
            }
        }
    }

    static func parent(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    }

    static func target(ofLink path: String) -> String? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(path, &buffer, buffer.count)
        guard count >= 0 else { return nil }
        return String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// The bytes that are free on the disk that the cache is on, or will be; nil where that cannot be said.
    package var freeSpace: Int? {
        var path = folder
        var status = statvfs()
        while statvfs(path, &status) != 0 {
            guard path != "/", path != "." else { return nil }
            path = Self.parent(of: path)
            if path.isEmpty { path = "/" }
        }
        return Int(clamping: UInt64(status.f_bavail) * UInt64(status.f_frsize))
    }
}

/// Short files that are there whole or not at all.
enum SmallFile {
    /// Something that no other process puts at the end of its temporary files.
    static var suffix: String {
        let digits = String(UInt32.random(in: 0...(.max)), radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }

    /// Writes a file in the place of what was there; with a mode, nobody ever sees it with another one.
    static func write(_ text: String, to path: String, mode: mode_t? = nil) throws(HubError) {
        let temporary = "\(path).\(suffix).tmp"
        let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode ?? 0o666)
        guard file >= 0 else { throw .cannotWrite(path: path, code: errno) }
        var code: Int32 = 0
        if let mode, fchmod(file, mode) != 0 { code = errno }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty, code == 0 {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0, errno != EINTR { code = errno }
            rest = rest.dropFirst(max(count, 0))
        }
        if close(file) != 0, code == 0 { code = errno }
        if code == 0, rename(temporary, path) != 0 { code = errno }
        guard code != 0 else { return }
        unlink(temporary)
        throw .cannotWrite(path: path, code: code)
    }
}
