/// What the shapes of a checkpoint say of its UNet.
struct UNetOutline: Sendable {
    /// A block on the way down; the way up mirrors it.
    private struct Block {
        var channels = 0
        var stages = 0
        /// Transformer layers after each stage, 0 for none.
        var depth = 0
    }

    private let blocks: [Block]
    private let midDepth: Int

    /// Reads the blocks off the numbered parts of the way down, of which those that halve the sides end a block.
    init(_ shapes: CheckpointShapes) throws {
        var blocks = [Block()]
        var index = 1
        while true {
            let part = "\(CheckpointFamily.unet).input_blocks.\(index)"
            if shapes.has(part + ".0.op") {
                blocks.append(Block())
            } else if index == 1 || shapes.has(part + ".0") {
                let block = blocks.count - 1
                blocks[block].channels = try shapes.size(part + ".0.out_layers.3.weight", 0)
                blocks[block].stages += 1
                blocks[block].depth = shapes.count { part + ".1.transformer_blocks.\($0)" }
            } else {
                break
            }
            index += 1
        }
        self.blocks = blocks
        midDepth = shapes.count {
            CheckpointFamily.unet + ".middle_block.1.transformer_blocks.\($0)"
        }
    }

    /// How the model's names lead to the checkpoint's.
    var names: UNetNames {
        UNetNames(stages: blocks.map(\.stages), attends: blocks.map { $0.depth > 0 })
    }

    /// The configuration of a UNet of these blocks, for a family; `pooledWidth` is that of the pooled text where there is one.
    func config(
        _ family: CheckpointFamily, _ shapes: CheckpointShapes, pooledWidth: Int?
    ) throws -> ConfigFile<UNet2DConditionConfig> {
        let unet = CheckpointFamily.unet
        let channels = blocks.map(\.channels)
        var config = UNet2DConditionConfig()
        config.sampleSize = .same(family.latentSide)
        config.inChannels = try shapes.size(unet + ".input_blocks.0.0.weight", 1)
        config.outChannels = try shapes.size(unet + ".out.2.weight", 0)
        config.blockOutChannels = channels
        config.layersPerBlock = .each(blocks.map(\.stages))
        config.downBlockTypes = blocks.map {
            $0.depth > 0 ? "CrossAttnDownBlock2D" : "DownBlock2D"
        }
        config.upBlockTypes = blocks.reversed().map {
            $0.depth > 0 ? "CrossAttnUpBlock2D" : "UpBlock2D"
        }
        // The last block's number is the middle's too, and counts where that block itself has none.
        config.transformerLayersPerBlock = .each(
            blocks.map { .same($0.depth > 0 ? $0.depth : midDepth) })
        config.attentionHeadDim = .each(channels.map(family.heads))
        config.crossAttentionDim = .same(
            try shapes.size(
                unet + ".middle_block.1.transformer_blocks.0.attn2.to_k.weight", 1))
        config.timeEmbeddingDim = try shapes.size(unet + ".time_embed.0.weight", 0)
        config.normNumGroups = family.groups(dividing: channels)
        if let pooledWidth {
            let width = try shapes.size(unet + ".label_emb.0.0.weight", 1)
            config.additionEmbedType = "text_time"
            config.projectionClassEmbeddingsInputDim = width
            config.additionTimeEmbedDim =
                max(0, width - min(width, pooledWidth)) / TextTimeEmbedding.timeIDCount
        }
        return ConfigFile(path: shapes.path, content: config)
    }
}
