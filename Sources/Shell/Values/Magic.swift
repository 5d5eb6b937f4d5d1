package import CommandLanguage

/// Whether the phrases that a model's makers recommend are added to prompts.
package enum Magic: String, CaseIterable, ArgumentValue {
    case off, en, zh

    package static let placeholder = "LANGUAGE"
    package static let expectation = "`off`, `en` or `zh`"
    package static let completion = CompletionRule.words([
        Completion("off", "the prompt as it was typed"), Completion("en", "English phrases"),
        Completion("zh", "Chinese phrases"),
    ])

    package init?(argument text: String) { self.init(rawValue: text) }

    package var text: String { rawValue }

    /// The language of the phrases; nil where there are none.
    package var language: String? { self == .off ? nil : rawValue }
}
