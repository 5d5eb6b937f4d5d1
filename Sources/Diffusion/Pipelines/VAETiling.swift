import Images
import Tensors

/// Decodes latents in square tiles that overlap by a quarter, blended where they do.
///
/// Matches `tiled_decode` of `AutoencoderKL` in diffusers 0.42. Norms see a tile at a time, so that colours differ a little from
/// those of the picture decoded whole.
struct VAETiling {
    let vae: AutoencoderKL
    /// A tile's side in latents.
    let side: Int

    /// The picture of unscaled latents, [1, H, W, C].
    func decode(_ latents: Tensor) throws -> RGBImage {
        let (height, width) = (latents.shape[1], latents.shape[2])
        var canvas = Canvas(width: width * vae.scale, height: height * vae.scale)
        let stride = side * 3 / 4
        let blend = (side - stride) * vae.scale
        for top in Swift.stride(from: 0, to: height, by: stride) {
            for left in Swift.stride(from: 0, to: width, by: stride) {
                let tile = try cut(latents, top: top, left: left)
                let picture = try vae.decode(tile)
                canvas.add(
                    try picture.floats(), width: picture.shape[2], height: picture.shape[1],
                    left: left * vae.scale, top: top * vae.scale, blend: blend)
            }
        }
        return try canvas.image(on: latents.device)
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

/// A picture that is put together from overlapping tiles, row by row and from left to right.
private struct Canvas {
    let width: Int
    let height: Int
    private var values: [Float]

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
        values = [Float](repeating: 0, count: width * height * 3)
    }

    /// Puts a tile down, fading it in over `blend` pixels where tiles above and on the left already are.
    mutating func add(
        _ tile: [Float], width tileWidth: Int, height tileHeight: Int, left: Int, top: Int,
        blend: Int
    ) {
        for row in 0..<tileHeight {
            let down = top == 0 ? 1 : min(1, Float(row) / Float(blend))
            for column in 0..<tileWidth {
                let across = left == 0 ? 1 : min(1, Float(column) / Float(blend))
                let share = down * across
                let source = (row * tileWidth + column) * 3
                let target = ((top + row) * width + left + column) * 3
                for channel in 0..<3 {
                    values[target + channel] +=
                        share * (tile[source + channel] - values[target + channel])
                }
            }
        }
    }

    func image(on device: Device) throws -> RGBImage {
        let bytes = try Tensor(values, shape: [1, height, width, 3], on: device).pixelBytes()
        return RGBImage(width: width, height: height, bytes: bytes)
    }
}
