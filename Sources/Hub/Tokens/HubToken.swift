import Glibc

/// A token of the Hub, and where it is from.
package struct HubToken: Sendable, Hashable {
    /// The token; never to be shown.
    package let text: String
    /// The variable or the file that it is from.
    package let place: String

    /// The token in a text, without what an editor or a shell puts around it; nil where there is none.
    static func cleaned(_ text: String) -> String? {
        let kept = text.filter { !$0.isNewline }.drop { $0.isWhitespace }
        let trimmed = String(kept.reversed().drop { $0.isWhitespace }.reversed())
        return trimmed.isEmpty ? nil : trimmed
    }
}

/// The tokens that the Hub's own client keeps, and where it keeps them.
///
/// Matches huggingface_hub 2.4.0, utils/_auth.py.
package struct HubTokens: Sendable {
    private let environment: HubEnvironment

    /// The tokens that `environment` leads to.
    package init(_ environment: HubEnvironment) {
        self.environment = environment
    }

    /// The token that counts; nil where nobody is logged in.
    package func current() -> HubToken? {
        if let token = environment.token {
            return HubToken(text: token.text, place: token.variable)
        }
        return stored()
    }

    /// The token in the file, whatever the environment says.
    package func stored() -> HubToken? {
        HubCache.smallFile(environment.tokenPath).flatMap(HubToken.cleaned).map {
            HubToken(text: $0, place: environment.tokenPath)
        }
    }

    /// Whether a token is one that a login in a browser gave, and its time is over.
    package func isExpired(_ token: HubToken, now: Int = time(nil)) -> Bool {
        let section = sections().first { $0["hf_token"] == token.text }
        return section?["expires_at"].flatMap { Int($0) }.map { $0 <= now } ?? false
    }

    /// Keeps a token under a name and makes it the one that counts.
    package func store(_ token: String, name: String) throws(HubError) {
        var sections = sections().filter { $0.name != name }
        sections.append(StoredToken(name: name, fields: [("hf_token", token)]))
        try write(StoredToken.text(sections), to: environment.storedTokensPath)
        try write(token, to: environment.tokenPath)
    }

    /// Forgets the token that is stored; says whether there was one.
    package func forget() throws(HubError) -> Bool {
        guard let token = stored() else { return false }
        let sections = sections()
        let kept = sections.filter { $0["hf_token"] != token.text }
        if kept.count < sections.count {
            try write(StoredToken.text(kept), to: environment.storedTokensPath)
        }
        if unlink(environment.tokenPath) != 0, errno != ENOENT {
            throw .cannotWrite(path: environment.tokenPath, code: errno)
        }
        return true
    }

    private func sections() -> [StoredToken] {
        StoredToken.sections(HubCache.smallFile(environment.storedTokensPath) ?? "")
    }

    /// Writes a file that only its owner can read, in a folder that only its owner can enter.
    private func write(_ text: String, to path: String) throws(HubError) {
        let folder = HubCache.parent(of: path)
        try HubCache(folder: folder).makeFolder(folder)
        chmod(folder, 0o700)
        try SmallFile.write(text, to: path, mode: 0o600)
    }
}

/// A section of the file of tokens, which Python's `configparser` reads and writes.
struct StoredToken: Equatable {
    /// The token's name.
    var name: String
    /// Its fields in their order, names in lower case.
    var fields: [(name: String, value: String)]

    /// The value of a field; nil where there is none.
    subscript(field: String) -> String? { fields.last { $0.name == field }?.value }

    static func == (one: StoredToken, other: StoredToken) -> Bool {
        one.name == other.name && one.fields.elementsEqual(other.fields, by: ==)
    }

    /// The sections of such a file; what is none of its lines is passed over.
    static func sections(_ text: String) -> [StoredToken] {
        var sections: [StoredToken] = []
        for line in text.split(whereSeparator: \.isNewline) {
            let line = String(line)
            if line.hasPrefix("["), let end = line.lastIndex(of: "]") {
                let name = line[line.index(after: line.startIndex)..<end]
                sections.append(StoredToken(name: String(name), fields: []))
            } else if !line.hasPrefix("#"), !line.hasPrefix(";"), !sections.isEmpty,
                let mark = line.firstIndex(where: { $0 == "=" || $0 == ":" }),
                let name = HubToken.cleaned(String(line[..<mark]))
            {
                let value = HubToken.cleaned(String(line[line.index(after: mark)...])) ?? ""
                sections[sections.count - 1].fields.append((name.lowercased(), value))
            }
        }
        return sections
    }

    /// The file of these sections, as Python writes it.
    static func text(_ sections: [StoredToken]) -> String {
        sections.sorted { $0.name.unicodeScalars.lexicographicallyPrecedes($1.name.unicodeScalars) }
            .map { section in
                "[\(section.name)]\n"
                    + section.fields.map { "\($0.name) = \($0.value)\n" }.joined() + "\n"
            }.joined()
    }
}
