/// A text as the numbers that a text encoder takes.
package struct TokenizedPrompt: Equatable, Sendable {
    /// The numbers of the tokens: the start, the text, the end, and padding up to the length asked
    /// for.
    package let ids: [Int]
    /// How many of the numbers are not padding.
    package let tokenCount: Int
    /// How many tokens of the text did not fit.
    package let cutCount: Int
    /// The part of the text that did not fit, in the tokenizer's own spelling; empty where all
    /// fitted.
    package let cutText: String
}
