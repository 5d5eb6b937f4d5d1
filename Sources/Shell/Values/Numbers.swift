package import CommandLanguage

/// A whole number within a range.
package protocol WholeNumber: ArgumentValue {
    /// The numbers that are allowed.
    static var range: ClosedRange<Int> { get }
    /// The number.
    var number: Int { get }
    /// `number`, which is within the range.
    init(number: Int)
}

extension WholeNumber {
    package static var placeholder: String { "NUMBER" }
    package static var expectation: String {
        "a whole number from \(range.lowerBound) to \(range.upperBound)"
    }

    package init?(argument text: String) {
        guard let number = Int(text), Self.range.contains(number) else { return nil }
        self.init(number: number)
    }

    package var text: String { String(number) }
}

/// How many denoising steps a picture takes.
package struct StepCount: WholeNumber {
    package static let range = 1...1000
    package let number: Int

    package init(number: Int) { self.number = number }
}

/// How many pictures one `gen` makes.
package struct ImageCount: WholeNumber {
    package static let range = 1...100
    package let number: Int

    package init(number: Int) { self.number = number }
}

/// How many threads the CPU's work is spread over.
package struct ThreadCount: WholeNumber {
    package static let range = 1...1024
    package let number: Int

    package init(number: Int) { self.number = number }
}

/// How many columns of the terminal a picture takes.
package struct ColumnCount: WholeNumber {
    package static let range = 4...1000
    package static let placeholder = "COLUMNS"
    package let number: Int

    package init(number: Int) { self.number = number }
}

/// How many pictures of a sheet are in a row.
package struct GridColumns: WholeNumber {
    package static let range = 1...100
    package let number: Int

    package init(number: Int) { self.number = number }
}

/// How strongly the prompt is followed: the scale of classifier-free guidance.
package struct Guidance: ArgumentValue {
    /// The scales that are allowed.
    package static let range = 0.0...100.0
    package static let placeholder = "SCALE"
    package static let expectation = "a number from 0 to 100"
    /// The scale.
    package let scale: Double

    /// The scale `scale`, which is within the range.
    package init(scale: Double) { self.scale = scale }

    package init?(argument text: String) {
        let isPlain = text.utf8.allSatisfy { "0123456789.".utf8.contains($0) }
        guard isPlain, let scale = Double(text), Self.range.contains(scale) else { return nil }
        self.scale = scale
    }

    package var text: String {
        Int(exactly: scale).map { String($0) } ?? String(scale)
    }
}
