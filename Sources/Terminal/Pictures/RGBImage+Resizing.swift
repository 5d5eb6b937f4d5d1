import Images

extension RGBImage {
    /// The picture in another size: each pixel the average of those around its place, which weigh less
    /// the farther they are (a triangle filter, as wide as the picture shrinks).
    func resized(width newWidth: Int, height newHeight: Int) -> RGBImage {
        guard (newWidth, newHeight) != (width, height), !bytes.isEmpty else { return self }
        let across = Taps.all(from: width, to: newWidth)
        var lines = [Float](repeating: 0, count: height * newWidth * 3)
        for y in 0..<height {
            for x in 0..<newWidth {
                let taps = across[x]
                for channel in 0..<3 {
                    var sum: Float = 0
                    var source = (y * width + taps.first) * 3 + channel
                    for weight in taps.weights {
                        sum += weight * Float(bytes[source])
                        source += 3
                    }
                    lines[(y * newWidth + x) * 3 + channel] = sum
                }
            }
        }
        let line = newWidth * 3
        var result: [UInt8] = []
        result.reserveCapacity(newHeight * line)
        for taps in Taps.all(from: height, to: newHeight) {
            for index in 0..<line {
                var sum: Float = 0
                var source = taps.first * line + index
                for weight in taps.weights {
                    sum += weight * lines[source]
                    source += line
                }
                result.append(UInt8(clamping: Int(sum.rounded())))
            }
        }
        return RGBImage(width: newWidth, height: newHeight, bytes: result)
    }
}

/// The neighbouring pixels of which a pixel is made, and how much each weighs.
private struct Taps {
    let first: Int
    let weights: [Float]

    /// The taps of each of `to` pixels in a row of `from`.
    static func all(from: Int, to: Int) -> [Taps] {
        let step = Double(from) / Double(to)
        let reach = max(1, step)
        return (0..<to).map { index in
            let center = (Double(index) + 0.5) * step - 0.5
            let first = max(0, Int((center - reach).rounded(.up)))
            let last = max(first, min(from - 1, Int((center + reach).rounded(.down))))
            let raw = (first...last).map { max(1e-6, 1 - abs(Double($0) - center) / reach) }
            let sum = raw.reduce(0, +)
            return Taps(first: first, weights: raw.map { Float($0 / sum) })
        }
    }
}
