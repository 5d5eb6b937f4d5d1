/// Something that is known of a picture or of a load: a name and a text.
package struct Fact: Hashable, Sendable {
    /// What it is about: a setting's name where there is one of that meaning (`seed`), else a word (`download`, `price`).
    package var name: String
    /// What is known: a value as it would be typed, or words.
    package var text: String

    /// `text` is known by the name of `name`.
    package init(_ name: String, _ text: String) {
        self.name = name
        self.text = text
    }
}
