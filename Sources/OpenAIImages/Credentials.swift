import HTTP

/// What a service knows somebody by.
struct Credentials: Sendable, Equatable {
    /// The key.
    var key: String
    /// Where it is from (`OPENAI_API_KEY`, or a file).
    var place: String
    /// The organization that pays; nil for the key's own.
    var organization: String?
    /// The project that it is for; nil for the key's own.
    var project: String?

    /// What may be shown of the key.
    var ending: String { String(key.suffix(4)) }

    /// The fields of a request that carry it.
    func add(to fields: inout HTTPFields) {
        fields["Authorization"] = "Bearer \(key)"
        fields["OpenAI-Organization"] = organization
        fields["OpenAI-Project"] = project
    }
}

/// Where keys are: the environment first, then the file that `login` writes.
package struct KeyStore: Sendable {
    /// The variable that holds a key.
    static let variable = "OPENAI_API_KEY"

    private let environment: [String: String]

    /// The keys of this environment.
    package init(_ environment: [String: String]) {
        self.environment = environment
    }

    /// The file that holds the key; nil without a home.
    var path: String? {
        if let base = value("XDG_CONFIG_HOME"), base.hasPrefix("/") {
            return "\(base)/easel/openai-key"
        }
        return value("HOME").map { "\($0)/.config/easel/openai-key" }
    }

    /// Whether the environment has a key, which counts before a stored one.
    var isInEnvironment: Bool { value(Self.variable) != nil }

    /// What OpenAI knows the user by; nil where there is no key.
    func credentials() throws(RemoteError) -> Credentials? {
        let key: String
        let place: String
        if let given = value(Self.variable) {
            (key, place) = (given, Self.variable)
        } else if let path, let stored = try KeyFile.read(path) {
            (key, place) = (stored, path)
        } else {
            return nil
        }
        guard Self.isKey(key) else { throw .malformedKey }
        return Credentials(
            key: key, place: place, organization: value("OPENAI_ORG_ID"),
            project: value("OPENAI_PROJECT_ID"))
    }

    /// Whether a text may be sent as a key.
    static func isKey(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }

    private func value(_ name: String) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}
