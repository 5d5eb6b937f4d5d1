import CommandLanguage
import Generation

extension Session {
    /// Gives values to settings: all of them, or none where one is refused.
    package func set(_ assignments: [Assignment]) throws {
        try check(assignments)
        for assignment in assignments where !isOverruled(assignment, in: assignments) {
            displaceRival(of: assignment.setting)
            settings[assignment.setting.name] = assignment.value
            takeEffect(assignment.setting)
            if let engine { noteIgnored(assignment.setting, by: engine) }
        }
    }

    /// Whether a shape stands beside a size, which says more; says so.
    private func isOverruled(_ assignment: Assignment, in all: [Assignment]) -> Bool {
        guard assignment.setting.name == Settings.aspect.name,
            all.contains(where: { $0.setting.name == Settings.size.name })
        else { return false }
        console.note("aspect is not set, since size says more")
        return true
    }

    /// Takes the value of the setting away that says the same in another way, and says so.
    private func displaceRival(of setting: any SettingDeclaration) {
        guard let rival = Settings.rival(of: setting), settings[rival.name] != nil else { return }
        settings[rival.name] = nil
        console.note("\(rival.name) is unset, since \(setting.name) is set")
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
