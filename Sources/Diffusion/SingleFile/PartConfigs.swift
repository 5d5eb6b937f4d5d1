extension CheckpointFamily {
    /// Groups of the norms of a model of these widths.
    func groups(dividing widths: [Int]) -> Int {
        widths.reduce(Self.groups, greatestCommonDivisor)
    }

    /// The configuration of a checkpoint's VAE.
    func vaeConfig(_ shapes: CheckpointShapes) throws -> ConfigFile<AutoencoderKLConfig> {
        let encoder = Self.vae + ".encoder"
        let count = shapes.count { encoder + ".down.\($0)" }
        let channels = try (0..<count).map {
            try shapes.size(encoder + ".down.\($0).block.0.conv2.weight", 0)
        }
        var config = AutoencoderKLConfig()
        config.outChannels = try shapes.size(Self.vae + ".decoder.conv_out.weight", 0)
        config.latentChannels = try shapes.size(Self.vae + ".decoder.conv_in.weight", 1)
        config.blockOutChannels = channels
        config.downBlockTypes = channels.map { _ in "DownEncoderBlock2D" }
        config.upBlockTypes = channels.map { _ in "UpDecoderBlock2D" }
        config.layersPerBlock = shapes.count { encoder + ".down.0.block.\($0)" }
        config.normNumGroups = groups(dividing: channels)
        config.sampleSize = .same(pictureSide)
        config.scalingFactor = scalingFactor
        return ConfigFile(path: shapes.path, content: config)
    }

    /// The configuration of a checkpoint's text encoder of OpenAI's kind, whose names may have an outer `text_model`.
    func clipConfig(
        _ shapes: CheckpointShapes, at place: String
    ) throws -> ConfigFile<CLIPTextConfig> {
        let outer = place + ".text_model"
        let root = shapes.has(outer) ? outer : place
        let embeddings = root + ".embeddings."
        let layers = root + ".encoder.layers."
        var config = CLIPTextConfig()
        config.vocabSize = try shapes.size(embeddings + "token_embedding.weight", 0)
        config.hiddenSize = try shapes.size(embeddings + "token_embedding.weight", 1)
        config.maxPositionEmbeddings = try shapes.size(embeddings + "position_embedding.weight", 0)
        config.intermediateSize = try shapes.size(layers + "0.mlp.fc1.weight", 0)
        config.numHiddenLayers = shapes.count { layers + String($0) }
        config.numAttentionHeads = config.hiddenSize.map { max(1, $0 / Self.headWidth) }
        config.hiddenAct = "quick_gelu"
        return ConfigFile(path: shapes.path, content: config)
    }

    /// The configuration of a checkpoint's text encoder of OpenCLIP's kind, with its projection.
    func openCLIPConfig(
        _ shapes: CheckpointShapes, at place: String
    ) throws -> ConfigFile<CLIPTextConfig> {
        let layers = place + ".transformer.resblocks."
        var config = CLIPTextConfig()
        config.vocabSize = try shapes.size(place + ".token_embedding.weight", 0)
        config.hiddenSize = try shapes.size(place + ".token_embedding.weight", 1)
        config.maxPositionEmbeddings = try shapes.size(place + ".positional_embedding", 0)
        config.intermediateSize = try shapes.size(layers + "0.mlp.c_fc.weight", 0)
        config.projectionDim = try shapes.size(place + ".text_projection", 1)
        config.numHiddenLayers = shapes.count { layers + String($0) }
        config.numAttentionHeads = config.hiddenSize.map { max(1, $0 / Self.headWidth) }
        config.hiddenAct = "gelu"
        return ConfigFile(path: shapes.path, content: config)
    }
}

private func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
    b == 0 ? a : greatestCommonDivisor(b, a % b)
}
