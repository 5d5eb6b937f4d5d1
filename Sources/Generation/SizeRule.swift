/// Which sizes a model makes, beside the multiple that their sides have.
package enum SizeRule: Hashable, Sendable {
    /// All of them.
    case any
    /// These.
    case among([ImageSize])
    /// Those between a least and a most number of pixels, with sides up to `edge`, of which one is at most `ratio` times the other.
    case within(pixels: ClosedRange<Int>, edge: Int, ratio: Int)

    /// Whether a model with this rule makes `size`.
    package func allows(_ size: ImageSize) -> Bool {
        switch self {
        case .any: return true
        case .among(let sizes): return sizes.contains(size)
        case .within(let pixels, let edge, let ratio):
            let (short, long) = (min(size.width, size.height), max(size.width, size.height))
            guard short > 0, long <= edge else { return false }
            return pixels.contains(short * long) && long <= ratio * short
        }
    }

    /// What is allowed, in words.
    package var text: String {
        switch self {
        case .any: return "every size"
        case .among(let sizes): return sizes.map { "`\($0)`" }.joined(separator: ", ")
        case .within(let pixels, let edge, let ratio):
            return "\(pixels.lowerBound) to \(pixels.upperBound) pixels, sides up to \(edge), "
                + "one at most \(ratio) times the other"
        }
    }
}
