import FoundationEssentials

/// What the Hub says of a repository at a revision.
package struct RepositoryInfo: Sendable, Hashable {
    /// Whether a licence has to be accepted before files can be read.
    package enum Gate: Sendable, Hashable {
        /// No.
        case none
        /// Yes, and who accepts it may read at once.
        case automatic
        /// Yes, and the authors then decide.
        case manual
    }

    /// The commit that the revision is at.
    package var commit: String
    /// The licence's name; nil where none is named.
    package var licence: String?
    /// Whether a licence has to be accepted.
    package var gate: Gate
}

extension RepositoryInfo {
    /// Reads the Hub's answer; nil where it is none.
    init?(json: [UInt8]) {
        guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(json)),
            RepositoryName.isCommit(answer.sha)
        else { return nil }
        commit = answer.sha
        gate = answer.gated?.gate ?? .none
        let tagged = answer.tags?.first { $0.hasPrefix("license:") }?.dropFirst("license:".count)
        let named = answer.cardData?.license ?? tagged.map(String.init)
        licence = named == "other" ? answer.cardData?.ownName ?? named : named
    }

    private struct Answer: Decodable {
        var sha: String
        var gated: Gated?
        var tags: [String]?
        var cardData: Card?

        private enum CodingKeys: CodingKey { case sha, gated, tags, cardData }

        init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            sha = try values.decode(String.self, forKey: .sha)
            // What is said besides may have any form.
            gated = try? values.decode(Gated.self, forKey: .gated)
            tags = try? values.decode([String].self, forKey: .tags)
            cardData = try? values.decode(Card.self, forKey: .cardData)
        }
    }

    private struct Card: Decodable {
        var license: String?
        var ownName: String?

        private enum CodingKeys: String, CodingKey {
            case license
            case ownName = "license_name"
        }
    }

    /// `false`, "auto" or "manual".
    private struct Gated: Decodable {
        var gate: Gate

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if let isGated = try? value.decode(Bool.self) {
                gate = isGated ? .manual : .none
            } else {
                gate = try value.decode(String.self) == "auto" ? .automatic : .manual
            }
        }
    }
}

/// What the Hub says of a file before it sends it.
struct FileMetadata: Sendable, Hashable {
    /// The name of its contents.
    var etag: String
    /// Its length; nil where the Hub does not say.
    var size: Int?
    /// The commit that it is of.
    var commit: String
}

/// Whose token it is.
package struct HubUser: Sendable, Hashable {
    /// The person's name on the Hub.
    package var name: String
    /// The token's own name.
    package var tokenName: String
    /// What it may do (`read`, `write`, `fineGrained`); nil where the Hub does not say.
    package var role: String?

    /// Reads the Hub's answer; nil where it is none.
    init?(json: [UInt8]) {
        guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(json)) else {
            return nil
        }
        name = answer.name
        let token = answer.auth?.accessToken
        let own = token?.displayName.flatMap(HubToken.cleaned)
        tokenName = own ?? "oauth-\(answer.name)"
        role = token?.role
    }

    private struct Answer: Decodable {
        var name: String
        var auth: Auth?
    }

    private struct Auth: Decodable {
        var accessToken: AccessToken?
    }

    private struct AccessToken: Decodable {
        var displayName: String?
        var role: String?
    }
}
