/// What a remote service told of a picture that it made.
package struct ServiceFacts: Hashable, Codable, Sendable {
    /// The prompt as the service changed it; nil where it did not say.
    package var revisedPrompt: String?
    /// The tokens that were paid for, of the whole answer; nil where it did not say.
    package var tokens: Int?
    /// How many pictures the answer had, which share the tokens.
    package var pictures: Int
    /// The estimated price of the answer in dollars; nil where the prices are not known.
    package var dollars: Double?

    /// Facts as they were told.
    package init(
        revisedPrompt: String? = nil, tokens: Int? = nil, pictures: Int = 1, dollars: Double? = nil
    ) {
        self.revisedPrompt = revisedPrompt
        self.tokens = tokens
        self.pictures = pictures
        self.dollars = dollars
    }
}
