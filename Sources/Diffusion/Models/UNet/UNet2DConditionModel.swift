package import Layers
package import Tensors

/// What a UNet is told beside the noisy latents.
package struct UNetCondition: Sendable {
    /// The text's embeddings, [B, N, D].
    package var text: Tensor
    /// The pooled text embedding, [B, P], for models that take one.
    package var pooledText: Tensor?
    /// For each item the original size, crop and target size (six numbers), for models that take them.
    package var timeIDs: [Float]
    /// The embedding of the guidance scale, [B, G], for distilled models that take one.
    package var guidance: Tensor?

    /// A condition of the given parts.
    package init(
        text: Tensor, pooledText: Tensor? = nil, timeIDs: [Float] = [], guidance: Tensor? = nil
    ) {
        self.text = text
        self.pooledText = pooledText
        self.timeIDs = timeIDs
        self.guidance = guidance
    }
}

/// The denoiser of Stable Diffusion 1, 2 and XL: predicts the noise in latents, told of the timestep and the text.
///
/// Matches `UNet2DConditionModel` in diffusers 0.42, models/unets/unet_2d_condition.py.
package struct UNet2DConditionModel: Sendable {
    /// Channels of the latents that it takes and gives.
    package let latentChannels: Int
    /// The latents' height and width that it was trained for, where the configuration says.
    package let sampleSize: (height: Int, width: Int)?
    /// Width of the text's embeddings.
    package let contextWidth: Int
    /// Width of the pooled text embedding; nil for models that take none.
    package let pooledWidth: Int?
    /// Width of the guidance embedding; nil for models that take none.
    package let guidanceWidth: Int?

    /// Latents on a side of the deepest block's for each of its own: 8 where it halves them three times.
    package let deepestScale: Int

    private let topChannels: Int
    private let timeProjection: Sinusoids
    private let timeEmbedding: TimestepEmbedding
    private let addition: TextTimeEmbedding?
    private let convIn: Conv2d
    private let downBlocks: [UNetDownBlock]
    private let midBlock: UNetMidBlock?
    private let upBlocks: [UNetUpBlock]
    private let normOut: GroupNorm
    private let convOut: Conv2d

    /// The model of a folder that holds `config.json`, with the given weights, all of which it must use.
    package init(folder: String, weights w: Weights) throws {
        try self.init(ConfigFile(path: folder + "/config.json"), weights: w)
    }

    /// The model of a configuration, with the given weights, all of which it must use.
    init(_ file: ConfigFile<UNet2DConditionConfig>, weights w: Weights) throws {
        let layout = try UNetLayout(file)
        let config = file.content
        let channels = layout.channels
        latentChannels = config.inChannels ?? 4
        deepestScale = 1 << (channels.count - 1)
        try file.check(
            "out_channels", (config.outChannels ?? 4) == latentChannels, "must equal `in_channels`")
        sampleSize = config.sampleSize?.values(2).map { ($0[0], $0[1]) }
        try file.check("sample_size", sampleSize?.height, in: ConfigLimits.sides)
        try file.check("sample_size", sampleSize?.width, in: ConfigLimits.sides)
        try file.check("downsample_padding", config.downsamplePadding, in: 0...1)
        try file.check("time_cond_proj_dim", config.timeCondProjDim, in: ConfigLimits.widths)
        contextWidth = layout.contextWidth
        topChannels = channels[0]
        guidanceWidth = config.timeCondProjDim
        timeProjection = Sinusoids(
            width: channels[0], flipSinToCos: config.flipSinToCos ?? true,
            frequencyShift: config.freqShift ?? 0)
        timeEmbedding = try TimestepEmbedding(
            w.time_embedding, channels[0], layout.time, condition: config.timeCondProjDim)
        addition = try config.additionEmbedType.map { _ in
            try TextTimeEmbedding(w.add_embedding, file, time: layout.time)
        }
        pooledWidth = addition?.pooledWidth
        convIn = try Conv2d(w.conv_in, latentChannels, channels[0])
        downBlocks = try Self.makeDownBlocks(w.down_blocks, layout, config.downsamplePadding ?? 1)
        midBlock = w.mid_block.exists ? try UNetMidBlock(w.mid_block, layout.mid) : nil
        upBlocks = try Self.makeUpBlocks(w.up_blocks, layout)
        normOut = try GroupNorm(
            w.conv_norm_out, channels[0], groups: layout.groups, epsilon: layout.epsilon)
        convOut = try Conv2d(w.conv_out, channels[0], latentChannels)
        try w.store.checkAllUsed()
    }

    /// The noise (or what the scheduler's prediction type says) in `sample`, [B, H, W, C], at a timestep.
    package func callAsFunction(
        _ sample: Tensor, timestep: Float, condition: UNetCondition
    ) throws -> Tensor {
        let context = UNetBlockContext(
            time: try embedding(timestep, condition, like: sample).activated(.silu),
            text: condition.text)
        var h = try convIn(sample).observed(as: "conv_in")
        var skips = [h]
        for block in downBlocks { h = try block(h, context, skips: &skips) }
        h = try midBlock?(h, context) ?? h
        for block in upBlocks { h = try block(h, context, skips: &skips) }
        return try convOut(normOut.silu(h)).observed(as: "conv_out")
    }

    /// About how many bytes a call on two items of `latents` positions keeps at once: a dozen tensors at full size.
    package func bytesNeeded(latents: Int, dtype: DType) -> Int {
        let tensors = 2 * 12 * topChannels * dtype.size
        let needed = latents.multipliedReportingOverflow(by: tensors)
        return needed.overflow ? .max : needed.partialValue
    }

    /// The embedding, [B, T], of everything but the picture and the words.
    private func embedding(
        _ timestep: Float, _ condition: UNetCondition, like sample: Tensor
    ) throws -> Tensor {
        let batch = sample.shape[0]
        let sinusoids = timeProjection(Array(repeating: timestep, count: batch))
        let projected = try Tensor(
            sinusoids, shape: [batch, timeProjection.width], on: sample.device
        ).cast(to: sample.dtype)
        let time = try timeEmbedding(projected, guidance: condition.guidance)
        guard let addition, let pooled = condition.pooledText else { return time }
        return try time + addition(pooled, timeIDs: condition.timeIDs)
    }

    private static func makeDownBlocks(
        _ w: Weights, _ layout: UNetLayout, _ padding: Int
    ) throws -> [UNetDownBlock] {
        try layout.down.indices.map { index in
            try UNetDownBlock(
                w[index], from: layout.channels[max(index - 1, 0)], layers: layout.layers[index],
                downsamplePadding: index == layout.down.count - 1 ? nil : padding,
                layout.down[index])
        }
    }

    private static func makeUpBlocks(_ w: Weights, _ layout: UNetLayout) throws -> [UNetUpBlock] {
        let last = layout.up.count - 1
        let reversed = Array(layout.channels.reversed())
        return try layout.up.indices.map { index in
            let stages = layout.layers[last - index] + 1
            let own = reversed[index]
            let below = reversed[max(index - 1, 0)]
            let above = reversed[min(index + 1, last)]
            return try UNetUpBlock(
                w[index], inner: [below] + Array(repeating: own, count: stages - 1),
                skips: Array(repeating: own, count: stages - 1) + [above],
                upsamples: index != last, layout.up[index])
        }
    }
}

/// The embedding of the pooled text and of the sizes, as SDXL takes them.
///
/// Matches the `text_time` case of `get_aug_embed` in diffusers 0.42, models/unets/unet_2d_condition.py.
struct TextTimeEmbedding: Sendable {
    /// Width of the pooled text embedding.
    let pooledWidth: Int
    private let projection: Sinusoids
    private let embedding: TimestepEmbedding

    /// How many numbers describe the sizes.
    static let timeIDCount = 6

    /// The layers at `w`.
    init(_ w: Weights, _ file: ConfigFile<UNet2DConditionConfig>, time: Int) throws {
        let config = file.content
        guard let width = config.additionTimeEmbedDim else {
            throw ConfigError.missing(path: file.path, key: "addition_time_embed_dim")
        }
        guard let inner = config.projectionClassEmbeddingsInputDim else {
            throw ConfigError.missing(path: file.path, key: "projection_class_embeddings_input_dim")
        }
        try file.check("addition_time_embed_dim", width, in: ConfigLimits.widths)
        try file.check(
            "projection_class_embeddings_input_dim", inner, in: ConfigLimits.widths)
        pooledWidth = inner - Self.timeIDCount * width
        try file.check(
            "projection_class_embeddings_input_dim", pooledWidth > 0,
            "must be more than \(Self.timeIDCount) times `addition_time_embed_dim`")
        projection = Sinusoids(
            width: width, flipSinToCos: config.flipSinToCos ?? true,
            frequencyShift: config.freqShift ?? 0)
        embedding = try TimestepEmbedding(w, inner, time)
    }

    /// The embedding, [B, T], of pooled text, [B, P], and the sizes of each item.
    func callAsFunction(_ pooled: Tensor, timeIDs: [Float]) throws -> Tensor {
        let batch = pooled.shape[0]
        let sizes = try Tensor(
            projection(timeIDs), shape: [batch, Self.timeIDCount * projection.width],
            on: pooled.device
        ).cast(to: pooled.dtype)
        return try embedding(pooled.concatenatedChannels(with: sizes))
    }
}
