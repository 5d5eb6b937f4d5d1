package import CommandLanguage

/// What a picture should show, in words.
package struct PromptText: ArgumentValue {
    package static let placeholder = "PROMPT"
    package static let expectation = "a text"
    package static let isText = true
    package let text: String

    package init(argument text: String) { self.text = text }
}

/// A value whose kind another word decides.
package struct AnyText: ArgumentValue {
    package static let placeholder = "VALUE"
    package static let expectation = "a text"
    package static let isText = true
    package let text: String

    package init(argument text: String) { self.text = text }
}

/// A subject of `help`, known or not.
package struct TopicName: ArgumentValue {
    /// What can be asked about.
    package static let topic = Topic("help")
    package static let placeholder = "TOPIC"
    package static let expectation = "a topic"
    package static let completion = CompletionRule.topic(topic)
    package let text: String

    package init(argument text: String) { self.text = text }
}

/// The name of a setting, known or not.
package struct SettingName: ArgumentValue {
    package static let placeholder = "KEY"
    package static let expectation = "a setting's name"
    package static var completion: CompletionRule {
        .words(Settings.all.map { Completion($0.name, $0.summary) })
    }
    package let text: String

    package init(argument text: String) { self.text = text }
}
