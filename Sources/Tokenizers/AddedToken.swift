/// A token that is found in the text before it is split into words, such as `<|endoftext|>`.
struct AddedToken: Equatable, Sendable {
    /// The text of the token.
    let content: [Unicode.Scalar]
    /// Whether a file gives it as plain text; transformers takes that for another token than the
    /// same with flags.
    let isPlain: Bool
    /// Whether it is left in the text when special tokens are not to be split off.
    var isSpecial = true
    /// Whether it is looked for in the normalised text, itself normalised.
    private(set) var isNormalized = false
    /// Whether it counts only where no word touches it.
    private(set) var isSingleWord = false
    /// Whether it takes the white space before it along, and after it.
    private(set) var stripsLeft = false, stripsRight = false

    /// A special token without flags.
    init(_ content: String) {
        self.content = Array(content.unicodeScalars)
        isPlain = true
    }

    /// Reads a string, or an object with flags; nil if it is neither.
    ///
    /// `isSpecial` is what an object is that does not say.
    init?(_ json: JSON, isSpecial: Bool) {
        if let string = json.string {
            self.init(string)
            return
        }
        guard let content = json["content"]?.string else { return nil }
        self.init(content, isSpecial: json["special"]?.bool ?? isSpecial)
        isNormalized = json["normalized"]?.bool ?? isNormalized
        isSingleWord = json["single_word"]?.bool ?? false
        stripsLeft = json["lstrip"]?.bool ?? false
        stripsRight = json["rstrip"]?.bool ?? false
    }

    /// A token with the flags that go without saying: one that is not special is normalised.
    init(_ content: String, isSpecial: Bool) {
        self.content = Array(content.unicodeScalars)
        isPlain = false
        self.isSpecial = isSpecial
        isNormalized = !isSpecial
    }
}
