package import CommandLanguage

/// Takes the values of settings away.
package struct UnsetCommand: Command {
    private static let keysArgument = Argument<SettingName>("a setting", .repeated)

    package static let manual = Manual(
        name: "unset", group: Group.settings,
        summary: "takes the values of settings away, so that the model's own count",
        role: .state,
        arguments: [keysArgument],
        examples: [Example("set seed 42; unset seed", "draws a fresh seed for each `gen` again")])

    private let settings: [any SettingDeclaration]

    package init(_ arguments: Arguments) throws {
        let keys = try arguments.all(Self.keysArgument)
        if keys.isEmpty { try arguments.refuseAbsence(of: "KEY") }
        settings = try keys.map { key in
            try located(key.span) { () throws(ShellError) in try Settings.find(key.value.text) }
        }
    }

    package func run(in session: Session) {
        for setting in settings { session.unset(setting) }
    }
}
