extension UNet2DConditionConfig {
    /// Channels of each block on the way down.
    var channels: [Int] { blockOutChannels ?? [320, 640, 1280, 1280] }
    /// Groups of the norms.
    var groups: Int { normNumGroups ?? 32 }
    /// Epsilon of the residual blocks' norms.
    var epsilon: Float { normEps ?? 1e-5 }
    /// Width of the time embedding.
    var timeWidth: Int { timeEmbeddingDim ?? 4 * channels[0] }

    /// The classes of the blocks on the way down.
    var downTypes: [String] {
        downBlockTypes ?? [
            "CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D",
        ]
    }

    /// The classes of the blocks on the way up.
    var upTypes: [String] {
        upBlockTypes ?? [
            "UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D",
        ]
    }
}

extension ConfigFile<UNet2DConditionConfig> {
    /// Refuses widths and groups that no model can have.
    func checkSizes() throws {
        let config = content
        try check("block_out_channels", !config.channels.isEmpty, "must not be empty")
        for width in config.channels {
            try check("block_out_channels", width, in: ConfigLimits.widths)
        }
        try checkPositive("norm_eps", config.normEps)
        try check("time_embedding_dim", config.timeEmbeddingDim, in: ConfigLimits.widths)
        try check(
            "norm_num_groups",
            config.groups > 0 && config.channels.allSatisfy { $0 % config.groups == 0 },
            "must divide the channels \(config.channels), and is \(config.groups)")
    }

    /// Refuses numbers of layers and heads, and classes of blocks, that do not fit the channels.
    func checkBlocks(layers: [Int], heads: [Int], contexts: [Int]) throws {
        let config = content
        let count = config.channels.count
        try check(
            "cross_attention_dim", Set(contexts).count == 1, "must be one number for all blocks")
        for layers in layers {
            try check("layers_per_block", layers, in: ConfigLimits.layers)
        }
        try check(
            "attention_head_dim", zip(heads, config.channels).allSatisfy { $0 > 0 && $0 <= $1 },
            "must lie between 1 and the channels")
        try check("down_block_types", config.downTypes.count == count, "must name \(count) blocks")
        try check("up_block_types", config.upTypes.count == count, "must name \(count) blocks")
        for type in config.downTypes {
            try require("down_block_types", type, isOneOf: ["CrossAttnDownBlock2D", "DownBlock2D"])
        }
        for type in config.upTypes {
            try require("up_block_types", type, isOneOf: ["CrossAttnUpBlock2D", "UpBlock2D"])
        }
    }

    /// Refuses options of which another value than the one given is built.
    func refuseUnsupported() throws {
        let config = content
        func only(_ key: String, _ value: (some Any)?, _ supported: String) throws {
            try require(key, value.map { "\($0)" }, isOneOf: [supported])
        }
        try require("act_fn", config.actFn, isOneOf: ["silu", "swish"])
        try require(
            "mid_block_type", config.midBlockType,
            isOneOf: ["UNetMidBlock2DCrossAttn", "UNetMidBlock2D"])
        try require("addition_embed_type", config.additionEmbedType, isOneOf: ["text_time"])
        let onlyCross = config.onlyCrossAttention?.values(config.channels.count) ?? [false]
        try only("only_cross_attention", onlyCross.contains(true), "false")
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
