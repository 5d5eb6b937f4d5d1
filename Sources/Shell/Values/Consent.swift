import CommandLanguage

/// The word without which nothing is deleted: `yes`.
struct Consent: ArgumentValue {
    static let placeholder = "yes"
    static let expectation = "`yes`, or left out"
    static let completion = CompletionRule.words([Completion("yes", "deletes it")])
    let text: String

    init?(argument text: String) {
        guard text == "yes" else { return nil }
        self.text = text
    }
}
