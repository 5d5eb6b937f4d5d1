import FoundationEssentials
import HTTP

/// A server of the shape of OpenAI's: where it is, and what it knows the user by.
struct Server: Sendable {
    /// OpenAI's own.
    static let openAI = "https://api.openai.com/v1"

    /// The address that the names of operations follow, without a slash at its end.
    let base: String
    /// What it knows the user by; nil where nothing is told to it.
    let credentials: Credentials?

    /// The server for a request to load, which may name it; else that of the environment, else OpenAI's.
    ///
    /// A key goes to OpenAI, and to the server that the environment's `OPENAI_BASE_URL` names. A line may come from somebody else's session:
    /// to what it names in `base=` no key goes, unless it is one of those two.
    init(base named: String?, environment: [String: String]) throws(RemoteError) {
        let usual = environment["OPENAI_BASE_URL"].flatMap { $0.isEmpty ? nil : $0 }
        let base = Self.trimmed(named ?? usual ?? Self.openAI)
        guard let url = URL(string: base), let scheme = url.scheme?.lowercased(),
            ["http", "https"].contains(scheme), let host = url.host(), !host.isEmpty
        else { throw .badBase(base) }
        self.base = base
        let trusted = usual.map(Self.trimmed).flatMap { URL(string: $0) }.map(URLOrigin.init)
        let isTrusted = Self.isOpenAI(url) || URLOrigin(url) == trusted
        credentials = isTrusted ? try KeyStore(environment).credentials() : nil
        isOpenAI = Self.isOpenAI(url)
    }

    /// Whether it is OpenAI itself.
    let isOpenAI: Bool

    /// The host, as messages name it.
    var host: String { URLHost.of(base) }

    private static func isOpenAI(_ url: URL) -> Bool {
        let host = url.host()?.lowercased() ?? ""
        return url.scheme?.lowercased() == "https"
            && (host == "api.openai.com" || host.hasSuffix(".api.openai.com"))
    }

    private static func trimmed(_ base: String) -> String {
        var base = base[...]
        while base.hasSuffix("/") { base = base.dropLast() }
        return String(base)
    }
}
