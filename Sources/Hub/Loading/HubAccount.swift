import Generation

/// The login at the Hub: checked by it, and kept where its own client keeps it.
struct HubAccount: AccountService {
    let name = "hf"
    let summary = "Hugging Face: gated and private models"
    let secret = "token of Hugging Face (huggingface.co/settings/tokens)"

    private let client: HubClient
    private let environment: HubEnvironment
    private let tokens: HubTokens

    /// The login of those for whom `client` asks.
    init(client: HubClient, environment: HubEnvironment) {
        self.client = client
        self.environment = environment
        tokens = HubTokens(environment)
    }

    func state() -> AccountState {
        guard let token = tokens.current() else { return .signedOut }
        return .signedIn(ending: String(token.text.suffix(4)), place: token.place)
    }

    func login(_ secret: String) async throws -> String {
        guard secret.utf8.count >= 4, secret.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw HubError.notAToken
        }
        let user = try await client.user(of: HubToken(text: secret, place: "what was typed"))
        let name = user.tokenName.filter { !$0.isNewline && $0 != "]" }
        try tokens.store(secret, name: name)
        let role = user.role.map {
            ", which may \($0 == "fineGrained" ? "do what it was given" : $0)"
        }
        let line = "logged in as \(user.name) with the token \(name)\(role ?? "")"
        guard let other = environment.token else { return line }
        return line + "; but `\(other.variable)` in the environment counts before it"
    }

    func logout() throws -> String {
        let wasThere = try tokens.forget()
        let line = wasThere ? "logged out of hf" : "no token of hf was stored"
        guard let other = environment.token else { return line }
        return line + "; `\(other.variable)` in the environment stays"
    }
}
