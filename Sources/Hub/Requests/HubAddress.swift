import FoundationEssentials
import HTTP

/// The addresses of the Hub that are asked.
struct HubAddress: Sendable {
    let endpoint: String

    /// What the Hub says of a revision.
    func info(_ name: RepositoryName) -> String {
        "\(endpoint)/api/models/\(name.id)/revision/\(Self.escaped(name.wanted))"
    }

    /// The list of a commit's files.
    func tree(_ name: RepositoryName, commit: String) -> String {
        "\(endpoint)/api/models/\(name.id)/tree/\(commit)?recursive=true"
    }

    /// Whether the repository may be read.
    func access(_ name: RepositoryName) -> String { "\(endpoint)/api/models/\(name.id)/auth-check" }

    /// Who it is that a token belongs to.
    var whoami: String { "\(endpoint)/api/whoami-v2" }

    /// A file of a commit.
    func file(_ path: String, of name: RepositoryName, commit: String) -> String {
        let path = path.split(separator: "/").map { Self.escaped(String($0)) }
        return "\(endpoint)/\(name.id)/resolve/\(commit)/\(path.joined(separator: "/"))"
    }

    /// The page on which a person reads of a repository, and accepts its licence.
    func page(_ name: RepositoryName) -> String { "\(endpoint)/\(name.id)" }

    /// Whether an address is of the Hub's own server: the only one that gets the token.
    func isOwn(_ url: String) -> Bool {
        guard let own = URL(string: endpoint), let url = URL(string: url) else { return false }
        return URLOrigin(own) == URLOrigin(url)
    }

    /// A text as one part of an address.
    private static func escaped(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        let bytes = text.utf8.flatMap { byte in
            RepositoryName.isNameByte(byte) || byte == UInt8(ascii: "~")
                ? [byte] : [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
