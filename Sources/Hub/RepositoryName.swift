/// A model's repository on the Hub, and perhaps one of its revisions: `org/name`, `org/name@revision`.
///
/// What is made of one is a name of a folder and parts of an address, so that nothing leads elsewhere.
package struct RepositoryName: Hashable, Sendable, CustomStringConvertible {
    /// The repository, `org/name`.
    package let id: String
    /// The branch, tag or commit; nil means the branch `main`.
    package var revision: String?

    /// The branch that counts where none is named.
    package static let mainBranch = "main"
    private static let longest = 96

    /// The repository that `text` names; nil where it names none.
    package init?(_ text: String) {
        let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        guard let id = parts.first, Self.isRepository(id) else { return nil }
        if parts.count == 2, !Self.isRevision(parts[1]) { return nil }
        self.init(valid: String(id), revision: parts.count == 2 ? String(parts[1]) : nil)
    }

    /// The repository in the cache's folder of this name; nil where it holds no model's.
    package init?(cacheFolder name: String) {
        guard name.hasPrefix(Self.folderPrefix) else { return nil }
        let id = name.dropFirst(Self.folderPrefix.count).split(
            separator: "--", omittingEmptySubsequences: false
        ).joined(separator: "/")
        guard Self.isRepository(id[...], needsOwner: false) else { return nil }
        self.init(valid: id, revision: nil)
    }

    private init(valid id: String, revision: String?) {
        self.id = id
        self.revision = revision
    }

    /// This repository at a revision, which must be valid; nil where it is not.
    package func at(_ revision: String) -> RepositoryName? {
        Self.isRevision(revision[...]) ? RepositoryName(valid: id, revision: revision) : nil
    }

    /// The revision that is meant.
    package var wanted: String { revision ?? Self.mainBranch }

    /// The name of its folder in the cache.
    package var folderName: String {
        Self.folderPrefix + id.split(separator: "/").joined(separator: "--")
    }

    package var description: String { revision.map { "\(id)@\($0)" } ?? id }

    private static let folderPrefix = "models--"

    /// Whether `text` is a commit: 40 hexadecimal digits in lower case.
    package static func isCommit(_ text: some StringProtocol) -> Bool {
        text.utf8.count == 40 && isHexadecimal(text)
    }

    /// Whether `text` consists of hexadecimal digits in lower case.
    static func isHexadecimal(_ text: some StringProtocol) -> Bool {
        text.utf8.allSatisfy {
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
        }
    }

    /// Whether the Hub's own client would take the name, whose rules these are.
    private static func isRepository(_ text: Substring, needsOwner: Bool = true) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2 || parts.count == 1 && !needsOwner else { return false }
        return !text.contains("--") && !text.contains("..") && !text.hasSuffix(".git")
            && parts.allSatisfy { part in
                (1...longest).contains(part.utf8.count) && part.utf8.allSatisfy(isNameByte)
                    && !["-", "."].contains { part.hasPrefix($0) || part.hasSuffix($0) }
            }
    }

    /// Whether git would take the name, and no part of it leads out of a folder.
    private static func isRevision(_ text: Substring) -> Bool {
        text.utf8.count <= 200
            && text.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
                !part.isEmpty && !part.hasPrefix(".") && !part.hasPrefix("-")
                    && !part.contains("..") && !part.hasSuffix(".lock") && !part.hasSuffix(".")
                    && part.utf8.allSatisfy { isNameByte($0) || $0 == UInt8(ascii: "+") }
            }
    }

    static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
            UInt8(ascii: "."):
            true
        default: false
        }
    }
}
