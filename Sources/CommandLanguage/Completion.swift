/// Something that could be typed, with what it means.
package struct Completion: Hashable, Sendable {
    /// What would be typed; one that ends in `=` or `/` invites more of the same word.
    package var text: String
    /// What it means, in a few words.
    package var meaning: String
    /// Whether it would mean something else in quotation marks, as `$3` would.
    package var isVerbatim: Bool

    /// `text`, which means `meaning`.
    package init(_ text: String, _ meaning: String, isVerbatim: Bool = false) {
        self.text = text
        self.meaning = meaning
        self.isVerbatim = isVerbatim
    }
}

/// A subject on which the running program can propose words.
package struct Topic: Hashable, Sendable {
    /// The subject's name.
    package let name: String

    /// The subject called `name`.
    package init(_ name: String) {
        self.name = name
    }
}

/// What a value's kind proposes to type.
package enum CompletionRule: Sendable {
    /// Nothing: the user alone knows.
    case nothing
    /// These words.
    case words([Completion])
    /// What the running program knows on a subject.
    case topic(Topic)
    /// Files and folders.
    case files
    /// Folders, and files whose names end so.
    case filesEnding(String)
    /// What each of several rules proposes.
    case any([CompletionRule])
    /// What fits the word before, such as a setting's name.
    case after(@Sendable (String) -> CompletionRule)
}

/// What the running program can propose: the part of completion that declarations cannot know.
package protocol Vocabulary {
    /// What can be typed on a subject.
    func completions(on topic: Topic) -> [Completion]
    /// The references (`$3`, `$3.seed`) that begin with `prefix`, which is `$` at least.
    func references(startingWith prefix: String) -> [Completion]
    /// The files and folders whose path begins with `prefix`.
    func files(startingWith prefix: String) -> [Completion]
}
