package import CommandLanguage
import Diagnostics
import Generation

/// Stores the key of a service.
package struct LoginCommand: Command {
    private static let serviceArgument = Argument<ServiceName>(
        "the service; without it, which ones there are and who is logged in", .optional)

    package static let manual = Manual(
        name: "login", group: Group.models, summary: "asks for the key of a service, and stores it",
        role: .control,
        details: [
            "What is typed is not shown. It goes to the service itself, to see whether it is right, and into a file",
            "that you alone can read; into no history, session or picture. Where standard input is no terminal, the",
            "key is a line of it. A key in the environment counts before a stored one.",
        ],
        arguments: [serviceArgument],
        examples: [
            Example("login", "which services there are"),
            Example("login openai", "asks for OpenAI's key"),
        ])

    private let service: Located<ServiceName>?

    package init(_ arguments: Arguments) throws {
        service = try arguments.optional(Self.serviceArgument)
    }

    package func run(in session: Session) async throws {
        guard let service else { return list(session) }
        let account = try session.account(service)
        let typed = try await session.console.secrets.secret("\(account.secret): ")
        let secret = typed.map(trimmed) ?? ""
        if secret.isEmpty { throw AccountError.noSecret(service: account.name) }
        Secrets.remember(secret)
        session.console.result(try await account.login(secret))
    }

    @MainActor
    private func list(_ session: Session) {
        let rows = session.loader.accounts.map { account in
            (account.name, "\(account.summary) · \(Self.text(of: account))")
        }
        if rows.isEmpty { return session.console.note("there is no service to log in to") }
        session.console.result(Manual.columns(rows))
    }

    private static func text(of account: any AccountService) -> String {
        do {
            switch try account.state() {
            case .signedOut: return "not logged in"
            case .signedIn(let ending, let place): return "…\(ending) from \(place)"
            }
        } catch {
            return (error as? any ExplainedError)?.message ?? "\(error)"
        }
    }

    /// A key without the blanks that copying brought along.
    private func trimmed(_ text: String) -> String {
        let start = text.drop(while: \.isWhitespace)
        return String(start.reversed().drop(while: \.isWhitespace).reversed())
    }
}
