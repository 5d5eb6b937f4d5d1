package import Images
package import Tensors

/// Decodes latents in square tiles that overlap by a quarter, blended where they do.
///
/// Matches `tiled_decode` of `AutoencoderKL` in diffusers 0.42. Norms see a tile at a time, so that colours differ a little from
/// those of the picture decoded whole.
package struct VAETiling {
    private let vae: AutoencoderKL
    private let side: Int

    /// Tiles of `side` latents, at least 4, for `vae`.
    package init(vae: AutoencoderKL, side: Int) {
        precondition(side >= 4, "tiles of \(side)")
        self.vae = vae
        self.side = side
    }

    /// The picture of unscaled latents, [1, H, W, C].
    package func decode(_ latents: Tensor) throws -> RGBImage {
        let (height, width) = (latents.shape[1], latents.shape[2])
        let scale = vae.scale
        let stride = side * 3 / 4
        let blend = (side - stride) * scale
        var picture = Canvas(width: width * scale, height: height * scale)
        // A tile that begins where the one before reaches the end would add nothing.
        let last = (top: max(1, height - side + stride), left: max(1, width - side + stride))
        for top in Swift.stride(from: 0, to: last.top, by: stride) {
            // Tiles beside each other first, so that a seam across is faded in as one.
            var strip = Canvas(width: width * scale, height: min(side, height - top) * scale)
            for left in Swift.stride(from: 0, to: last.left, by: stride) {
                let tile = try vae.decode(cut(latents, top: top, left: left))
                strip.add(
                    Canvas(
                        width: tile.shape[2], height: tile.shape[1], values: try tile.floats()),
                    left: left * scale, top: 0, blend: blend)
            }
            picture.add(strip, left: 0, top: top * scale, blend: blend)
        }
        return try picture.image(on: latents.device)
    }

    private func cut(_ latents: Tensor, top: Int, left: Int) throws -> Tensor {
        let (height, width, channels) = (latents.shape[1], latents.shape[2], latents.shape[3])
        let rows = top..<min(top + side, height)
        let columns = left..<min(left + side, width)
        return try latents.reshaped([height, width * channels])
            .items(rows).columns(columns.lowerBound * channels..<columns.upperBound * channels)
            .compacted().reshaped([1, rows.count, columns.count, channels])
    }
}

/// A picture that is put together from overlapping parts, from the top and from left to right.
private struct Canvas {
    let width: Int
    let height: Int
    private var values: [Float]

    init(width: Int, height: Int) {
        let zeros = [Float](repeating: 0, count: width * height * 3)
        self.init(width: width, height: height, values: zeros)
    }

    init(width: Int, height: Int, values: [Float]) {
        self.width = width
        self.height = height
        self.values = values
    }

    /// Puts a part down, fading it in over `blend` pixels where parts above and on the left already are.
    mutating func add(_ part: Canvas, left: Int, top: Int, blend: Int) {
        for row in 0..<part.height {
            let down = top == 0 ? 1 : min(1, Float(row) / Float(blend))
            for column in 0..<part.width {
                let across = left == 0 ? 1 : min(1, Float(column) / Float(blend))
                let source = (row * part.width + column) * 3
                let target = ((top + row) * width + left + column) * 3
                for channel in 0..<3 {
                    values[target + channel] +=
                        down * across * (part.values[source + channel] - values[target + channel])
                }
            }
        }
    }

    func image(on device: Device) throws -> RGBImage {
        let bytes = try Tensor(values, shape: [1, height, width, 3], on: device).pixelBytes()
        return RGBImage(width: width, height: height, bytes: bytes)
    }
}
