/// What loading a model would need and cost, without doing it.
package struct LoadPlan: Hashable, Sendable {
    /// What is known, in the order in which it is shown.
    package var facts: [Fact]

    /// A plan of the given facts.
    package init(_ facts: [Fact]) {
        self.facts = facts
    }
}
