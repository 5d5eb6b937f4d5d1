import Digests
import Foundation

/// A repository that a stand-in of the Hub serves.
package struct ServedRepository: Sendable {
    /// A file: small ones are git's own, large ones lie elsewhere.
    package struct File: Sendable {
        /// Its path.
        package var path: String
        /// Its contents.
        package var bytes: [UInt8]
        /// Whether it lies elsewhere, as large files do.
        package var isLarge: Bool

        /// A file of the given facts.
        package init(path: String, bytes: [UInt8], isLarge: Bool) {
            self.path = path
            self.bytes = bytes
            self.isLarge = isLarge
        }

        /// The SHA-256 of its contents.
        package var sha256: String { SHA256.digest(of: bytes).hex }

        /// The name that git gives to its contents.
        package var gitName: String {
            var hash = GitBlobHash(count: bytes.count)
            bytes.withUnsafeBytes { hash.update($0) }
            return hash.finish()
        }

        /// The name of its contents.
        package var etag: String { isLarge ? sha256 : gitName }
    }

    /// `org/name`.
    package var id: String
    /// Its files.
    package var files: [File]
    /// The branches and tags that name its one commit.
    package var references = ["main", "v1.0"]
    /// `false`, "auto" or "manual", as the Hub says it.
    package var gated: String = "false"
    /// The licence's name.
    package var licence = "creativeml-openrail-m"

    /// A repository of the given files; those called `*.safetensors` are large.
    package init(_ id: String, files: [String: [UInt8]]) {
        self.id = id
        self.files = files.sorted { $0.key < $1.key }.map {
            File(path: $0.key, bytes: $0.value, isLarge: $0.key.hasSuffix(".safetensors"))
        }
    }

    /// A repository of the files of a folder, links followed.
    package init(_ id: String, folder: String, leavingOut left: Set<String> = []) throws {
        var files: [String: [UInt8]] = [:]
        for path in try FileManager.default.subpathsOfDirectory(atPath: folder) {
            var isFolder: ObjCBool = false
            let whole = folder + "/" + path
            guard !left.contains(path),
                FileManager.default.fileExists(atPath: whole, isDirectory: &isFolder),
                !isFolder.boolValue
            else { continue }
            files[path] = [UInt8](try Data(contentsOf: URL(fileURLWithPath: whole)))
        }
        self.init(id, files: files)
    }

    /// Its one commit: other files are another commit.
    package var commit: String {
        let listing = files.map { "\($0.path) \($0.etag)\n" }.joined()
        return String(SHA256.digest(of: Array((id + listing).utf8)).hex.prefix(40))
    }

    /// Whether `revision` names the commit.
    func isCommit(_ revision: String) -> Bool {
        revision == commit || references.contains(revision)
    }

    /// What the Hub says of it.
    var info: String {
        let siblings = files.map { "{\"rfilename\":\(quoted($0.path))}" }.joined(separator: ",")
        return """
            {"_id":"1","id":"\(id)","modelId":"\(id)","sha":"\(commit)","private":false,\
            "gated":\(gated),"disabled":false,"downloads":7,"likes":3,"library_name":"diffusers",\
            "lastModified":"2026-01-02T03:04:05.000Z","createdAt":"2025-01-02T03:04:05.000Z",\
            "tags":["diffusers","license:\(licence)"],"cardData":{"license":"\(licence)"},\
            "siblings":[\(siblings)]}
            """
    }

    /// The list of its files from `start` on, `count` of them, as the Hub gives it: folders are in it too.
    func tree(from start: Int, count: Int) -> String {
        let folders = Set(
            files.flatMap { file in
                file.path.split(separator: "/").dropLast().reduce(into: [String]()) {
                    $0.append(($0.last.map { $0 + "/" } ?? "") + $1)
                }
            }
        ).sorted()
        let entries =
            folders.map {
                "{\"type\":\"directory\",\"oid\":\"\(commit)\",\"size\":0,\"path\":\(quoted($0))}"
            }
            + files.map(entry)
        return "[" + entries.dropFirst(start).prefix(count).joined(separator: ",") + "]"
    }

    /// How many entries the list has at most.
    var entryLimit: Int { files.count * 5 }

    private func entry(_ file: File) -> String {
        let size = file.bytes.count
        let large =
            file.isLarge
            ? ",\"lfs\":{\"oid\":\"\(file.sha256)\",\"size\":\(size),\"pointerSize\":134}" : ""
        // git holds a pointer in the place of a large file.
        let name = file.isLarge ? String(file.sha256.prefix(40)) : file.gitName
        return """
            {"type":"file","oid":"\(name)","size":\(size),"path":\(quoted(file.path))\(large)}
            """
    }

    private func quoted(_ text: String) -> String {
        let data = try? JSONEncoder().encode([text])
        return data.map { String(decoding: $0.dropFirst().dropLast(), as: UTF8.self) } ?? "\"\""
    }
}

/// Somebody who has a token.
package struct ServedUser: Sendable {
    /// How far somebody has come with a gated repository.
    package enum Access: Sendable {
        /// The licence was not accepted.
        case unasked
        /// The authors have not answered.
        case waiting
        /// The authors have refused.
        case refused
        /// The licence was accepted, but the token has no right to read such repositories.
        case tokenLacksRight
        /// All doors are open.
        case granted
    }

    /// The person's name.
    package var name: String
    /// The token's name.
    package var tokenName: String
    /// How far they have come with every gated repository.
    package var access: Access

    /// Somebody of that name.
    package init(_ name: String, tokenName: String = "easel test", access: Access = .granted) {
        self.name = name
        self.tokenName = tokenName
        self.access = access
    }
}
