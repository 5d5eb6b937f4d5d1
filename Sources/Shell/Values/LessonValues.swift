import CommandLanguage

/// What is said to those who watch a lesson.
package struct Speech: ArgumentValue {
    package static let placeholder = "TEXT"
    package static let expectation = "a text"
    package static let isText = true
    package let text: String

    package init(argument text: String) { self.text = text }
}

/// The digest of a picture's pixels, or how it begins.
package struct PixelDigest: ArgumentValue {
    /// How many digits name a picture: fewer can agree by chance.
    private static let digits = 8...64
    private static let scheme = "sha256:"

    package static let placeholder = "sha256:DIGITS"
    package static let expectation = "`sha256:` and 8 to 64 of the digest's digits"
    package let text: String

    package init?(argument text: String) {
        let digits = text.hasPrefix(Self.scheme) ? text.dropFirst(Self.scheme.count) : text[...]
        guard Self.digits.contains(digits.utf8.count),
            digits.utf8.allSatisfy({ "0123456789abcdef".utf8.contains($0) })
        else { return nil }
        self.text = Self.scheme + digits
    }
}

/// How like each other pictures are, as a peak signal-to-noise ratio.
package struct Decibels: ArgumentValue {
    private static let range = 0.0...200.0

    package static let placeholder = "DECIBELS"
    package static let expectation = "a number of decibels from 0 to 200"
    /// The ratio.
    package let number: Double
    package let text: String

    /// From where on pictures look the same, as a replay judges them.
    package static let close = Decibels(number: Verdict.closeness)

    private init(number: Double) {
        self.number = number
        text = number == number.rounded() ? String(Int(number)) : String(number)
    }

    package init?(argument text: String) {
        let isPlain = text.utf8.allSatisfy { "0123456789.".utf8.contains($0) }
        guard isPlain, let number = Double(text), Self.range.contains(number) else { return nil }
        self.number = number
        self.text = text
    }
}

/// The seed that a picture has: a number, never `random`.
package struct DrawnSeed: ArgumentValue {
    package static let placeholder = "SEED"
    package static let expectation = "a whole number"
    package let text: String

    package init?(argument text: String) {
        guard let number = UInt64(text) else { return nil }
        self.text = String(number)
    }
}

/// How many pictures a session has.
package struct PictureCount: WholeNumber {
    package static let range = 0...1_000_000
    package let number: Int

    package init(number: Int) { self.number = number }
}
