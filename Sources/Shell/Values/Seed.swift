package import CommandLanguage

/// Where the noise of a picture comes from.
package enum Seed: ArgumentValue {
    /// A fresh number for each `gen`.
    case random
    /// Always this number.
    case number(UInt64)

    /// The numbers that can be asked for; the upper end leaves room for one more seed per picture of a request.
    package static let range: ClosedRange<UInt64> = 0...UInt64(Int64.max)
    /// The numbers that `random` draws from: short enough to be typed again.
    package static let drawn: ClosedRange<UInt64> = 0...UInt64(UInt32.max)

    package static let placeholder = "SEED"
    package static let expectation =
        "a whole number from \(range.lowerBound) to \(range.upperBound), or `random`"
    package static let completion = CompletionRule.words([
        Completion("random", "a fresh seed for each `gen`")
    ])

    package init?(argument text: String) {
        if text == "random" {
            self = .random
        } else if let number = UInt64(text), Self.range.contains(number) {
            self = .number(number)
        } else {
            return nil
        }
    }

    package var text: String {
        switch self {
        case .random: "random"
        case .number(let number): String(number)
        }
    }
}
