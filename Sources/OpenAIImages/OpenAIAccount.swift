import FoundationEssentials
package import Generation
package import HTTP

/// OpenAI's keys: `login openai`.
package struct OpenAIAccount: AccountService {
    private let environment: [String: String]
    private let http: HTTPClient
    private var store: KeyStore { KeyStore(environment) }

    package let name = "openai"
    package let summary = "OpenAI's images API"
    package let secret = "API key of OpenAI (platform.openai.com/api-keys)"

    private static let answerLimit = 4 << 20

    /// The account that `environment` tells of.
    package init(environment: [String: String], http: HTTPClient) {
        self.environment = environment
        self.http = http
    }

    package func state() throws -> AccountState {
        guard let credentials = try store.credentials() else { return .signedOut }
        return .signedIn(ending: credentials.ending, place: credentials.place)
    }

    package func login(_ secret: String) async throws -> String {
        guard KeyStore.isKey(secret) else { throw RemoteError.malformedKey }
        guard let path = store.path else { throw RemoteError.noHome }
        let check = try await check(secret)
        try KeyFile.write(secret, to: path)
        var line = "logged in to openai with …\(secret.suffix(4))\(check), kept in \(path)"
        if store.isInEnvironment {
            line += "; \(KeyStore.variable) in the environment counts before it"
        }
        return line
    }

    package func logout() throws -> String {
        let wasThere = try store.path.map { path in try KeyFile.remove(path) } ?? false
        var line = wasThere ? "logged out of openai" : "no key of openai was kept"
        if store.isInEnvironment {
            line += "; \(KeyStore.variable) in the environment still counts"
        }
        return line
    }

    /// Asks the server whether it knows a key; what is to be said besides.
    private func check(_ key: String) async throws -> String {
        // The server is the one to which a stored key will go; the key is the new one.
        var keyed = environment
        keyed[KeyStore.variable] = key
        let server = try Server(base: nil, environment: keyed)
        var fields: HTTPFields = [:]
        server.credentials?.add(to: &fields)
        let (response, body) = try await http.data(
            for: HTTPRequest("\(server.base)/models", fields: fields), limit: Self.answerLimit)
        switch response.status {
        case 200..<300: return ""
        // A key that may do some things alone is a key.
        case 403: return ", which may not do all"
        case 404 where !server.isOpenAI:
            return ", unchecked, since \(server.host) does not check keys"
        case 401:
            let refusal = RemoteError.Refusal(
                host: server.host, message: "", request: response.requestID)
            throw RemoteError.wrongKey(
                refusal, ending: String(key.suffix(4)), place: "what was typed")
        default:
            throw RemoteError(response, body, model: "", server: server, tries: 1)
        }
    }
}
