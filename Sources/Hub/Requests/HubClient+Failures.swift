import FoundationEssentials
import HTTP

extension HubClient {
    /// What an answer means that is none: the Hub tells cases apart by a code, and some by its words alone.
    ///
    /// Matches `hf_raise_for_status` in huggingface_hub 2.4.0, utils/_http.py.
    func failure(_ response: HTTPResponse, _ body: [UInt8], _ question: Question) -> HubError {
        var words = Self.words(response, body)
        if let token = token(for: question) { words.replace(token.text, with: "…") }
        let host = URLHost.of(response.url)
        let name = question.name?.id ?? ""
        let isOwn = address.isOwn(response.url)
        if words == "Access to this resource is disabled." { return .isDisabled(name) }
        switch response.fields["x-error-code"] {
        case "GatedRepo": return gate(response, words, question)
        case "RepoNotFound": return .noRepository(name, isLoggedIn: token(for: question) != nil)
        case "RevisionNotFound": return .noRevision(name, revision: question.revision ?? "")
        case "EntryNotFound": return .noFile(name, file: question.file ?? "")
        default: break
        }
        switch response.status {
        case 401 where isOwn: return unauthorized(words, question)
        case 403 where words.contains("fine-grained token"): return .tokenLacksRight(name)
        case 404 where isOwn && question.file != nil:
            return .noFile(name, file: question.file ?? "")
        case 404 where isOwn && question.name != nil:
            return .noRepository(name, isLoggedIn: token(for: question) != nil)
        case 429:
            return .tooManyRequests(
                host: host, seconds: response.waitingTime.map { Int($0.rounded(.up)) })
        case 401, 403:
            return .forbidden(
                host: host, reason: words.isEmpty ? "status \(response.status)" : words)
        default: return .serverFails(host: host, status: response.status, reason: words)
        }
    }

    /// Which of the doors of a gated repository is shut.
    private func gate(_ response: HTTPResponse, _ words: String, _ question: Question) -> HubError {
        guard let name = question.name else { return unauthorized(words, question) }
        let page = page(name)
        if response.status == 401 {
            guard let token = token(for: question) else {
                return .notLoggedIn(name.id, page: page)
            }
            return tokens.isExpired(token)
                ? .tokenExpired(place: token.place) : .badToken(place: token.place)
        }
        if words.contains("awaiting a review") { return .awaitingApproval(name.id, page: page) }
        if words.contains("rejected") { return .accessRefused(name.id, page: page) }
        if words.contains("fine-grained token") { return .tokenLacksRight(name.id) }
        return .licenceNotAccepted(name.id, page: page)
    }

    /// The Hub says 401 to a token that it does not know, and also where nothing is that the reader may see.
    private func unauthorized(_ words: String, _ question: Question) -> HubError {
        let token = token(for: question)
        let isBad = question.isAboutToken || words.hasPrefix("Invalid") || words.contains("expired")
        if let token, isBad || tokens.isExpired(token) {
            return tokens.isExpired(token)
                ? .tokenExpired(place: token.place) : .badToken(place: token.place)
        }
        return .noRepository(question.name?.id ?? "", isLoggedIn: token != nil)
    }

    /// The server's own words, one line of them.
    private static func words(_ response: HTTPResponse, _ body: [UInt8]) -> String {
        struct Answer: Decodable { var error: String }
        let text =
            response.fields["x-error-message"]
            ?? (try? JSONDecoder().decode(Answer.self, from: Data(body)))?.error ?? ""
        let line = text.map { $0.isNewline ? " " : $0 }.filter { character in
            character.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
        }
        return String(line.prefix(300))
    }
}
