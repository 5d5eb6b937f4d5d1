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
        try file.refuseUnsupported()
        try file.checkSizes()
        let (channels, count) = (config.channels, config.channels.count)
        let layers = try Self.each(config.layersPerBlock, or: 2, count, "layers_per_block", file)
        let heads = try Self.each(
            config.numAttentionHeads ?? config.attentionHeadDim, or: 8, count, "attention_head_dim",
            file)
        let contexts = try Self.each(
            config.crossAttentionDim, or: 1280, count, "cross_attention_dim", file)
        try file.checkBlocks(layers: layers, heads: heads, contexts: contexts)
        let transformers = try Self.transformerLayers(file, layers: layers)

        func shape(_ index: Int, _ transformerLayers: [Int]?) -> UNetBlockShape {
            UNetBlockShape(
                channels: channels[index], transformerLayers: transformerLayers,
                heads: heads[index], contextWidth: contexts[0], time: config.timeWidth,
                groups: config.groups, epsilon: config.epsilon)
        }
        down = (0..<count).map {
            shape($0, config.downTypes[$0].hasPrefix("Cross") ? transformers.down[$0] : nil)
        }
        up = (0..<count).map {
            shape(
                count - 1 - $0, config.upTypes[$0].hasPrefix("Cross") ? transformers.up[$0] : nil)
        }
        mid = shape(count - 1, config.midBlockType == "UNetMidBlock2D" ? nil : transformers.mid)
        self.channels = channels
        self.layers = layers
        groups = config.groups
        epsilon = config.epsilon
        time = config.timeWidth
        contextWidth = contexts[0]
    }

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
}
