import Layers

/// Where a checkpoint has the tensors of a VAE.
///
/// The original code counts the decoder's blocks from the picture's end, and calls the residual blocks at the bottom 1 and 2.
///
/// Matches `convert_ldm_vae_checkpoint` in diffusers 0.42, loaders/single_file_utils.py, the other way round.
struct VAENames: CheckpointNames {
    /// Blocks of the encoder, and of the decoder.
    let blocks: Int

    func source(of name: String) -> TensorSource? {
        var path = NamePath(name)
        guard let part = path.next() else { return nil }
        let place: String? =
            switch part {
            case "quant_conv", "post_quant_conv": String(part)
            case "encoder", "decoder": coder(&path).map { part + "." + $0 }
            default: nil
            }
        return place.map { TensorSource(path.appended(to: CheckpointFamily.vae + "." + $0)) }
    }

    private func coder(_ path: inout NamePath) -> String? {
        switch path.next() {
        case "conv_in": "conv_in"
        case "conv_norm_out": "norm_out"
        case "conv_out": "conv_out"
        case "mid_block": middle(&path)
        case "down_blocks":
            path.number(below: blocks).flatMap { block("down.\($0)", &path) }
        case "up_blocks":
            path.number(below: blocks).flatMap { block("up.\(blocks - 1 - $0)", &path) }
        default: nil
        }
    }

    private func block(_ place: String, _ path: inout NamePath) -> String? {
        switch path.next() {
        case "resnets": path.next().flatMap { resnet("\(place).block.\($0)", &path) }
        case "downsamplers": path.number(below: 1).map { _ in place + ".downsample" }
        case "upsamplers": path.number(below: 1).map { _ in place + ".upsample" }
        default: nil
        }
    }

    private func middle(_ path: inout NamePath) -> String? {
        guard let kind = path.next(), let number = path.number(below: 2) else { return nil }
        switch kind {
        case "resnets": return resnet("mid.block_\(number + 1)", &path)
        case "attentions" where number == 0:
            return path.next(in: Self.attention).map { "mid.attn_1." + $0 }
        default: return nil
        }
    }

    private func resnet(_ place: String, _ path: inout NamePath) -> String? {
        path.next(in: Self.resnet).map { place + "." + $0 }
    }

    private static let resnet = [
        "norm1": "norm1", "conv1": "conv1", "norm2": "norm2", "conv2": "conv2",
        "conv_shortcut": "nin_shortcut",
    ]
    private static let attention = [
        "group_norm": "norm", "to_q": "q", "to_k": "k", "to_v": "v", "to_out.0": "proj_out",
    ]
}
