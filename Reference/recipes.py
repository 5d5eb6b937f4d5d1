"""The pipelines of the fixtures, each unlike the others wherever configurations can differ."""

from pipelines import END, Recipe

SD_BETAS = dict(beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear")


def clip(width, heads, layers, **more):
    """A CLIP text configuration."""
    return dict(
        hidden_size=width,
        intermediate_size=more.pop("inner", 4 * width),
        num_attention_heads=heads,
        num_hidden_layers=layers,
        projection_dim=more.pop("projection", width),
        **more,
    )


def vae(widths, layers=1, groups=4, **more):
    """An autoencoder's configuration."""
    return dict(
        block_out_channels=widths,
        down_block_types=["DownEncoderBlock2D"] * len(widths),
        up_block_types=["UpDecoderBlock2D"] * len(widths),
        layers_per_block=layers,
        norm_num_groups=groups,
        latent_channels=4,
        sample_size=64,
        **more,
    )


FIXTURES = {
    # As Stable Diffusion 1.5: four blocks, PNDM, quick GELU, heads by number.
    "sd": Recipe(
        unet=dict(
            sample_size=8,
            block_out_channels=(8, 12, 16, 16),
            down_block_types=["CrossAttnDownBlock2D"] * 3 + ["DownBlock2D"],
            up_block_types=["UpBlock2D"] + ["CrossAttnUpBlock2D"] * 3,
            layers_per_block=2,
            cross_attention_dim=24,
            attention_head_dim=4,
            norm_num_groups=4,
        ),
        vae=vae((8, 8, 8, 12), layers=2, scaling_factor=5.0),
        scheduler=(
            "PNDMScheduler",
            dict(skip_prk_steps=True, steps_offset=1, set_alpha_to_one=False, **SD_BETAS),
        ),
        text=[clip(24, 3, 2, hidden_act="quick_gelu")],
        tokenizers=[dict(merges=90, length=77)],
        seed=1,
        noise_scale=0.5,
    ),
    # As Stable Diffusion 2: linear projections, heads by block, v prediction, zero terminal SNR.
    "sd_v": Recipe(
        unet=dict(
            sample_size=8,
            block_out_channels=(8, 12, 20),
            down_block_types=["DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"],
            up_block_types=["CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"],
            layers_per_block=2,
            cross_attention_dim=20,
            attention_head_dim=[2, 3, 5],
            norm_num_groups=4,
            use_linear_projection=True,
        ),
        vae=vae((4, 6, 8, 8), layers=1, groups=2, mid_block_add_attention=False),
        scheduler=(
            "DDIMScheduler",
            dict(
                clip_sample=False,
                prediction_type="v_prediction",
                rescale_betas_zero_snr=True,
                set_alpha_to_one=True,
                timestep_spacing="trailing",
                **SD_BETAS,
            ),
        ),
        text=[clip(20, 5, 3, hidden_act="gelu", inner=40)],
        tokenizers=[dict(merges=60, length=32)],
        seed=2,
        noise_scale=0.7,
    ),
    # As Stable Diffusion XL: two encoders, size conditioning, stacks of transformer blocks, Euler.
    "sdxl": Recipe(
        unet=dict(
            sample_size=16,
            block_out_channels=(8, 12, 20),
            down_block_types=["DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"],
            up_block_types=["CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"],
            layers_per_block=1,
            transformer_layers_per_block=[1, 2, 3],
            cross_attention_dim=40,
            attention_head_dim=[1, 2, 4],
            norm_num_groups=4,
            use_linear_projection=True,
            addition_embed_type="text_time",
            addition_time_embed_dim=8,
            projection_class_embeddings_input_dim=6 * 8 + 20,
        ),
        vae=vae((8, 12, 12), layers=1, scaling_factor=0.13025),
        scheduler=(
            "EulerDiscreteScheduler",
            dict(steps_offset=1, timestep_spacing="leading", **SD_BETAS),
        ),
        text=[
            clip(16, 2, 2, hidden_act="quick_gelu"),
            clip(24, 3, 3, hidden_act="gelu", projection=20),
        ],
        tokenizers=[dict(length=77), dict(length=77, pad="!")],
        pipeline=dict(force_zeros_for_empty_prompt=True),
        seed=3,
        noise_scale=0.8,
    ),
    # As SDXL-Turbo: ancestral Euler without guidance; pooled output by the old rule for token 2.
    "sdxl_turbo": Recipe(
        unet=dict(
            sample_size=8,
            block_out_channels=(8, 16),
            down_block_types=["DownBlock2D", "CrossAttnDownBlock2D"],
            up_block_types=["CrossAttnUpBlock2D", "UpBlock2D"],
            layers_per_block=2,
            transformer_layers_per_block=[1, 2],
            cross_attention_dim=32,
            attention_head_dim=[2, 4],
            norm_num_groups=8,
            use_linear_projection=True,
            addition_embed_type="text_time",
            addition_time_embed_dim=6,
            projection_class_embeddings_input_dim=6 * 6 + 16,
        ),
        vae=vae((8, 8, 12, 12), layers=1, groups=4, scaling_factor=0.5),
        scheduler=(
            "EulerAncestralDiscreteScheduler",
            dict(steps_offset=1, timestep_spacing="trailing", **SD_BETAS),
        ),
        text=[
            clip(16, 4, 2, hidden_act="quick_gelu", eos_token_id=2),
            clip(16, 2, 2, hidden_act="gelu", projection=16, eos_token_id=2),
        ],
        tokenizers=[dict(length=77), dict(length=77, pad="!")],
        pipeline=dict(force_zeros_for_empty_prompt=True),
        seed=4,
        noise_scale=0.9,
    ),
    # Two VAE blocks only, so that the latents are large; DPM-Solver++ on Karras sigmas.
    "sd_wide": Recipe(
        unet=dict(
            sample_size=32,
            block_out_channels=(8, 8, 16),
            down_block_types=["CrossAttnDownBlock2D", "DownBlock2D", "CrossAttnDownBlock2D"],
            up_block_types=["CrossAttnUpBlock2D", "UpBlock2D", "CrossAttnUpBlock2D"],
            layers_per_block=1,
            cross_attention_dim=16,
            attention_head_dim=2,
            norm_num_groups=2,
            flip_sin_to_cos=False,
            freq_shift=1,
        ),
        vae=vae((6, 12), layers=1, groups=3, scaling_factor=0.7),
        scheduler=("DPMSolverMultistepScheduler", dict(use_karras_sigmas=True, **SD_BETAS)),
        text=[clip(16, 1, 1, hidden_act="quick_gelu")],
        tokenizers=[dict(merges=20, length=16, pad=END)],
        seed=5,
        noise_scale=0.6,
    ),
}

# What is asked of each: (name, width, height, negative prompt, guidance; None for the default).
REQUESTS = {
    "sd": [("a", 64, 96, "blurry", None), ("b", 88, 64, None, 3.0)],
    "sd_v": [("a", 64, 96, "blurry", None), ("b", 72, 40, None, None)],
    "sdxl": [("a", 64, 96, "blurry", None), ("b", 96, 56, None, None), ("c", 64, 64, "", 3.0)],
    "sdxl_turbo": [("a", 64, 96, "blurry", None), ("b", 80, 64, None, 0.0)],
    "sd_wide": [("a", 64, 96, "blurry", None), ("b", 24, 40, None, None)],
}
