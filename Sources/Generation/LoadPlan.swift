/// What loading a model would need and cost, without doing it.
package struct LoadPlan: Hashable, Sendable {
    /// Something that is known of a load.
    package struct Fact: Hashable, Sendable {
        /// What it is about (`download`, `memory`, `gate`, `licence`, `price`).
        package var name: String
        /// What is known, in words.
        package var text: String

        /// `text` is known by the name of `name`.
        package init(_ name: String, _ text: String) {
            self.name = name
            self.text = text
        }
    }

    /// What is known, in the order in which it is shown.
    package var facts: [Fact]

    /// A plan of the given facts.
    package init(_ facts: [Fact]) {
        self.facts = facts
    }
}
