import Glibc

/// Where the Hub is, and where its files and tokens are kept: what the environment says, read as `huggingface_hub` reads it.
package struct HubEnvironment: Sendable, Equatable {
    /// The Hub's address, without a slash at its end.
    package var endpoint: String
    /// The folder of the cache.
    package var cache: String
    /// The file that holds the active token.
    package var tokenPath: String
    /// The token that the environment holds, and the variable that it is in.
    package var token: (text: String, variable: String)?
    /// Whether nothing may be asked of the Hub.
    package var isOffline: Bool
    /// Whether a stored token is sent without being asked for.
    package var sendsToken: Bool

    private static let publicEndpoint = "https://huggingface.co"

    /// What `environment` says.
    package init(_ environment: [String: String]) {
        let value: (String) -> String? = { name in
            environment[name].flatMap { $0.isEmpty ? nil : $0 }
        }
        let path: (String) -> String? = { name in
            value(name).map { Self.expanded($0, environment) }
        }
        let caches = path("XDG_CACHE_HOME") ?? Self.home(environment) + "/.cache"
        let home = path("HF_HOME") ?? caches + "/huggingface"
        var endpoint = value("HF_ENDPOINT") ?? Self.publicEndpoint
        while endpoint.hasSuffix("/") { endpoint.removeLast() }
        self.endpoint = endpoint
        cache = path("HF_HUB_CACHE") ?? path("HUGGINGFACE_HUB_CACHE") ?? home + "/hub"
        tokenPath = path("HF_TOKEN_PATH") ?? home + "/token"
        isOffline = Self.isTrue(value("HF_HUB_OFFLINE") ?? value("TRANSFORMERS_OFFLINE"))
        sendsToken = !Self.isTrue(value("HF_HUB_DISABLE_IMPLICIT_TOKEN"))
        token =
            ["HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"].lazy.compactMap { name in
                environment[name].flatMap(HubToken.cleaned).map { (text: $0, variable: name) }
            }.first
    }

    /// The file in which tokens are kept by their names, beside the active one.
    package var storedTokensPath: String {
        let slash = tokenPath.lastIndex(of: "/")
        return (slash.map { String(tokenPath[...$0]) } ?? "") + "stored_tokens"
    }

    package static func == (one: HubEnvironment, other: HubEnvironment) -> Bool {
        one.endpoint == other.endpoint && one.cache == other.cache
            && one.tokenPath == other.tokenPath && one.isOffline == other.isOffline
            && one.sendsToken == other.sendsToken && one.token?.text == other.token?.text
            && one.token?.variable == other.token?.variable
    }

    private static func isTrue(_ value: String?) -> Bool {
        value.map { ["1", "ON", "YES", "TRUE"].contains($0.uppercased()) } ?? false
    }

    private static func home(_ environment: [String: String]) -> String {
        if let home = environment["HOME"], !home.isEmpty { return home }
        guard let entry = getpwuid(getuid()), let folder = entry.pointee.pw_dir else { return "/" }
        return String(cString: folder)
    }

    /// A path with `~`, `$NAME` and `${NAME}` replaced; a name that the environment lacks stays as it is.
    private static func expanded(_ path: String, _ environment: [String: String]) -> String {
        var rest = path[...]
        var result = ""
        if rest == "~" || rest.hasPrefix("~/") {
            result = home(environment)
            rest = rest.dropFirst()
        }
        while let character = rest.popFirst() {
            guard character == "$" else {
                result.append(character)
                continue
            }
            let isBraced = rest.hasPrefix("{")
            let name = rest.dropFirst(isBraced ? 1 : 0).prefix {
                $0 == "_" || $0.isASCII && ($0.isLetter || $0.isNumber)
            }
            let isClosed = !isBraced || rest[name.endIndex...].hasPrefix("}")
            guard isClosed, let value = environment[String(name)] else {
                result.append("$")
                continue
            }
            result += value
            rest = rest[name.endIndex...].dropFirst(isBraced ? 1 : 0)
        }
        return result
    }
}
