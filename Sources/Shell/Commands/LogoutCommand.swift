package import CommandLanguage
import Generation

/// Removes the stored key of a service.
package struct LogoutCommand: Command {
    private static let serviceArgument = Argument<ServiceName>("a service that `login` lists")

    package static let manual = Manual(
        name: "logout", group: Group.models, summary: "removes the stored key of a service",
        role: .control,
        details: ["A key in the environment is not Easel's to remove."],
        arguments: [serviceArgument],
        examples: [Example("logout openai", "forgets OpenAI's key")])

    private let service: Located<ServiceName>

    package init(_ arguments: Arguments) throws {
        service = try arguments.value(Self.serviceArgument)
    }

    package func run(in session: Session) throws {
        session.console.result(try session.account(service).logout())
    }
}
