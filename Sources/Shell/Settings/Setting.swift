package import CommandLanguage
import Diagnostics
package import Generation

/// What a setting has an effect on.
package enum SettingScope: Hashable, Sendable {
    /// Pictures: `gen` takes it as an option too, and a model may ignore it.
    case picture
    /// The next `load`.
    case load
    /// The shell itself.
    case shell
}

/// A setting, whatever the type of its value.
package protocol SettingDeclaration: OptionDeclaration {
    /// What it has an effect on.
    var scope: SettingScope { get }
    /// What is accepted, to follow "must be".
    var range: String { get }

    /// The value that `text` says.
    func parse(_ text: String) throws(LanguageError) -> any ArgumentValue
    /// Refuses a value that a model cannot work with.
    func check(_ value: any ArgumentValue, against engine: any Engine) throws
    /// What counts where the user sets nothing, with the model of the given settings loaded.
    func usual(_ engine: EngineSettings?) -> String
}

/// A setting whose value is a `Value`: everything that is known of it is declared here.
package struct Setting<Value: ArgumentValue>: SettingDeclaration {
    package let name: String
    package let summary: String
    package let scope: SettingScope
    private let usualText: String
    private let ofModel: @Sendable (EngineSettings) -> Value?
    private let checkValue: @Sendable (Value, any Engine) throws -> Void

    /// A setting of the given name; `usual` is what counts where neither the user nor the model says.
    package init(
        _ name: String, _ scope: SettingScope, _ summary: String, usual: String,
        ofModel: @escaping @Sendable (EngineSettings) -> Value? = { _ in nil },
        check: @escaping @Sendable (Value, any Engine) throws -> Void = { _, _ in }
    ) {
        self.name = name
        self.scope = scope
        self.summary = summary
        usualText = usual
        self.ofModel = ofModel
        checkValue = check
    }

    package var placeholder: String { Value.placeholder }
    package var completion: CompletionRule { Value.completion }
    package var range: String { Value.expectation }

    package func parse(_ text: String) throws(LanguageError) -> any ArgumentValue {
        guard let value = Value(argument: text) else {
            throw .invalidValue(Value.self, name: name, text: text)
        }
        return value
    }

    package func check(_ value: any ArgumentValue, against engine: any Engine) throws {
        if let value = value as? Value { try checkValue(value, engine) }
    }

    package func usual(_ engine: EngineSettings?) -> String {
        engine.flatMap(ofModel)?.text ?? usualText
    }
}
