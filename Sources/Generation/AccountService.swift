/// A service that knows people by a key or token, which it checks and keeps (`login`, `logout`).
package protocol AccountService: Sendable {
    /// The word after `login` (`openai`).
    var name: String { get }
    /// One line about what it gives access to.
    var summary: String { get }
    /// What the person is to type, and where it is found (`API key of OpenAI (platform.openai.com/api-keys)`).
    var secret: String { get }

    /// Whether somebody is signed in, and by which key; throws where what is stored cannot be used.
    func state() throws -> AccountState
    /// Checks a key or token and stores it; gives the line to print, which does not hold it.
    func login(_ secret: String) async throws -> String
    /// Removes what `login` stored; gives the line to print.
    func logout() throws -> String
}

/// Whether somebody is signed in to a service.
package enum AccountState: Hashable, Sendable {
    /// Nobody is.
    case signedOut
    /// A key is there, of which these last characters may be shown, from this place (`OPENAI_API_KEY`, or a file's path).
    case signedIn(ending: String, place: String)
}
