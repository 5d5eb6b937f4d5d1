import Layers
import Tensors

/// What all blocks of a UNet share.
struct UNetBlockContext: Sendable {
    /// The SiLU of the time embedding, [B, T].
    let time: Tensor
    /// The text's embeddings, [B, N, D].
    let text: Tensor
}

/// What a block of a UNet is built from, beside its weights.
struct UNetBlockShape: Sendable {
    /// Channels of the result.
    var channels: Int
    /// Transformer layers after each residual block; nil for a block without attention.
    var transformerLayers: [Int]?
    /// Attention heads.
    var heads: Int
    /// Width of the text's embeddings.
    var contextWidth: Int
    /// Width of the time embedding.
    var time: Int
    /// Groups of the norms.
    var groups: Int
    /// Epsilon of the residual blocks' norms.
    var epsilon: Float

    /// The residual block at `w`, from `inner` channels to this shape's.
    func resnet(_ w: Weights, from inner: Int) throws -> ResnetBlock2D {
        try ResnetBlock2D(w, inner, channels, time: time, groups: groups, epsilon: epsilon)
    }

    /// The transformer at `w`, after residual block `index`.
    func transformer(_ w: Weights, after index: Int) throws -> Transformer2DModel? {
        guard let transformerLayers else { return nil }
        return try Transformer2DModel(
            w,
            TransformerShape(
                channels: channels, heads: heads, layers: transformerLayers[index],
                contextWidth: contextWidth, groups: groups))
    }
}

/// Residual blocks, each followed by attention where the block has it.
private struct Stage: Sendable {
    let resnet: ResnetBlock2D
    let attention: Transformer2DModel?

    func callAsFunction(_ x: Tensor, _ context: UNetBlockContext) throws -> Tensor {
        let h = try resnet(x, time: context.time)
        return try attention?(h, context: context.text) ?? h
    }
}

/// A block on the way down: the results of its stages are kept for the way up.
///
/// Matches `CrossAttnDownBlock2D` and `DownBlock2D` in diffusers 0.42, models/unets/unet_2d_blocks.py.
struct UNetDownBlock: Sendable {
    private let name: String
    private let stages: [Stage]
    private let downsampler: Downsample2D?

    /// The block at `w`, of `layers` stages; `downsamplePadding` is nil in the last block, which keeps its size.
    init(
        _ w: Weights, from inner: Int, layers: Int, downsamplePadding: Int?, _ shape: UNetBlockShape
    ) throws {
        name = w.name
        stages = try (0..<layers).map { index in
            try Stage(
                resnet: shape.resnet(
                    w.resnets[index], from: index == 0 ? inner : shape.channels),
                attention: shape.transformer(w.attentions[index], after: index))
        }
        downsampler = try downsamplePadding.map {
            try Downsample2D(w.downsamplers[0], shape.channels, padding: $0)
        }
    }

    /// The result on x, [B, H, W, C]; every stage's result is appended to `skips`.
    func callAsFunction(
        _ x: Tensor, _ context: UNetBlockContext, skips: inout [Tensor]
    ) throws -> Tensor {
        var h = x
        for stage in stages {
            h = try stage(h, context)
            skips.append(h)
        }
        if let downsampler {
            h = try downsampler(h)
            skips.append(h)
        }
        return h.observed(as: name)
    }
}

/// The block at the bottom.
///
/// Matches `UNetMidBlock2DCrossAttn` and, without attention, `UNetMidBlock2D` in diffusers 0.42, models/unets/unet_2d_blocks.py.
struct UNetMidBlock: Sendable {
    private let name: String
    private let first: Stage
    private let second: ResnetBlock2D?

    /// The block at `w`.
    init(_ w: Weights, _ shape: UNetBlockShape) throws {
        name = w.name
        first = try Stage(
            resnet: shape.resnet(w.resnets[0], from: shape.channels),
            attention: shape.transformer(w.attentions[0], after: 0))
        second =
            shape.transformerLayers == nil
            ? nil : try shape.resnet(w.resnets[1], from: shape.channels)
    }

    /// The result on x, [B, H, W, C].
    func callAsFunction(_ x: Tensor, _ context: UNetBlockContext) throws -> Tensor {
        let h = try first(x, context)
        return try (second?(h, time: context.time) ?? h).observed(as: name)
    }
}

/// A block on the way up, whose stages take what was kept on the way down.
///
/// Matches `CrossAttnUpBlock2D` and `UpBlock2D` in diffusers 0.42, models/unets/unet_2d_blocks.py.
struct UNetUpBlock: Sendable {
    private let name: String
    private let stages: [Stage]
    private let upsampler: Upsample2D?

    /// The block at `w`; stage i takes `inner[i]` channels from below and `skips[i]` from the way down.
    init(
        _ w: Weights, inner: [Int], skips: [Int], upsamples: Bool, _ shape: UNetBlockShape
    ) throws {
        name = w.name
        stages = try inner.indices.map { index in
            try Stage(
                resnet: shape.resnet(w.resnets[index], from: inner[index] + skips[index]),
                attention: shape.transformer(w.attentions[index], after: index))
        }
        upsampler = upsamples ? try Upsample2D(w.upsamplers[0], shape.channels) : nil
    }

    /// The result on x, [B, H, W, C]; takes a tensor a stage from the end of `skips`.
    ///
    /// The result has the size of the tensor that is then last, where sides were odd on the way down.
    func callAsFunction(
        _ x: Tensor, _ context: UNetBlockContext, skips: inout [Tensor]
    ) throws -> Tensor {
        var h = x
        for stage in stages {
            h = try stage(h.concatenatedChannels(with: skips.removeLast()), context)
        }
        if let upsampler, let next = skips.last {
            h = try upsampler(h, size: (next.shape[1], next.shape[2]))
        }
        return h.observed(as: name)
    }
}
