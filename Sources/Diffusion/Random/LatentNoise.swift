extension TorchGenerator {
    /// Noise for one picture's latents in Easel's order [H, W, C], drawn in PyTorch's order [C, H, W].
    package mutating func noise(height: Int, width: Int, channels: Int) -> [Float] {
        channelsLast(
            normals(channels * height * width), height: height, width: width, channels: channels)
    }
}

/// The numbers of a [C, H, W] array in the order of [H, W, C].
package func channelsLast(
    _ planes: [Float], height: Int, width: Int, channels: Int
) -> [Float] {
    let area = height * width
    precondition(
        planes.count == area * channels,
        "\(planes.count) numbers are not [\(channels), \(height), \(width)]")
    return [Float](unsafeUninitializedCapacity: planes.count) { pixels, initialized in
        for channel in 0..<channels {
            for position in 0..<area {
                pixels[position * channels + channel] = planes[channel * area + position]
            }
        }
        initialized = planes.count
    }
}
