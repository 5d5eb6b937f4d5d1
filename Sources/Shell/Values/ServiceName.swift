package import CommandLanguage

/// The name of a service to log in to, known or not.
package struct ServiceName: ArgumentValue {
    /// The services that there are.
    package static let topic = Topic("services")
    package static let placeholder = "SERVICE"
    package static let expectation = "a service's name"
    package static let completion = CompletionRule.topic(topic)
    package let text: String

    package init(argument text: String) { self.text = text }
}
