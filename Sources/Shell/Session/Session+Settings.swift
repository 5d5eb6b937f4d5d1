import CommandLanguage
import Generation

extension Session {
    /// Gives values to settings: all of them, or none where one is refused.
    package func set(_ assignments: [Assignment]) throws {
        try check(assignments)
        for assignment in assignments {
            settings[assignment.setting.name] = assignment.value
            takeEffect(assignment.setting)
            if let engine { noteIgnored(assignment.setting, by: engine) }
        }
    }

    /// Takes the value of a setting away, so that the model's own counts.
    package func unset(_ setting: any SettingDeclaration) {
        settings[setting.name] = nil
        takeEffect(setting)
    }

    /// Refuses values that the loaded model cannot work with.
    func check(_ assignments: [Assignment]) throws {
        guard let engine else { return }
        for assignment in assignments {
            try located(assignment.span) {
                try assignment.setting.check(assignment.value, against: engine)
            }
        }
    }

    /// Does at once what a setting changes at once, and says what waits.
    private func takeEffect(_ setting: any SettingDeclaration) {
        if setting.name == Settings.threads.name {
            loader.setThreads(settings[Settings.threads]?.number)
        } else if setting.scope == .load, engine != nil {
            console.note("\(setting.name) counts from the next `load`")
        }
    }
}
