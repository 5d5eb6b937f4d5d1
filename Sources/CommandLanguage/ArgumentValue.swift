/// A kind of value that a command or a setting takes: how it is written, what is allowed, what to propose.
package protocol ArgumentValue: Hashable, Sendable {
    /// The word that stands for it in a manual (`SIZE`).
    static var placeholder: String { get }
    /// What is accepted, to follow "must be" (`a whole number from 1 to 1000`).
    static var expectation: String { get }
    /// What completion proposes.
    static var completion: CompletionRule { get }
    /// Whether `$3` itself is the value, and not the text of a fact.
    static var takesReferences: Bool { get }
    /// Whether it is a text of several words.
    static var isText: Bool { get }

    /// The value that `text` says; nil where it is not accepted.
    init?(argument text: String)

    /// What to type in place of a text that was not accepted; nil where there is nothing to propose.
    static func advice(for text: String) -> String?

    /// The value as it is typed.
    var text: String { get }
}

extension ArgumentValue {
    package static var completion: CompletionRule { .nothing }
    package static var takesReferences: Bool { false }
    package static var isText: Bool { false }
    package static func advice(for text: String) -> String? { nil }
}

/// A value together with where it was typed, so that an error about it can point there.
package struct Located<Value: Sendable>: Sendable {
    /// The value.
    package let value: Value
    /// Where it was typed.
    package let span: Span

    /// `value`, typed at `span`.
    package init(_ value: Value, at span: Span) {
        self.value = value
        self.span = span
    }
}
