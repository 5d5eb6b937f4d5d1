import Layers
import Tensors

/// What a VAE's configuration says about its blocks.
struct VAEShape: Sendable {
    /// Channels of each block of the encoder.
    let channels: [Int]
    /// Residual blocks of each block of the encoder; the decoder has one more each.
    let layers: Int
    /// Channels of the picture.
    let pictureChannels: Int
    /// Channels of the latents.
    let latentChannels: Int
    /// Groups of the norms.
    let groups: Int
    /// Whether the block at the bottom attends.
    let midAttention: Bool

    /// Epsilon of the norms, which diffusers fixes.
    static let epsilon: Float = 1e-6

    /// Reads a configuration, refusing what is not built.
    init(_ file: ConfigFile<AutoencoderKLConfig>) throws {
        let config = file.content
        let channels = config.blockOutChannels ?? [64]
        let groups = config.normNumGroups ?? 32
        try file.require("act_fn", config.actFn, isOneOf: ["silu", "swish"])
        try file.check("block_out_channels", !channels.isEmpty, "must not be empty")
        for width in channels {
            try file.check("block_out_channels", width, in: ConfigLimits.widths)
        }
        try file.check(
            "norm_num_groups", groups > 0 && channels.allSatisfy { $0 % groups == 0 },
            "must divide the channels \(channels), and is \(groups)")
        try Self.check("down_block_types", config.downBlockTypes, "DownEncoderBlock2D", file)
        try Self.check("up_block_types", config.upBlockTypes, "UpDecoderBlock2D", file)
        self.channels = channels
        self.groups = groups
        layers = config.layersPerBlock ?? 1
        pictureChannels = config.outChannels ?? 3
        latentChannels = config.latentChannels ?? 4
        midAttention = config.midBlockAddAttention ?? true
        try file.check("out_channels", pictureChannels == 3, "must be 3")
        try file.check("layers_per_block", layers, in: ConfigLimits.layers)
        try file.check("latent_channels", latentChannels, in: ConfigLimits.widths)
    }

    private static func check(
        _ key: String, _ types: [String]?, _ supported: String,
        _ file: ConfigFile<AutoencoderKLConfig>
    ) throws {
        for type in types ?? [] { try file.require(key, type, isOneOf: [supported]) }
        let count = file.content.blockOutChannels?.count ?? 1
        try file.check(key, (types?.count ?? 1) == count, "must name \(count) blocks")
    }

    /// The residual block at `w`.
    func resnet(_ w: Weights, _ inner: Int, _ outer: Int) throws -> ResnetBlock2D {
        try ResnetBlock2D(w, inner, outer, time: nil, groups: groups, epsilon: Self.epsilon)
    }
}

/// Two residual blocks with attention between them.
///
/// Matches `UNetMidBlock2D` in diffusers 0.42, models/unets/unet_2d_blocks.py, as the VAE uses it.
struct VAEMidBlock: Sendable {
    private let name: String
    private let first: ResnetBlock2D
    private let attention: VAEAttention?
    private let second: ResnetBlock2D

    /// The block at `w`, of `channels` channels.
    init(_ w: Weights, _ channels: Int, _ shape: VAEShape) throws {
        name = w.name
        first = try shape.resnet(w.resnets[0], channels, channels)
        attention =
            shape.midAttention ? try VAEAttention(w.attentions[0], channels, shape) : nil
        second = try shape.resnet(w.resnets[1], channels, channels)
    }

    /// The result on x, [B, H, W, C].
    func callAsFunction(_ x: Tensor) throws -> Tensor {
        let h = try first(x)
        return try second(attention?(h) ?? h).observed(as: name)
    }
}

/// Attention of a picture to itself with one head, around a residual.
///
/// Matches `Attention` in diffusers 0.42, models/attention_processor.py, as the VAE uses it.
struct VAEAttention: Sendable {
    private let channels: Int
    private let norm: GroupNorm
    private let queryKeyValue: Linear
    private let out: Linear

    /// The layers at `w`, under their names of today or those of before diffusers 0.17.
    init(_ w: Weights, _ channels: Int, _ shape: VAEShape) throws {
        self.channels = channels
        norm = try GroupNorm(
            w.group_norm, channels, groups: shape.groups, epsilon: VAEShape.epsilon)
        let old = w.query.exists
        queryKeyValue = try Linear(
            fusing: old ? [w.query, w.key, w.value] : [w.to_q, w.to_k, w.to_v], channels, channels)
        out = try Linear(old ? w.proj_attn : w.to_out[0], channels, channels)
    }

    /// The result on x, [B, H, W, C].
    func callAsFunction(_ x: Tensor) throws -> Tensor {
        let flat: Shape = [x.shape[0], x.shape[1] * x.shape[2], channels]
        let all = try queryKeyValue(norm(x).reshaped(flat))  // [B, N, 3C]
        let q = all.columns(0..<channels)
        let k = all.columns(channels..<2 * channels)
        let v = all.columns(2 * channels..<3 * channels)
        return try out(q.attend(k, v, heads: 1), adding: x).reshaped(x.shape)
    }
}
