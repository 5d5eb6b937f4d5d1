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

    /// These values with those of `others` in the place of the same settings'.
    package func merging(_ others: SettingValues) -> SettingValues {
        var merged = self
        merged.values.merge(others.values) { _, other in other }
        return merged
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
            throw error.at(span)
        }
    }

    /// What the options of a command give to settings.
    package static func all(in arguments: Arguments) throws -> [Assignment] {
        try arguments.options.map { key, value in
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
