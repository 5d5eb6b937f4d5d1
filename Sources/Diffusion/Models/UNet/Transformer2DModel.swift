import Layers
import Tensors

/// What the transformers of a UNet block are made of.
struct TransformerShape: Sendable {
    /// Channels of the block.
    var channels: Int
    /// Attention heads.
    var heads: Int
    /// Transformer blocks in a row.
    var layers: Int
    /// Width of the text's embeddings.
    var contextWidth: Int
    /// Groups of the norm before it.
    var groups: Int

    /// Width of all heads together, which is less than `channels` where `heads` does not divide it.
    var inner: Int { heads * (channels / heads) }
}

/// Attention of a picture to itself and to the text, around a residual.
///
/// Matches `Transformer2DModel` in diffusers 0.42, models/transformers/transformer_2d.py, for continuous input.
struct Transformer2DModel: Sendable {
    private let name: String
    private let norm: GroupNorm
    private let projectionIn: Linear
    private let blocks: [BasicTransformerBlock]
    private let projectionOut: Linear

    /// The transformer at `w`.
    init(_ w: Weights, _ shape: TransformerShape) throws {
        name = w.name
        norm = try GroupNorm(w.norm, shape.channels, groups: shape.groups, epsilon: 1e-6)
        projectionIn = try Linear(w.proj_in, shape.channels, shape.inner)
        blocks = try (0..<shape.layers).map {
            try BasicTransformerBlock(w.transformer_blocks[$0], shape)
        }
        projectionOut = try Linear(w.proj_out, shape.inner, shape.channels)
    }

    /// The result on x, [B, H, W, C], attending to the text's embeddings, [B, N, D].
    func callAsFunction(_ x: Tensor, context: Tensor) throws -> Tensor {
        let pixels = x.shape[1] * x.shape[2]
        var h = try projectionIn(norm(x).reshaped([x.shape[0], pixels, x.shape[3]]))
        for block in blocks { h = try block(h, context: context) }
        return try projectionOut(h, adding: x).reshaped(x.shape).observed(as: name)
    }
}

/// Attention to itself, attention to the text, and a feed-forward layer, each normed before and added after.
///
/// Matches `BasicTransformerBlock` in diffusers 0.42, models/attention.py, with its layer norms.
struct BasicTransformerBlock: Sendable {
    private let name: String
    private let norm1: LayerNorm
    private let attention1: SelfAttention
    private let norm2: LayerNorm
    private let attention2: CrossAttention
    private let norm3: LayerNorm
    private let feedForward: FeedForward

    /// The block at `w`.
    init(_ w: Weights, _ shape: TransformerShape) throws {
        name = w.name
        norm1 = try LayerNorm(w.norm1, shape.inner)
        attention1 = try SelfAttention(w.attn1, shape.inner, heads: shape.heads)
        norm2 = try LayerNorm(w.norm2, shape.inner)
        attention2 = try CrossAttention(
            w.attn2, shape.inner, context: shape.contextWidth, heads: shape.heads)
        norm3 = try LayerNorm(w.norm3, shape.inner)
        feedForward = try FeedForward(w.ff, shape.inner)
    }

    /// The result on x, [B, N, C].
    func callAsFunction(_ x: Tensor, context: Tensor) throws -> Tensor {
        var h = try attention1(norm1(x), adding: x)
        h = try attention2(norm2(h), context: context, adding: h)
        return try feedForward(norm3(h), adding: h).observed(as: name)
    }
}

/// Attention of a sequence to itself; query, key and value come from one matrix product.
///
/// Matches `Attention` in diffusers 0.42, models/attention_processor.py.
struct SelfAttention: Sendable {
    private let heads: Int
    private let width: Int
    private let queryKeyValue: Linear
    private let out: Linear

    /// The layers at `w`; `bias` is whether query, key and value have one.
    init(_ w: Weights, _ width: Int, heads: Int, bias: Bool = false) throws {
        self.heads = heads
        self.width = width
        queryKeyValue = try Linear(fusing: [w.to_q, w.to_k, w.to_v], width, width, bias: bias)
        out = try Linear(w.to_out[0], width, width)
    }

    /// Attention within x, [B, N, C], plus `residual`.
    func callAsFunction(_ x: Tensor, adding residual: Tensor) throws -> Tensor {
        let all = try queryKeyValue(x)  // [B, N, 3C]
        let q = all.columns(0..<width)
        let k = all.columns(width..<2 * width)
        let v = all.columns(2 * width..<3 * width)
        return try out(q.attend(k, v, heads: heads), adding: residual)
    }
}

/// Attention of a sequence to the text.
///
/// Matches `Attention` in diffusers 0.42, models/attention_processor.py.
struct CrossAttention: Sendable {
    private let heads: Int
    private let width: Int
    private let query: Linear
    private let keyValue: Linear
    private let out: Linear

    /// The layers at `w`, for text embeddings of width `context`.
    init(_ w: Weights, _ width: Int, context: Int, heads: Int) throws {
        self.heads = heads
        self.width = width
        query = try Linear(w.to_q, width, width, bias: false)
        keyValue = try Linear(fusing: [w.to_k, w.to_v], context, width, bias: false)
        out = try Linear(w.to_out[0], width, width)
    }

    /// Attention of x, [B, N, C], to the text, [B, M, D], plus `residual`.
    func callAsFunction(_ x: Tensor, context: Tensor, adding residual: Tensor) throws -> Tensor {
        let both = try keyValue(context)  // [B, M, 2C]
        let k = both.columns(0..<width)
        let v = both.columns(width..<2 * width)
        return try out(query(x).attend(k, v, heads: heads), adding: residual)
    }
}

/// A gated feed-forward layer, four times as wide inside.
///
/// Matches `FeedForward` with `GEGLU` in diffusers 0.42, models/attention.py and models/activations.py.
struct FeedForward: Sendable {
    private let gate: Linear
    private let out: Linear

    /// The layers at `w`.
    init(_ w: Weights, _ width: Int) throws {
        gate = try Linear(w.net[0].proj, width, 8 * width)
        out = try Linear(w.net[2], 4 * width, width)
    }

    /// The result on x, [B, N, C], plus `residual`.
    func callAsFunction(_ x: Tensor, adding residual: Tensor) throws -> Tensor {
        try out(gate(x).geglu(), adding: residual)
    }
}
