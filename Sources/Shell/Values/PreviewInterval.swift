package import CommandLanguage

/// After how many steps each preview comes.
package enum PreviewInterval: ArgumentValue, Hashable {
    /// Never.
    case off
    /// After every so many.
    case steps(Int)

    package static let placeholder = "STEPS"
    package static let expectation =
        "a whole number of steps from \(StepCount.range.lowerBound) to "
        + "\(StepCount.range.upperBound), or `off`"
    package static let completion = CompletionRule.words([
        Completion("off", "no previews"), Completion("1", "after every step"),
        Completion("5", "after every fifth step"),
    ])

    package init?(argument text: String) {
        if text == "off" {
            self = .off
        } else if let steps = StepCount(argument: text) {
            self = .steps(steps.number)
        } else {
            return nil
        }
    }

    package var text: String {
        switch self {
        case .off: "off"
        case .steps(let steps): String(steps)
        }
    }

    /// The steps from one preview to the next; nil where there are none.
    package var count: Int? {
        if case .steps(let steps) = self { steps } else { nil }
    }
}
