package import Images
package import Tensors

/// Turns finished latents into pixels, whole or, where memory is short, in tiles.
package struct LatentDecoder {
    private let pipeline: LatentDiffusionPipeline

    /// A decoder by a pipeline's VAE.
    package init(_ pipeline: LatentDiffusionPipeline) {
        self.pipeline = pipeline
    }

    /// The picture of latents, fp32 [1, H, W, C].
    package func callAsFunction(_ latents: Tensor, note: (String) -> Void) throws -> RGBImage {
        let input = try unscaled(latents)
        let (height, width) = (input.shape[1], input.shape[2])
        let needed = bytesNeeded(height: height, width: width)
        let available = pipeline.device.backend.availableBytes
        if needed > available {
            let tiles = VAETiling(vae: pipeline.vae, side: tileSide(available))
            note(
                "decoded in tiles, since the whole needs \(needed >> 20) MB and \(available >> 20) MB are free"
            )
            return try tiles.decode(input)
        }
        let picture = try pipeline.vae.decode(input)  // [1, H * scale, W * scale, 3]
        return RGBImage(
            width: picture.shape[2], height: picture.shape[1], bytes: try picture.pixelBytes())
    }

    /// Latents as the VAE takes them.
    private func unscaled(_ latents: Tensor) throws -> Tensor {
        let vae = pipeline.vae
        guard let statistics = pipeline.latentStatistics else {
            return try Tensor.combination([(1 / vae.scalingFactor, latents)])
                .cast(to: pipeline.dtype)
        }
        var values = try latents.floats()
        let channels = vae.latentChannels
        for index in values.indices {
            let channel = index % channels
            values[index] =
                values[index] * statistics.deviation[channel] / vae.scalingFactor
                + statistics.mean[channel]
        }
        return try Tensor(values, shape: latents.shape, on: latents.device)
            .cast(to: pipeline.dtype)
    }

    /// What the widest part of the decoder keeps at once: at full size, two tensors on each side of a convolution.
    private func bytesNeeded(height: Int, width: Int) -> Int {
        let pixels = height * width * pipeline.vae.scale * pipeline.vae.scale
        return pixels * pipeline.vae.fullSizeChannels * 4 * pipeline.dtype.size
    }

    /// The side, in latents, of the largest square tile that fits: what the model was trained for, or less.
    private func tileSide(_ available: Int) -> Int {
        var side = max(16, (pipeline.vae.sampleSize ?? 512) / pipeline.vae.scale)
        while side > 16, bytesNeeded(height: side, width: side) > available { side /= 2 }
        return side
    }
}
