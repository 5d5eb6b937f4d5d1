import Layers
import Tensors

/// Pictures to latents' distributions.
///
/// Matches `Encoder` in diffusers 0.42, models/autoencoders/vae.py.
struct VAEEncoder: Sendable {
    private let convIn: Conv2d
    private let downBlocks: [DownBlock]
    private let midBlock: VAEMidBlock
    private let normOut: GroupNorm
    private let convOut: Conv2d

    private struct DownBlock: Sendable {
        let resnets: [ResnetBlock2D]
        let downsampler: Downsample2D?
    }

    /// The encoder at `w`.
    init(_ w: Weights, _ shape: VAEShape) throws {
        let channels = shape.channels
        convIn = try Conv2d(w.conv_in, shape.pictureChannels, channels[0])
        downBlocks = try channels.indices.map { index in
            let block = w.down_blocks[index]
            let inner = channels[max(index - 1, 0)]
            return DownBlock(
                resnets: try (0..<shape.layers).map {
                    try shape.resnet(
                        block.resnets[$0], $0 == 0 ? inner : channels[index], channels[index])
                },
                downsampler: index == channels.count - 1
                    ? nil : try Downsample2D(block.downsamplers[0], channels[index], padding: 0))
        }
        let last = channels[channels.count - 1]
        midBlock = try VAEMidBlock(w.mid_block, last, shape)
        normOut = try GroupNorm(
            w.conv_norm_out, last, groups: shape.groups, epsilon: VAEShape.epsilon)
        convOut = try Conv2d(w.conv_out, last, 2 * shape.latentChannels)
    }

    /// Means and logarithms of variances, [B, H, W, 2 C], of a picture.
    func callAsFunction(_ picture: Tensor) throws -> Tensor {
        var h = try convIn(picture)
        for block in downBlocks {
            for resnet in block.resnets { h = try resnet(h) }
            h = try block.downsampler?(h) ?? h
        }
        return try convOut(normOut.silu(midBlock(h)))
    }
}
