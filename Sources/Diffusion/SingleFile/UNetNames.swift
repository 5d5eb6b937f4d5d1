import Layers

/// Where a checkpoint has the tensors of a UNet.
///
/// The original code numbers the stages of all blocks in a row: `input_blocks.0` is the first convolution, then come the stages of each
/// block on the way down and what halves the sides after it; `output_blocks` begins at the bottom, and what doubles the sides is the last
/// part of a block's last stage. Within a stage, part 0 is the residual block and part 1 the transformer.
///
/// Matches `convert_ldm_unet_checkpoint` in diffusers 0.42, loaders/single_file_utils.py, the other way round.
struct UNetNames: CheckpointNames {
    /// Stages of each block on the way down; the way up has one more each.
    let stages: [Int]
    /// Whether each block on the way down has transformers; the way up mirrors it.
    let attends: [Bool]

    func source(of name: String) -> TensorSource? {
        var path = NamePath(name)
        guard let place = place(&path) else { return nil }
        return TensorSource(path.appended(to: CheckpointFamily.unet + "." + place))
    }

    private func place(_ path: inout NamePath) -> String? {
        switch path.next() {
        case "conv_in": "input_blocks.0.0"
        case "time_embedding": path.next(in: Self.embedding).map { "time_embed." + $0 }
        case "add_embedding": path.next(in: Self.embedding).map { "label_emb.0." + $0 }
        case "down_blocks": down(&path)
        case "mid_block": middle(&path)
        case "up_blocks": up(&path)
        case "conv_norm_out": "out.0"
        case "conv_out": "out.2"
        default: nil
        }
    }

    private func down(_ path: inout NamePath) -> String? {
        guard let block = path.number(below: stages.count) else { return nil }
        let first = 1 + stages[..<block].reduce(0) { $0 + $1 + 1 }
        let kind = path.next()
        if kind == "downsamplers" {
            guard path.number(below: 1) != nil, path.next() == "conv" else { return nil }
            return "input_blocks.\(first + stages[block]).0.op"
        }
        guard let number = path.number(below: stages[block]) else { return nil }
        return stage("input_blocks.\(first + number)", kind, &path)
    }

    private func up(_ path: inout NamePath) -> String? {
        guard let block = path.number(below: stages.count) else { return nil }
        let counts = stages.reversed().map { $0 + 1 }
        let first = counts[..<block].reduce(0, +)
        let kind = path.next()
        if kind == "upsamplers" {
            guard path.number(below: 1) != nil else { return nil }
            let part = attends[stages.count - 1 - block] ? 2 : 1
            return "output_blocks.\(first + counts[block] - 1).\(part)"
        }
        guard let number = path.number(below: counts[block]) else { return nil }
        return stage("output_blocks.\(first + number)", kind, &path)
    }

    private func middle(_ path: inout NamePath) -> String? {
        guard let kind = path.next() else { return "middle_block" }
        guard let number = path.number(below: 2) else { return nil }
        if kind == "attentions" { return number == 0 ? "middle_block.1" : nil }
        return kind == "resnets" ? resnet("middle_block.\(2 * number)", &path) : nil
    }

    /// The residual block or the transformer of a stage.
    private func stage(_ place: String, _ kind: Substring?, _ path: inout NamePath) -> String? {
        switch kind {
        case "resnets": resnet(place + ".0", &path)
        case "attentions": place + ".1"
        default: nil
        }
    }

    private func resnet(_ place: String, _ path: inout NamePath) -> String? {
        path.next(in: Self.resnet).map { place + "." + $0 }
    }

    private static let embedding = ["linear_1": "0", "linear_2": "2"]
    private static let resnet = [
        "norm1": "in_layers.0", "conv1": "in_layers.2", "time_emb_proj": "emb_layers.1",
        "norm2": "out_layers.0", "conv2": "out_layers.3", "conv_shortcut": "skip_connection",
    ]
}
