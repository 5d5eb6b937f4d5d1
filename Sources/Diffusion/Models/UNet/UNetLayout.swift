import Layers

/// What a UNet's configuration says about each of its blocks.
struct UNetLayout: Sendable {
    /// Channels of each block on the way down.
    let channels: [Int]
    /// Stages of each block on the way down; the way up has one more each.
    let layers: [Int]
    /// Groups of the norms.
    let groups: Int
    /// Epsilon of the residual blocks' norms.
    let epsilon: Float
    /// Width of the time embedding.
    let time: Int
    /// Width of the text's embeddings.
    let contextWidth: Int
    /// The blocks, from the top down.
    let down: [UNetBlockShape]
    /// The block at the bottom.
    let mid: UNetBlockShape
    /// The blocks, from the bottom up.
    let up: [UNetBlockShape]

    /// Reads a configuration, refusing what is not built.
    init(_ file: ConfigFile<UNet2DConditionConfig>) throws {
        let config = file.content
        try Self.refuseUnsupported(file)
        let channels = config.blockOutChannels ?? [320, 640, 1280, 1280]
        let count = channels.count
        let groups = config.normNumGroups ?? 32
        let epsilon = config.normEps ?? 1e-5
        try file.check("block_out_channels", count > 0, "must not be empty")
        for width in channels {
            try file.check("block_out_channels", width, in: ConfigLimits.widths)
        }
        try file.checkPositive("norm_eps", config.normEps)
        try file.check("time_embedding_dim", config.timeEmbeddingDim, in: ConfigLimits.widths)
        try file.check(
            "norm_num_groups", groups > 0 && channels.allSatisfy { $0 % groups == 0 },
            "must divide the channels \(channels), and is \(groups)")
        let layers = try Self.each(config.layersPerBlock, or: 2, count, "layers_per_block", file)
        let heads = try Self.each(
            config.numAttentionHeads ?? config.attentionHeadDim, or: 8, count, "attention_head_dim",
            file)
        let contexts = try Self.each(
            config.crossAttentionDim, or: 1280, count, "cross_attention_dim", file)
        try file.check(
            "cross_attention_dim", Set(contexts).count == 1, "must be one number for all blocks")
        for count in layers {
            try file.check("layers_per_block", count, in: ConfigLimits.layers)
        }
        try file.check(
            "attention_head_dim", zip(heads, channels).allSatisfy { $0 > 0 && $0 <= $1 },
            "must lie between 1 and the channels")
        let transformers = try Self.transformerLayers(file, layers: layers)
        let time = config.timeEmbeddingDim ?? 4 * channels[0]
        let downTypes = config.downBlockTypes ?? Self.usualDown
        let upTypes = config.upBlockTypes ?? Self.usualUp
        try file.check("down_block_types", downTypes.count == count, "must name \(count) blocks")
        try file.check("up_block_types", upTypes.count == count, "must name \(count) blocks")
        for type in downTypes {
            try file.require(
                "down_block_types", type, isOneOf: ["CrossAttnDownBlock2D", "DownBlock2D"])
        }
        for type in upTypes {
            try file.require("up_block_types", type, isOneOf: ["CrossAttnUpBlock2D", "UpBlock2D"])
        }

        func shape(_ index: Int, _ transformerLayers: [Int]?) -> UNetBlockShape {
            UNetBlockShape(
                channels: channels[index], transformerLayers: transformerLayers,
                heads: heads[index], contextWidth: contexts[0], time: time, groups: groups,
                epsilon: epsilon)
        }
        down = (0..<count).map {
            shape($0, downTypes[$0].hasPrefix("Cross") ? transformers.down[$0] : nil)
        }
        up = (0..<count).map {
            shape(count - 1 - $0, upTypes[$0].hasPrefix("Cross") ? transformers.up[$0] : nil)
        }
        mid = shape(count - 1, config.midBlockType == "UNetMidBlock2D" ? nil : transformers.mid)
        self.channels = channels
        self.layers = layers
        self.groups = groups
        self.epsilon = epsilon
        self.time = time
        contextWidth = contexts[0]
    }

    private static let usualDown = [
        "CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D",
    ]
    private static let usualUp = [
        "UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D",
    ]

    private static func each(
        _ value: PerBlock<Int>?, or usual: Int, _ count: Int, _ key: String,
        _ file: ConfigFile<UNet2DConditionConfig>
    ) throws -> [Int] {
        guard let values = (value ?? .same(usual)).values(count) else {
            throw ConfigError.badValue(
                path: file.path, key: key, why: "must be one number or \(count) of them")
        }
        return values
    }

    /// Transformer layers after each stage of each block: one number for all, one a block, or one a stage.
    private static func transformerLayers(
        _ file: ConfigFile<UNet2DConditionConfig>, layers: [Int]
    ) throws -> (down: [[Int]], mid: [Int], up: [[Int]]) {
        let key = "transformer_layers_per_block"
        let wrong = ConfigError.badValue(
            path: file.path, key: key, why: "does not fit the \(layers.count) blocks")
        func stages(_ blocks: [PerBlock<Int>], _ counts: [Int]) throws -> [[Int]] {
            try zip(blocks, counts).map { block, count in
                guard let stages = block.values(count),
                    stages.allSatisfy({ 0...ConfigLimits.layers.upperBound ~= $0 })
                else {
                    throw wrong
                }
                return stages
            }
        }
        let given = file.content.transformerLayersPerBlock ?? .same(.same(1))
        guard let down = given.values(layers.count), let last = down.last else { throw wrong }
        let reversed = file.content.reverseTransformerLayersPerBlock ?? .each(down.reversed())
        guard let up = reversed.values(layers.count) else { throw wrong }
        guard case .same(let mid) = last, 0...ConfigLimits.layers.upperBound ~= mid else {
            throw wrong
        }
        return (try stages(down, layers), [mid], try stages(up, layers.reversed().map { $0 + 1 }))
    }

    private static func refuseUnsupported(_ file: ConfigFile<UNet2DConditionConfig>) throws {
        let config = file.content
        func only(_ key: String, _ value: (some Any)?, _ supported: String) throws {
            try file.require(key, value.map { "\($0)" }, isOneOf: [supported])
        }
        try file.require("act_fn", config.actFn, isOneOf: ["silu", "swish"])
        try file.require(
            "mid_block_type", config.midBlockType,
            isOneOf: ["UNetMidBlock2DCrossAttn", "UNetMidBlock2D"])
        try file.require("addition_embed_type", config.additionEmbedType, isOneOf: ["text_time"])
        let only1 =
            config.onlyCrossAttention?.values(config.blockOutChannels?.count ?? 4) ?? [false]
        try only("only_cross_attention", only1.contains(true), "false")
        try only("dual_cross_attention", config.dualCrossAttention, "false")
        try only("center_input_sample", config.centerInputSample, "false")
        try only("class_embed_type", config.classEmbedType, "null")
        try only("num_class_embeds", config.numClassEmbeds, "null")
        try only("encoder_hid_dim", config.encoderHidDim, "null")
        try only("encoder_hid_dim_type", config.encoderHidDimType, "null")
        try only("resnet_time_scale_shift", config.resnetTimeScaleShift, "default")
        try only("resnet_skip_time_act", config.resnetSkipTimeAct, "false")
        try only("resnet_out_scale_factor", config.resnetOutScaleFactor, "1.0")
        try only("mid_block_scale_factor", config.midBlockScaleFactor, "1.0")
        try only("time_embedding_type", config.timeEmbeddingType, "positional")
        try only("time_embedding_act_fn", config.timeEmbeddingActFn, "null")
        try only("timestep_post_act", config.timestepPostAct, "null")
        try only("conv_in_kernel", config.convInKernel, "3")
        try only("conv_out_kernel", config.convOutKernel, "3")
        try only("attention_type", config.attentionType, "default")
        try only("cross_attention_norm", config.crossAttentionNorm, "null")
    }
}
