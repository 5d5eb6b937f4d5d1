extension CheckpointFamily {
    /// The family of the model in a file, told by which tensors there are and by their shapes; refuses every other file by what it is.
    ///
    /// Asks for what `infer_diffusers_model_type` in diffusers 0.42, loaders/single_file_utils.py, asks for, and for more kinds of files.
    init(of shapes: CheckpointShapes) throws {
        func refuse(_ kind: CheckpointKind) -> SingleFileError {
            .unsupported(path: shapes.path, kind)
        }
        if let kind = Self.kindWithoutUNet(shapes) { throw refuse(kind) }
        if let kind = try Self.kindOfUNet(shapes) { throw refuse(kind) }
        let hasVAE = shapes.has(Self.vae)
        switch Self.textEncoders(shapes) {
        case .family(let family): self = family
        case .kind(let kind): throw refuse(kind)
        case nil where hasVAE:
            throw SingleFileError.incomplete(path: shapes.path, lacks: ["text encoder"])
        case nil: throw refuse(.unetAlone)
        }
        var lacks = hasVAE ? [] : ["VAE"]
        if let place = textEncoder(.first), !shapes.has(place) {
            lacks.insert("first text encoder", at: 0)
        }
        guard lacks.isEmpty else {
            throw SingleFileError.incomplete(path: shapes.path, lacks: lacks)
        }
    }

    /// What the text encoders say of a file.
    private enum Text {
        case family(CheckpointFamily)
        case kind(CheckpointKind)
    }

    private static func textEncoders(_ shapes: CheckpointShapes) -> Text? {
        if shapes.has("conditioner.embedders.1.model") {
            return .family(.stableDiffusionXL)
        }
        if shapes.has("conditioner.embedders.0.model") { return .kind(.refiner) }
        if shapes.has("cond_stage_model.model") { return .kind(.stableDiffusion2) }
        if shapes.has("cond_stage_model.transformer") { return .family(.stableDiffusion1) }
        return nil
    }

    /// What a file is that has no UNet, or none beside what it is for; nil for one that has.
    private static func kindWithoutUNet(_ shapes: CheckpointShapes) -> CheckpointKind? {
        if isLoRA(shapes) { return .lora }
        if shapes.has("control_model") || shapes.has("controlnet_cond_embedding")
            || shapes.has("input_hint_block")
        {
            return .controlNet
        }
        if let family = otherFamily(shapes) { return .otherFamily(family) }
        if shapes.has(unet + ".input_blocks") { return nil }
        if shapes.has("input_blocks") || shapes.has("diffusion_model.input_blocks") {
            return .unetAlone
        }
        if shapes.has("down_blocks") || shapes.has("text_model")
            || shapes.has("encoder.down_blocks") || shapes.has("encoder.layers")
        {
            return .diffusersPart
        }
        if shapes.has(vae) || shapes.has("encoder.down") || shapes.has("decoder.up") {
            return .vaeAlone
        }
        let isInversion =
            shapes.names.contains("emb_params") || shapes.has("string_to_param")
            || shapes.names == ["clip_l", "clip_g"]
        return isInversion ? .textualInversion : .unknown
    }

    private static func isLoRA(_ shapes: CheckpointShapes) -> Bool {
        let marks = [
            ".lora_down.", ".lora_up.", ".lora_A.", ".lora_B.", ".lora.down.", ".lora.up.",
        ]
        return shapes.names.contains { name in
            name.hasPrefix("lora_unet_") || name.hasPrefix("lora_te")
                || marks.contains { name.contains($0) }
        }
    }

    private static func otherFamily(_ shapes: CheckpointShapes) -> String? {
        let families = [
            ("double_blocks", "FLUX"), ("joint_blocks", "Stable Diffusion 3"),
            ("cap_embedder", "Lumina"), ("transformer_blocks", "a diffusion transformer"),
        ]
        return families.first { place, _ in
            shapes.has(place) || shapes.has(unet + "." + place)
        }?.1
    }

    /// What a file with a UNet is by that UNet alone; nil where that may be of a family that can be loaded.
    private static func kindOfUNet(_ shapes: CheckpointShapes) throws -> CheckpointKind? {
        let markers = ["edm_mean", "edm_vpred.sigma_max"]
        if markers.contains(where: shapes.names.contains) { return .edm }
        switch try shapes.size(unet + ".input_blocks.0.0.weight", 1) {
        case 9: return .inpainting
        case 8: return .instructPix2Pix
        default: break
        }
        let attention = unet + ".middle_block.1.transformer_blocks.0.attn2.to_k.weight"
        guard shapes.names.contains(attention) else { return nil }
        return try shapes.size(attention, 1) == 1024 ? .stableDiffusion2 : nil
    }
}
