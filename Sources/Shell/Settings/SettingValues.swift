package import CommandLanguage
import Diagnostics

/// The values that were given to settings.
package struct SettingValues: Sendable {
    private var values: [String: any ArgumentValue] = [:]

    /// No values.
    package init() {}

    /// The value of `setting`; nil where none was given.
    package subscript<Value>(_ setting: Setting<Value>) -> Value? {
        get { values[setting.name] as? Value }
        set { values[setting.name] = newValue }
    }

    /// The value of the setting called `name`.
    package subscript(name: String) -> (any ArgumentValue)? {
        get { values[name] }
        set { values[name] = newValue }
    }

    /// These values with those of `assignments` in the place of the same settings'; a shape among them counts before
    /// the size that was set.
    func applying(_ assignments: [Assignment]) -> SettingValues {
        var changed = self
        let names = Set(assignments.map(\.setting.name))
        if names.contains(Settings.aspect.name) { changed[Settings.size] = nil }
        for assignment in assignments { changed[assignment.setting.name] = assignment.value }
        return changed
    }
}

/// A value that is given to a setting, and where that was typed.
package struct Assignment: Sendable {
    /// The setting.
    package let setting: any SettingDeclaration
    /// Its value.
    package let value: any ArgumentValue
    /// Where the value was typed.
    package let span: Span

    /// Gives `text`, typed at `span`, to `setting`.
    package init(_ setting: any SettingDeclaration, _ text: String, at span: Span) throws {
        self.setting = setting
        self.span = span
        do {
            value = try setting.parse(text)
        } catch {
            throw Self.advised(error, setting, text).at(span)
        }
    }

    /// The error of a `text` that is no value, with a word on several values where it is several.
    private static func advised(
        _ error: LanguageError, _ setting: any SettingDeclaration, _ text: String
    ) -> LanguageError {
        guard case .invalidValue(let name, let value, let expectation, _) = error,
            ValueList.isMeant(by: text, of: setting)
        else { return error }
        return .invalidValue(
            name: name, value: value, expectation: expectation,
            advice: "`sweep` takes several values")
    }

    /// What the options of a command give to settings; those called `others` are no settings.
    package static func all(
        in arguments: Arguments, except others: Set<String> = []
    ) throws -> [Assignment] {
        try arguments.options.filter { !others.contains($0.key.text) }.map { key, value in
            let setting = try located(key.span) { () throws(ShellError) in
                try Settings.find(key.text)
            }
            return try Assignment(setting, try arguments.text(of: value), at: value.span)
        }
    }
}

/// Runs `body`, and points at `span` where it throws.
@MainActor
func located<Result: Sendable>(
    _ span: Span, _ body: @MainActor () async throws -> Result
) async throws -> Result {
    do {
        return try await body()
    } catch let error as any ExplainedError {
        throw error.at(span)
    }
}

/// Runs `body`, and points at `span` where it throws.
func located<Result>(_ span: Span, _ body: () throws -> Result) throws -> Result {
    do {
        return try body()
    } catch let error as any ExplainedError {
        throw error.at(span)
    }
}
