package import CommandLanguage

/// The name of a picture's shape, width to height (`16:9`).
package struct AspectName: ArgumentValue {
    /// The shapes that the loaded model has sizes for.
    package static let topic = Topic("aspects")
    package static let placeholder = "WIDTH:HEIGHT"
    package static let expectation = "a shape, width to height, such as `16:9`"
    package static let completion = CompletionRule.topic(topic)
    package let text: String

    package init?(argument text: String) {
        let sides = text.split(separator: ":", omittingEmptySubsequences: false)
        let isRatio = sides.allSatisfy { side in
            side.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
                && Int(side).map { $0 > 0 } ?? false
        }
        guard sides.count == 2, isRatio else { return nil }
        self.text = text
    }
}
