import Layers

/// Where a checkpoint has the tensors of OpenAI's text encoder: under the names that transformers gives them.
///
/// Matches `convert_ldm_clip_checkpoint` in diffusers 0.42, loaders/single_file_utils.py, the other way round.
struct CLIPNames: CheckpointNames {
    /// The place of the encoder.
    let place: String

    func source(of name: String) -> TensorSource? {
        TensorSource(place + "." + name)
    }
}

/// Where a checkpoint has the tensors of OpenCLIP's text encoder.
///
/// Query, key and value of an attention are one tensor, and the projection is the transpose of a linear layer's weight.
///
/// Matches `convert_open_clip_checkpoint` in diffusers 0.42, loaders/single_file_utils.py, the other way round.
struct OpenCLIPNames: CheckpointNames {
    /// The place of the encoder.
    let place: String

    func source(of name: String) -> TensorSource? {
        switch name {
        case "embeddings.token_embedding.weight":
            return TensorSource(place + ".token_embedding.weight")
        case "embeddings.position_embedding.weight":
            return TensorSource(place + ".positional_embedding")
        case "text_projection.weight":
            return TensorSource(place + ".text_projection", .transposed)
        default:
            var path = NamePath(name)
            switch path.next() {
            case "final_layer_norm":
                return TensorSource(path.appended(to: place + ".ln_final"))
            case "encoder":
                guard path.next() == "layers", let layer = path.next() else { return nil }
                return layerSource(place + ".transformer.resblocks.\(layer).", &path)
            default:
                return nil
            }
        }
    }

    private func layerSource(_ layer: String, _ path: inout NamePath) -> TensorSource? {
        guard let part = path.next(in: Self.layer) else { return nil }
        guard let third = ["q", "k", "v"].firstIndex(of: part) else {
            return TensorSource(path.appended(to: layer + part))
        }
        // `in_proj_weight` and `in_proj_bias` are tensors and no places.
        return path.next().map { TensorSource(layer + "attn.in_proj_" + $0, .third(third)) }
    }

    private static let layer = [
        "layer_norm1": "ln_1", "layer_norm2": "ln_2", "mlp.fc1": "mlp.c_fc",
        "mlp.fc2": "mlp.c_proj", "self_attn.out_proj": "attn.out_proj", "self_attn.q_proj": "q",
        "self_attn.k_proj": "k", "self_attn.v_proj": "v",
    ]
}
