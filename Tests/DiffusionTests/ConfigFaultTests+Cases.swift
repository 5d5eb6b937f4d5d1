extension ConfigFaultTests {
    static let unsupported: [Fault] = [
        Fault("unet", "act_fn", unsupported: "\"gelu\"", supported: "`silu`, `swish`"),
        Fault(
            "unet", "mid_block_type", unsupported: "\"UNetMidBlock2DSimpleCrossAttn\"",
            supported: "`UNetMidBlock2DCrossAttn`, `UNetMidBlock2D`"),
        Fault("unet", "addition_embed_type", unsupported: "\"image\"", supported: "`text_time`"),
        Fault("unet", "only_cross_attention", unsupported: "true", supported: "`false`"),
        Fault("unet", "dual_cross_attention", unsupported: "true", supported: "`false`"),
        Fault("unet", "center_input_sample", unsupported: "true", supported: "`false`"),
        Fault("unet", "class_embed_type", unsupported: "\"timestep\"", supported: "`null`"),
        Fault("unet", "num_class_embeds", unsupported: "10", supported: "`null`"),
        Fault("unet", "encoder_hid_dim", unsupported: "16", supported: "`null`"),
        Fault("unet", "encoder_hid_dim_type", unsupported: "\"text_proj\"", supported: "`null`"),
        Fault(
            "unet", "resnet_time_scale_shift", unsupported: "\"scale_shift\"",
            supported: "`default`"),
        Fault("unet", "resnet_skip_time_act", unsupported: "true", supported: "`false`"),
        Fault("unet", "resnet_out_scale_factor", unsupported: "2.5", supported: "`1.0`"),
        Fault("unet", "mid_block_scale_factor", unsupported: "1.5", supported: "`1.0`"),
        Fault("unet", "time_embedding_type", unsupported: "\"fourier\"", supported: "`positional`"),
        Fault("unet", "time_embedding_act_fn", unsupported: "\"silu\"", supported: "`null`"),
        Fault("unet", "timestep_post_act", unsupported: "\"silu\"", supported: "`null`"),
        Fault("unet", "conv_in_kernel", unsupported: "5", supported: "`3`"),
        Fault("unet", "conv_out_kernel", unsupported: "1", supported: "`3`"),
        Fault("unet", "attention_type", unsupported: "\"gated\"", supported: "`default`"),
        Fault("unet", "cross_attention_norm", unsupported: "\"layer_norm\"", supported: "`null`"),
        Fault("vae", "act_fn", unsupported: "\"relu\"", supported: "`silu`, `swish`"),
        Fault(
            "text_encoder", "hidden_act", unsupported: "\"relu\"", supported: "`quick_gelu`, `gelu`"
        ),
        Fault(
            "a block of another kind",
            message:
                "`down_block_types` in `DIR/unet/config.json` is `AttnDownBlock2D`, which is not supported",
            hint: "supported: `CrossAttnDownBlock2D`, `DownBlock2D`"
        ) {
            try $0.set(
                "down_block_types",
                #"["CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "AttnDownBlock2D", "DownBlock2D"]"#,
                in: "unet/config.json")
        },
        Fault(
            "a block of another kind on the way up",
            message:
                "`up_block_types` in `DIR/unet/config.json` is `AttnUpBlock2D`, which is not supported",
            hint: "supported: `CrossAttnUpBlock2D`, `UpBlock2D`"
        ) {
            try $0.set(
                "up_block_types",
                #"["UpBlock2D", "AttnUpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D"]"#,
                in: "unet/config.json")
        },
        Fault(
            "an unknown pipeline",
            message:
                "`_class_name` in `DIR/model_index.json` is `FluxPipeline`, which is not supported",
            hint: "supported: `StableDiffusionPipeline`, `StableDiffusionXLPipeline`"
        ) { try $0.set("_class_name", "\"FluxPipeline\"", in: "model_index.json") },
        Fault(
            "an unknown component",
            message: "`vae` in `DIR/model_index.json` is `AutoencoderTiny`, which is not supported",
            hint: "supported: `AutoencoderKL`"
        ) { try $0.set("vae", #"["diffusers", "AutoencoderTiny"]"#, in: "model_index.json") },
    ]

    private static let between = "KEY must lie between 1 and"

    static let wrongNumbers: [Fault] = [
        Fault("unet", "block_out_channels", "[]", "KEY must not be empty"),
        Fault("unet", "block_out_channels", "[8, 12, 16, 0]", "\(between) 16777216, and is 0"),
        Fault("unet", "block_out_channels", "[8, 12, 16]", "`layers_per_block`")
            .replacing("`down_block_types` in `DIR/unet/config.json` must name 3 blocks"),
        Fault(
            "unet", "norm_num_groups", "5", "KEY must divide the channels [8, 12, 16, 16], and is 5"
        ),
        Fault(
            "unet", "norm_num_groups", "0", "KEY must divide the channels [8, 12, 16, 16], and is 0"
        ),
        Fault("unet", "norm_eps", "-1", "KEY must be above 0, and is -1.0"),
        Fault("unet", "layers_per_block", "0", "\(between) 1000, and is 0"),
        Fault(
            "unet", "layers_per_block", "9223372036854775807",
            "\(between) 1000, and is 9223372036854775807"),
        Fault("unet", "layers_per_block", "[1, 2]", "KEY must be one number or 4 of them"),
        Fault("unet", "attention_head_dim", "0", "KEY must lie between 1 and the channels"),
        Fault("unet", "attention_head_dim", "9", "KEY must lie between 1 and the channels"),
        Fault(
            "unet", "cross_attention_dim", "[24, 24, 24, 8]",
            "KEY must be one number for all blocks"),
        Fault("unet", "transformer_layers_per_block", "[1, 1]", "KEY does not fit the 4 blocks"),
        Fault("unet", "transformer_layers_per_block", "-1", "KEY does not fit the 4 blocks"),
        Fault("unet", "sample_size", "0", "\(between) 65536, and is 0"),
        Fault(
            "unet", "sample_size", "[8, 4611686018427387904]",
            "\(between) 65536, and is 4611686018427387904"),
        Fault("unet", "downsample_padding", "2", "KEY must lie between 0 and 1, and is 2"),
        Fault("unet", "out_channels", "8", "KEY must equal `in_channels`"),
        Fault("unet", "in_channels", "\"four\"", "KEY is of the wrong type"),
        Fault(
            "unet", "in_channels", "4.5",
            "`DIR/unet/config.json` has a number or a text that cannot be read as its key needs it"
        ),
        Fault("unet", "time_embedding_dim", "-32", "\(between) 16777216, and is -32"),
        Fault(
            "unet", "addition_time_embed_dim", "3074457345618258603",
            "\(between) 16777216, and is 3074457345618258603", of: "sdxl"),
        Fault(
            "unet", "addition_time_embed_dim", nil,
            "`DIR/unet/config.json` has no `addition_time_embed_dim`", of: "sdxl"),
        Fault(
            "unet", "projection_class_embeddings_input_dim", nil,
            "`DIR/unet/config.json` has no `projection_class_embeddings_input_dim`", of: "sdxl"),
        Fault(
            "unet", "projection_class_embeddings_input_dim", "6",
            "KEY must be more than 6 times `addition_time_embed_dim`", of: "sdxl"),
        Fault("vae", "block_out_channels", "[-8]", "\(between) 16777216, and is -8"),
        Fault("vae", "down_block_types", "[]", "KEY must name 4 blocks"),
        Fault("vae", "layers_per_block", "0", "\(between) 1000, and is 0"),
        Fault(
            "vae", "latent_channels", "4611686018427387904",
            "\(between) 16777216, and is 4611686018427387904"),
        Fault("vae", "out_channels", "1", "KEY must be 3"),
        Fault("vae", "sample_size", "-64", "\(between) 65536, and is -64"),
        Fault("vae", "scaling_factor", "0", "KEY must be above 0, and is 0.0"),
        Fault(
            "text_encoder", "num_attention_heads", "5", "KEY must divide `hidden_size`, and is 5"),
        Fault("text_encoder", "num_hidden_layers", "0", "\(between) 1000, and is 0"),
        Fault("text_encoder", "hidden_size", "0", "\(between) 16777216, and is 0"),
        Fault(
            "text_encoder", "max_position_embeddings", "1",
            "KEY must lie between 2 and 16777216, and is 1"),
        Fault("text_encoder", "layer_norm_eps", "0", "KEY must be above 0, and is 0.0"),
    ]

    static let wrongFolders: [Fault] = [
        Fault(
            "no index", message: "`DIR` is not a model's folder: it has no `model_index.json`",
            hint: "name the folder that a diffusers pipeline was saved to"
        ) { try $0.remove("model_index.json") },
        Fault(
            "an index that is no JSON", message: "`DIR/model_index.json` is not JSON",
            hint: "download or copy the file again"
        ) { try $0.write("{\"_class".utf8, to: "model_index.json") },
        Fault(
            "an index without a class", message: "`DIR/model_index.json` has no `_class_name`",
            hint: nil
        ) { try $0.set("_class_name", nil, in: "model_index.json") },
        Fault(
            "an index without a component", message: "`DIR/model_index.json` has no `unet`",
            hint: nil
        ) { try $0.set("unet", "[null, null]", in: "model_index.json") },
        Fault(
            "no configuration", message: "cannot read `DIR/vae/config.json`",
            hint: "check that the folder is a complete diffusers repository"
        ) { try $0.remove("vae/config.json") },
        Fault(
            "no weights", message: "`DIR/unet` has no `diffusion_pytorch_model.safetensors`",
            hint: "check that the folder is complete"
        ) { try $0.remove("unet/diffusion_pytorch_model.safetensors") },
        Fault(
            "text encoders of unlike lengths", "sdxl",
            message: "the parts of `DIR` do not fit: the text encoders take 77 and 30 tokens",
            hint: "check that the model is complete, and all of it of one model"
        ) { try $0.set("model_max_length", "30", in: "tokenizer_2/tokenizer_config.json") },
    ]
}

extension ConfigFaultTests.Fault {
    /// This fault with another sentence, where another key than the changed one is at fault.
    fileprivate func replacing(_ message: String) -> Self {
        var copy = self
        copy.message = message
        return copy
    }
}
