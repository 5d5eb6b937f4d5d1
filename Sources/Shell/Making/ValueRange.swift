/// Numbers at equal distances: `1..4`, `1..10+3`, `0.5..2+0.5`, `10..1`.
struct ValueRange {
    /// How many numbers there are.
    let count: Int
    /// The first number, times ten to the power of `digits`.
    private let first: Int
    /// From one number to the next, as `first` is written.
    private let stride: Int
    /// Digits after the point.
    private let digits: Int

    /// The range that `text` says; nil where it is none.
    init?(_ text: String) {
        guard let dots = text.firstRange(of: "..") else { return nil }
        let rest = text[dots.upperBound...].split(
            separator: "+", maxSplits: 1, omittingEmptySubsequences: false)
        let parts = [text[..<dots.lowerBound], rest[0], rest.count > 1 ? rest[1] : "1"]
        let digits = parts.map(Self.digits).max() ?? 0
        let numbers = parts.compactMap { Self.scaled($0, by: digits) }
        guard numbers.count == 3, numbers[2] > 0 else { return nil }
        self.digits = digits
        first = numbers[0]
        stride = numbers[1] < numbers[0] ? -numbers[2] : numbers[2]
        count = min(abs(numbers[1] - numbers[0]) / numbers[2], Int.max - 1) + 1
    }

    /// Whether `text` is meant as a range, rightly written or not.
    static func isMeant(by text: String) -> Bool {
        text.contains("..") && text.first?.isNumber == true
    }

    /// The numbers as they are typed.
    var texts: [String] {
        (0..<count).map { text(first + $0 * stride) }
    }

    private func text(_ scaled: Int) -> String {
        if digits == 0 { return String(scaled) }
        let padded = String(repeating: "0", count: digits) + String(scaled)
        var whole = padded.dropLast(digits).drop { $0 == "0" }
        if whole.isEmpty { whole = "0" }
        var fraction = padded.suffix(digits)
        while fraction.last == "0" { fraction.removeLast() }
        return fraction.isEmpty ? String(whole) : "\(whole).\(fraction)"
    }

    /// How many digits of a number stand after its point.
    private static func digits(_ text: Substring) -> Int {
        text.firstIndex(of: ".").map { text[$0...].count - 1 } ?? 0
    }

    /// A number of digits and at most one point, times a power of ten; nil where it is something else, or too large.
    private static func scaled(_ text: Substring, by digits: Int) -> Int? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(isDigit) })
        else { return nil }
        let missing = digits - (parts.count == 2 ? parts[1].count : 0)
        return Int(parts.joined() + String(repeating: "0", count: missing))
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
}
