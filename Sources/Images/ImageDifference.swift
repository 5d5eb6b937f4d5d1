import Glibc

/// How far two pictures of the same size are apart.
package struct ImageDifference: Hashable, Sendable {
    /// The largest absolute difference of a value, 0 to 255.
    package let largest: Int
    /// The mean of the squared differences over all values.
    package let meanSquare: Double
    /// The pixels of each picture.
    package let pixels: Int
    /// How many of them differ.
    package let differing: Int
    /// The smallest rectangle that holds all that differ; nil where none does.
    package let bounds: PixelRectangle?

    /// Compares two pictures; nil where their sizes differ.
    package init?(_ a: RGBImage, _ b: RGBImage) {
        guard a.width == b.width, a.height == b.height else { return nil }
        var (largest, sum, differing) = (0, 0, 0)
        var bounds: PixelRectangle?
        for y in 0..<a.height {
            for x in 0..<a.width {
                let start = (y * a.width + x) * 3
                var isEqual = true
                for index in start..<start + 3 where a.bytes[index] != b.bytes[index] {
                    let difference = abs(Int(a.bytes[index]) - Int(b.bytes[index]))
                    largest = max(largest, difference)
                    sum += difference * difference
                    isEqual = false
                }
                guard !isEqual else { continue }
                differing += 1
                bounds =
                    bounds?.including(x: x, y: y)
                    ?? PixelRectangle(x: x, y: y, width: 1, height: 1)
            }
        }
        self.largest = largest
        self.differing = differing
        self.bounds = bounds
        pixels = a.width * a.height
        meanSquare = a.bytes.isEmpty ? 0 : Double(sum) / Double(a.bytes.count)
    }

    /// The peak signal-to-noise ratio in decibels; infinite for equal pictures.
    package var psnr: Double {
        meanSquare == 0 ? .infinity : 10 * log10(255 * 255 / meanSquare)
    }
}

/// A part of a picture.
package struct PixelRectangle: Hashable, Sendable {
    /// Pixels left of it.
    package let x: Int
    /// Rows above it.
    package let y: Int
    /// Pixels in each of its rows.
    package let width: Int
    /// Its rows.
    package let height: Int

    /// A rectangle of the given place and size.
    package init(x: Int, y: Int, width: Int, height: Int) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    /// The smallest rectangle that holds this one and a pixel.
    func including(x other: Int, y otherY: Int) -> PixelRectangle {
        let (left, top) = (min(x, other), min(y, otherY))
        return PixelRectangle(
            x: left, y: top, width: max(x + width, other + 1) - left,
            height: max(y + height, otherY + 1) - top)
    }
}
