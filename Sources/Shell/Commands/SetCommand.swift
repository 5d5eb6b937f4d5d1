package import CommandLanguage

/// Gives values to settings.
package struct SetCommand: Command {
    private static let keyArgument = Argument<SettingName>("the setting", .optional)
    private static let valueArgument = Argument<AnyText>(
        "its value; `help settings` lists what each takes", .optional,
        completion: .after { key in
            Settings.all.first { $0.name == key }?.completion ?? .nothing
        })

    package static let manual = Manual(
        name: "set", group: Group.settings, summary: "gives values to settings",
        role: .state,
        details: [
            "`set KEY VALUE` sets one, `set KEY=VALUE …` several: all, or none if one is refused."
        ],
        arguments: [keyArgument, valueArgument], options: Settings.all,
        examples: [
            Example("set seed 42", "the same seed gives the same picture"),
            Example("set steps=8 size=128x128", "several at once"),
            Example("gen \"a fox\"; set seed $last.seed", "a value that an earlier picture has"),
        ])

    private let assignments: [Assignment]

    package init(_ arguments: Arguments) throws {
        var assignments: [Assignment] = []
        if let key = try arguments.optional(Self.keyArgument) {
            let setting = try located(key.span) { () throws(ShellError) in
                try Settings.find(key.value.text)
            }
            guard let value = try arguments.optional(Self.valueArgument) else {
                throw LanguageError.missingArgument(
                    command: "set \(setting.name)", argument: setting.placeholder,
                    usage: "set \(setting.name) \(setting.placeholder)"
                ).at(key.span)
            }
            assignments.append(try Assignment(setting, value.value.text, at: value.span))
        }
        assignments += try Assignment.all(in: arguments)
        if assignments.isEmpty { try arguments.refuseAbsence(of: "KEY VALUE") }
        self.assignments = assignments
    }

    package func run(in session: Session) throws {
        try session.set(assignments)
    }
}
