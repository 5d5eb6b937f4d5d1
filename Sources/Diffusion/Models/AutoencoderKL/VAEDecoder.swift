import Layers
import Tensors

/// Latents to pictures.
///
/// Matches `Decoder` in diffusers 0.42, models/autoencoders/vae.py.
struct VAEDecoder: Sendable {
    private let convIn: Conv2d
    private let midBlock: VAEMidBlock
    private let upBlocks: [UpBlock]
    private let normOut: GroupNorm
    private let convOut: Conv2d

    private struct UpBlock: Sendable {
        let name: String
        let resnets: [ResnetBlock2D]
        let upsampler: Upsample2D?
    }

    /// The decoder at `w`.
    init(_ w: Weights, _ shape: VAEShape) throws {
        let channels = Array(shape.channels.reversed())
        convIn = try Conv2d(w.conv_in, shape.latentChannels, channels[0])
        midBlock = try VAEMidBlock(w.mid_block, channels[0], shape)
        upBlocks = try channels.indices.map { index in
            let block = w.up_blocks[index]
            let inner = channels[max(index - 1, 0)]
            return UpBlock(
                name: block.name,
                resnets: try (0...shape.layers).map {
                    try shape.resnet(
                        block.resnets[$0], $0 == 0 ? inner : channels[index], channels[index])
                },
                upsampler: index == channels.count - 1
                    ? nil : try Upsample2D(block.upsamplers[0], channels[index]))
        }
        let last = channels[channels.count - 1]
        normOut = try GroupNorm(
            w.conv_norm_out, last, groups: shape.groups, epsilon: VAEShape.epsilon)
        convOut = try Conv2d(w.conv_out, last, shape.pictureChannels)
    }

    /// The picture, [B, H * scale, W * scale, 3], of latents, [B, H, W, C].
    func callAsFunction(_ latents: Tensor) throws -> Tensor {
        var h = try midBlock(convIn(latents).observed(as: "decoder.conv_in"))
        for block in upBlocks {
            for resnet in block.resnets { h = try resnet(h) }
            h = try block.upsampler?(h) ?? h
            h = h.observed(as: block.name)
        }
        return try convOut(normOut.silu(h)).observed(as: "decoder.conv_out")
    }
}
