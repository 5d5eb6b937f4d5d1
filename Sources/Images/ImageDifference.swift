import Glibc

/// How far two pictures of the same size are apart.
package struct ImageDifference: Hashable, Sendable {
    /// The largest absolute difference of a value, 0 to 255.
    package let largest: Int
    /// The mean of the squared differences over all values.
    package let meanSquare: Double

    /// Compares two pictures; nil where their sizes differ.
    package init?(_ a: RGBImage, _ b: RGBImage) {
        guard a.width == b.width, a.height == b.height else { return nil }
        var largest = 0
        var sum = 0
        for (x, y) in zip(a.bytes, b.bytes) {
            let difference = abs(Int(x) - Int(y))
            largest = max(largest, difference)
            sum += difference * difference
        }
        self.largest = largest
        meanSquare = a.bytes.isEmpty ? 0 : Double(sum) / Double(a.bytes.count)
    }

    /// The peak signal-to-noise ratio in decibels; infinite for equal pictures.
    package var psnr: Double {
        meanSquare == 0 ? .infinity : 10 * log10(255 * 255 / meanSquare)
    }
}
