package import CommandLanguage
import Generation

/// Shows settings.
package struct ShowCommand: Command {
    private static let keyArgument = Argument<SettingName>("a setting", .optional)

    package static let manual = Manual(
        name: "show", group: Group.settings,
        summary: "shows settings: value, default, range, whether the loaded model honours them",
        arguments: [keyArgument],
        examples: [
            Example("show", "all settings, a line each"), Example("show steps", "all about one"),
        ])

    private let setting: (any SettingDeclaration)?

    package init(_ arguments: Arguments) throws {
        setting = try arguments.optional(Self.keyArgument).map { key in
            try located(key.span) { () throws(ShellError) in try Settings.find(key.value.text) }
        }
    }

    package func run(in session: Session) {
        if let setting {
            session.console.result(Self.page(setting, session))
        } else {
            session.console.result(Self.table(session))
        }
    }

    @MainActor
    private static func page(_ setting: any SettingDeclaration, _ session: Session) -> String {
        var rows = [
            ("value", value(of: setting, session)), ("default", usual(of: setting, session)),
            ("honoured", honoured(setting, session.engine)), ("range", range(of: setting, session)),
        ]
        if setting.name == Settings.display.name {
            let method = session.settings[Settings.display] ?? .auto
            rows.append(("shown", session.console.explanation(of: method)))
        }
        return "\(setting.name): \(setting.summary)\n" + Manual.columns(rows)
    }

    @MainActor
    private static func table(_ session: Session) -> String {
        let rows = Settings.all.map { setting in
            [
                setting.name, value(of: setting, session), usual(of: setting, session),
                honoured(setting, session.engine), range(of: setting, session),
            ]
        }
        let all = [["setting", "value", "default", "honoured", "range"]] + rows
        let widths = (0..<5).map { column in all.map { $0[column].count }.max() ?? 0 }
        return all.map { row in
            zip(row, widths).enumerated().map { index, cell in
                let padding = index == 4 ? 0 : cell.1 - cell.0.count
                return cell.0 + String(repeating: " ", count: padding)
            }.joined(separator: "  ")
        }.joined(separator: "\n")
    }

    @MainActor
    private static func value(of setting: any SettingDeclaration, _ session: Session) -> String {
        session.settings[setting.name].map { Word.quoting($0.text) } ?? "-"
    }

    @MainActor
    private static func usual(of setting: any SettingDeclaration, _ session: Session) -> String {
        setting.usual(session.engine?.settings)
    }

    /// What a setting takes, of which the loaded model may take some words alone.
    @MainActor
    private static func range(of setting: any SettingDeclaration, _ session: Session) -> String {
        guard let words = session.engine?.settings.choices[setting.name] else {
            return setting.range
        }
        return words.map { "`\($0)`" }.joined(separator: ", ")
    }

    @MainActor
    private static func honoured(_ setting: any SettingDeclaration, _ engine: (any Engine)?)
        -> String
    {
        switch setting.scope {
        case .load: "at the next `load`"
        case .shell: "by the shell"
        case .picture:
            if let engine {
                engine.settings.honoured.contains(setting.name)
                    ? "by \(engine.identity.model)" : "no: \(engine.identity.model) ignores it"
            } else {
                "nothing is loaded"
            }
        }
    }
}
