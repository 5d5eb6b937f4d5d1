/// Where two pictures differ, and how much, as a picture: black where they are equal, and from violet over red to yellow.
package struct HeatMap: Hashable, Sendable {
    /// The picture.
    package let image: RGBImage
    /// The difference of a value, 1 to 255, that has the brightest colour.
    package let scale: Int

    /// The scales, of which a map takes the smallest that holds its largest difference.
    private static let scales = [8, 16, 32, 64, 128, 255]

    /// The map of two pictures; nil where their sizes differ.
    ///
    /// A pixel's difference is the largest among red, green and blue. Colours follow its square root, so that a
    /// difference of 1 can be told from none.
    package init?(_ a: RGBImage, _ b: RGBImage) {
        guard a.width == b.width, a.height == b.height else { return nil }
        let differences = stride(from: 0, to: a.bytes.count, by: 3).map { start in
            (start..<start + 3).reduce(UInt8(0)) { largest, index in
                let (x, y) = (a.bytes[index], b.bytes[index])
                return max(largest, x > y ? x - y : y - x)
            }
        }
        let largest = Int(differences.max() ?? 0)
        let scale = Self.scales.first { $0 >= largest } ?? 255
        let colours = (0...255).map { Self.colour(of: $0, scale: scale) }
        self.scale = scale
        image = RGBImage(
            width: a.width, height: a.height,
            bytes: differences.flatMap { difference in
                let colour = colours[Int(difference)]
                return [colour.red, colour.green, colour.blue]
            })
    }

    /// What the colours mean, in a few words.
    package var legend: String { "black: equal · brightest: differs by \(scale) of 255" }

    private static func colour(of difference: Int, scale: Int) -> Sheet.Colour {
        guard difference > 0 else { return Sheet.Colour(0, 0, 0) }
        let share = min(Double(difference) / Double(scale), 1).squareRoot()
        return inferno(0.15 + 0.85 * share)
    }

    /// Points of the colour map `inferno`, whose lightness grows evenly, a tenth apart.
    private static let points: [(Double, Double, Double)] = [
        (0, 0, 4), (22, 11, 57), (66, 10, 104), (106, 23, 110), (147, 38, 103), (188, 55, 84),
        (221, 81, 58), (243, 120, 25), (252, 165, 10), (246, 215, 70), (252, 255, 164),
    ]

    private static func inferno(_ place: Double) -> Sheet.Colour {
        let position = place * Double(points.count - 1)
        let index = min(Int(position), points.count - 2)
        let (low, high) = (points[index], points[index + 1])
        let part = position - Double(index)
        func mix(_ a: Double, _ b: Double) -> UInt8 { UInt8((a + (b - a) * part).rounded()) }
        return Sheet.Colour(mix(low.0, high.0), mix(low.1, high.1), mix(low.2, high.2))
    }
}
