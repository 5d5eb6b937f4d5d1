package import Layers
package import Tensors

/// The `config.json` of a CLIP text encoder, with the defaults that transformers gives absent keys.
///
/// Mirrors `CLIPTextConfig` in transformers 5, models/clip/configuration_clip.py.
struct CLIPTextConfig: Decodable, Sendable {
    var vocabSize: Int?
    var hiddenSize: Int?
    var intermediateSize: Int?
    var projectionDim: Int?
    var numHiddenLayers: Int?
    var numAttentionHeads: Int?
    var maxPositionEmbeddings: Int?
    var hiddenAct: String?
    var layerNormEps: Float?
    var eosTokenId: Int?
}

/// What a text encoder says of a prompt.
package struct TextEmbeddings: Sendable {
    /// The last layer's states after the final norm, [1, N, D].
    package let last: Tensor
    /// The states before the last layer, without the norm, [1, N, D].
    package let penultimate: Tensor
    /// The projected state of the end-of-text token, [1, P]; nil for encoders without a projection.
    package let projected: Tensor?
}

/// CLIP's text encoder, with or without the projection into the space that it shares with pictures.
///
/// Matches `CLIPTextModel` and `CLIPTextModelWithProjection` in transformers 5, models/clip/modeling_clip.py.
package struct CLIPTextModel: Sendable {
    /// Width of the states.
    package let width: Int
    /// Width of the projection; nil where there is none.
    package let projectedWidth: Int?
    /// The most tokens that it can take.
    package let maximumLength: Int
    /// How many different tokens it knows.
    package let vocabularySize: Int

    private let endToken: Int
    private let tokens: Embedding
    private let positions: Embedding
    private let layers: [CLIPEncoderLayer]
    private let finalNorm: LayerNorm
    private let projection: Linear?

    /// The encoder of a folder that holds `config.json`, with the given weights, all of which it must use.
    package init(folder: String, weights root: Weights, projects: Bool) throws {
        try self.init(
            ConfigFile(path: folder + "/config.json"), weights: root, projects: projects)
    }

    /// The encoder of a configuration, with the given weights, all of which it must use.
    init(_ file: ConfigFile<CLIPTextConfig>, weights root: Weights, projects: Bool) throws {
        let config = file.content
        let layerCount = config.numHiddenLayers ?? 12
        let heads = config.numAttentionHeads ?? 8
        width = config.hiddenSize ?? 512
        maximumLength = config.maxPositionEmbeddings ?? 77
        vocabularySize = config.vocabSize ?? 49408
        endToken = config.eosTokenId ?? 49407
        for (key, value) in [
            ("hidden_size", config.hiddenSize), ("intermediate_size", config.intermediateSize),
            ("projection_dim", config.projectionDim), ("vocab_size", config.vocabSize),
        ] {
            try file.check(key, value, in: ConfigLimits.widths)
        }
        try file.check(
            "num_attention_heads", heads > 0 && width % heads == 0,
            "must divide `hidden_size`, and is \(heads)")
        try file.check("num_hidden_layers", layerCount, in: ConfigLimits.layers)
        try file.check(
            "max_position_embeddings", maximumLength, in: 2...ConfigLimits.widths.upperBound)
        try file.checkPositive("layer_norm_eps", config.layerNormEps)
        // Checkpoints of transformers 5 leave the outer name of a bare text model away.
        let w = root.text_model.exists ? root.text_model : root
        tokens = try Embedding(w.embeddings.token_embedding, count: vocabularySize, width: width)
        positions = try Embedding(
            w.embeddings.position_embedding, count: maximumLength, width: width)
        let shape = CLIPLayerShape(
            width: width, inner: config.intermediateSize ?? 2048, heads: heads,
            epsilon: config.layerNormEps ?? 1e-5,
            activation: try Self.activation(config.hiddenAct ?? "quick_gelu", file))
        layers = try (0..<layerCount).map { try CLIPEncoderLayer(w.encoder.layers[$0], shape) }
        finalNorm = try LayerNorm(w.final_layer_norm, width, epsilon: shape.epsilon)
        let projected = config.projectionDim ?? 512
        projectedWidth = projects ? projected : nil
        projection =
            projects ? try Linear(root.text_projection, width, projected, bias: false) : nil
        // Older checkpoints store the numbers 0, 1, 2, … as a tensor.
        try root.store.checkAllUsed(except: { $0.hasSuffix("embeddings.position_ids") })
    }

    /// The embeddings of a prompt's token ids, each below `vocabularySize`.
    package func callAsFunction(_ ids: [Int]) throws -> TextEmbeddings {
        var h = try tokens(ids) + positions(Array(ids.indices))  // [1, N, D]
        h = h.observed(as: "embeddings")
        var penultimate = h
        for layer in layers {
            penultimate = h
            h = try layer(h)
        }
        let last = try finalNorm(h).observed(as: "final_layer_norm")
        let end = endPosition(ids)
        let pooled = last.reshaped([ids.count, width]).items(end..<end + 1)
        return TextEmbeddings(
            last: last, penultimate: penultimate, projected: try projection?(pooled))
    }

    /// Where the end-of-text token is.
    ///
    /// Configurations of 2022 say 2, which is wrong; transformers then takes the highest id, which is the end's.
    private func endPosition(_ ids: [Int]) -> Int {
        let end = endToken == 2 ? ids.max() : endToken
        return ids.firstIndex { $0 == end } ?? 0
    }

    private static func activation(
        _ name: String, _ file: ConfigFile<CLIPTextConfig>
    ) throws -> Activation {
        try file.require("hidden_act", name, isOneOf: ["quick_gelu", "gelu"])
        return name == "gelu" ? .gelu : .quickGELU
    }
}

/// What the layers of a CLIP encoder are made of.
struct CLIPLayerShape: Sendable {
    var width: Int
    var inner: Int
    var heads: Int
    var epsilon: Float
    var activation: Activation
}

/// Causal attention and a feed-forward layer, each normed before and added after.
///
/// Matches `CLIPEncoderLayer` in transformers 5, models/clip/modeling_clip.py.
struct CLIPEncoderLayer: Sendable {
    private let name: String
    private let shape: CLIPLayerShape
    private let norm1: LayerNorm
    private let queryKeyValue: Linear
    private let out: Linear
    private let norm2: LayerNorm
    private let inner: Linear
    private let outer: Linear

    init(_ w: Weights, _ shape: CLIPLayerShape) throws {
        name = w.name
        self.shape = shape
        let attention = w.self_attn
        norm1 = try LayerNorm(w.layer_norm1, shape.width, epsilon: shape.epsilon)
        queryKeyValue = try Linear(
            fusing: [attention.q_proj, attention.k_proj, attention.v_proj], shape.width,
            shape.width)
        out = try Linear(attention.out_proj, shape.width, shape.width)
        norm2 = try LayerNorm(w.layer_norm2, shape.width, epsilon: shape.epsilon)
        inner = try Linear(w.mlp.fc1, shape.width, shape.inner)
        outer = try Linear(w.mlp.fc2, shape.inner, shape.width)
    }

    func callAsFunction(_ x: Tensor) throws -> Tensor {
        let width = shape.width
        let all = try queryKeyValue(norm1(x))  // [1, N, 3D]
        let q = all.columns(0..<width)
        let k = all.columns(width..<2 * width)
        let v = all.columns(2 * width..<3 * width)
        let h = try out(q.attend(k, v, heads: shape.heads, causal: true), adding: x)
        return try outer(inner(norm2(h), activation: shape.activation), adding: h)
            .observed(as: name)
    }
}
