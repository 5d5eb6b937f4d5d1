"""Random tiny pipelines: whatever a repository's configuration can say, drawn from a seed.

What popular repositories have is drawn often; what a configuration merely allows is drawn with
`rare`, since an engine may refuse it, but must not make another picture of it.
"""

from pipelines import END, Recipe
from recipes import SD_BETAS, clip


class Draws:
    """Draws from a `random.Random`, and remembers which rare things came up."""

    def __init__(self, random, rare):
        self.random, self.rarity, self.rare_things = random, rare, []

    def one(self, *values):
        """One of the values, each as likely."""
        return self.random.choice(values)

    def chance(self, probability):
        """True with the given probability."""
        return self.random.random() < probability

    def rare(self, what):
        """True now and then, remembering `what`."""
        if self.chance(self.rarity):
            self.rare_things.append(what)
            return True
        return False

    def maybe(self, probability, **options):
        """The options with the given probability, else none."""
        return options if self.chance(probability) else {}


def recipe(random, rare=0.03, kind=None, scheduler_class=None):
    """A random recipe, and the list of the rare things in it."""
    d = Draws(random, rare)
    xl = kind == "sdxl" if kind else d.chance(0.4)
    encoders = [
        clip_config(d, projected=number == 1) for number in range(2 if xl else 1)
    ]
    length = d.one(77, 77, 32, 16)
    tokenizers = [dict(merges=d.one(0, 30, 90), length=length, pad=END) for _ in encoders]
    if xl:
        tokenizers[1]["pad"] = "!"
    vae = vae_config(d)
    result = Recipe(
        unet=unet_config(d, encoders, vae),
        vae=vae,
        scheduler=scheduler_config(d, scheduler_class),
        text=encoders,
        tokenizers=tokenizers,
        seed=random.randrange(1 << 30),
        pipeline=dict(force_zeros_for_empty_prompt=d.chance(0.6)) if xl else {},
        noise_scale=d.one(0.3, 0.6, 0.9),
    )
    return result, d.rare_things


def clip_config(d, projected):
    """A text encoder; the end token is now and then 2, as old repositories have it."""
    heads, size = d.one(1, 2, 3, 4), d.one(4, 6, 8, 10)
    more = {}
    if projected:
        more["projection"] = d.one(12, 16, 24)
    if d.chance(0.3):
        more["inner"] = d.one(20, 48)
    return clip(
        heads * size,
        heads,
        d.one(1, 2, 3),
        hidden_act=d.one("quick_gelu", "gelu"),
        **d.maybe(0.4, eos_token_id=2),
        **d.maybe(0.2, layer_norm_eps=1e-6),
        **more,
    )


def vae_config(d):
    """An autoencoder of one to four blocks."""
    groups, blocks = d.one(1, 2, 4), d.one(1, 2, 3, 4, 4, 4)
    config = dict(
        block_out_channels=[groups * d.one(1, 2, 3, 4) for _ in range(blocks)],
        down_block_types=["DownEncoderBlock2D"] * blocks,
        up_block_types=["UpDecoderBlock2D"] * blocks,
        layers_per_block=d.one(1, 1, 2),
        norm_num_groups=groups,
        latent_channels=4,
        scaling_factor=d.one(0.18215, 0.13025, 1.0, 4.0),
        sample_size=64,
        **d.maybe(0.3, mid_block_add_attention=False),
    )
    if d.rare("vae without quant convolutions"):
        config.update(use_quant_conv=False, use_post_quant_conv=False)
    if d.rare("vae latent channels"):
        config["latent_channels"] = d.one(3, 8, 16)
    if d.rare("vae latents mean and std"):
        count = config["latent_channels"]
        config["latents_mean"] = [0.1 * (k + 1) for k in range(count)]
        config["latents_std"] = [1.0 + 0.3 * k for k in range(count)]
    return config


def unet_config(d, encoders, vae):
    """A UNet of one to four blocks that fits the encoders and the autoencoder."""
    xl = len(encoders) == 2
    groups = d.one(1, 2, 4, 4, 8)
    blocks = d.one(1, 2, 3, 3, 4, 4)
    sizes = [size for size in range(4, 33, 2) if size % groups == 0]
    widths = [d.one(*sizes) for _ in range(blocks)]
    with_text = [d.chance(0.6) for _ in range(blocks)]
    per_block = d.chance(0.5)
    heads = [head_count(d, width) for width in widths]
    if not per_block:
        common = [n for n in (1, 2, 3, 4) if all(w % n == 0 for w in widths)]
        heads = d.one(*common)
    config = dict(
        sample_size=d.one(8, 16),
        in_channels=vae["latent_channels"],
        out_channels=vae["latent_channels"],
        block_out_channels=widths,
        down_block_types=[
            "CrossAttnDownBlock2D" if text else "DownBlock2D" for text in with_text
        ],
        up_block_types=[
            "CrossAttnUpBlock2D" if text else "UpBlock2D" for text in reversed(with_text)
        ],
        layers_per_block=d.one(1, 1, 2),
        cross_attention_dim=sum(encoder["hidden_size"] for encoder in encoders),
        attention_head_dim=heads,
        norm_num_groups=groups,
        use_linear_projection=d.chance(0.5),
        flip_sin_to_cos=d.chance(0.85),
        **d.maybe(0.15, freq_shift=1),
        **d.maybe(0.15, norm_eps=1e-6),
        **d.maybe(0.2, upcast_attention=True),
    )
    if xl or d.chance(0.2):
        depths = [d.one(1, 2, 3) for _ in range(blocks)]
        config["transformer_layers_per_block"] = d.one(depths, depths[0])
    if xl:
        size = d.one(2, 4, 8)
        config.update(
            addition_embed_type="text_time",
            addition_time_embed_dim=size,
            projection_class_embeddings_input_dim=6 * size + encoders[1]["projection_dim"],
        )
    rare_unet_options(d, config, blocks)
    return config


def head_count(d, width):
    """A number of heads for a width: one that divides it, but for rare cases."""
    if d.rare("heads that do not divide the width"):
        return d.one(*[n for n in (1, 2, 3, 4, 5) if n <= width])
    return d.one(*[n for n in (1, 2, 3, 4, 5, 8) if width % n == 0])


def rare_unet_options(d, config, blocks):
    """Options that few repositories have, changed in place."""
    if d.rare("layers per block as a list"):
        config["layers_per_block"] = [d.one(1, 2) for _ in range(blocks)]
    if d.rare("no mid block"):
        config["mid_block_type"] = None
    if d.rare("plain mid block"):
        config["mid_block_type"] = "UNetMidBlock2D"
    if d.rare("only cross attention"):
        config["only_cross_attention"] = True
    if d.rare("scale and shift by time"):
        config["resnet_time_scale_shift"] = "scale_shift"
    if d.rare("centred input"):
        config["center_input_sample"] = True
    if d.rare("downsampling without padding"):
        config["downsample_padding"] = 0
    if d.rare("mid block scale"):
        config["mid_block_scale_factor"] = 1.5
    if d.rare("activation"):
        config["act_fn"] = d.one("gelu", "mish", "relu")
    if d.rare("guidance embedding"):
        config["time_cond_proj_dim"] = d.one(8, 16)
    if d.rare("input kernel"):
        config["conv_in_kernel"] = 1
    if d.rare("output kernel"):
        config["conv_out_kernel"] = 5
    if d.rare("other up blocks"):
        config["up_block_types"] = [
            d.one("CrossAttnUpBlock2D", "UpBlock2D") for _ in range(blocks)
        ]
    if d.rare("time embedding's width"):
        config["time_embedding_dim"] = d.one(12, 40)
    if d.rare("time embedding's activation"):
        config["time_embedding_act_fn"] = "silu"
    if d.rare("activation after time"):
        config["timestep_post_act"] = "silu"
    if d.rare("attention's cross norm"):
        config["cross_attention_norm"] = "layer_norm"
    if d.rare("encoder's projection"):
        config["encoder_hid_dim"] = config["cross_attention_dim"]
        config["encoder_hid_dim_type"] = "text_proj"
        config["cross_attention_dim"] = 14


def scheduler_config(d, name=None):
    """One of the seven classes with options that it takes."""
    name = name or d.one(*SCHEDULERS)
    betas = d.one(
        SD_BETAS,
        SD_BETAS,
        SD_BETAS,
        dict(beta_start=0.0001, beta_end=0.02, beta_schedule="linear"),
        dict(beta_schedule="squaredcos_cap_v2"),
        dict(beta_start=0.001, beta_end=0.01, beta_schedule="scaled_linear", num_train_timesteps=500),
    )
    common = dict(
        **betas,
        **d.maybe(0.7, timestep_spacing=d.one("leading", "trailing", "linspace")),
        **d.maybe(0.5, steps_offset=1),
    )
    if d.rare("trained betas"):
        common["trained_betas"] = [0.0005 + 0.00001 * k for k in range(1000)]
        common["num_train_timesteps"] = 1000
    return name, {**common, **SCHEDULERS[name](d)}


def thresholding(d):
    """Dynamic thresholding, which pipelines in pixel space use."""
    if not d.rare("thresholding"):
        return {}
    return dict(
        thresholding=True,
        dynamic_thresholding_ratio=d.one(0.9, 0.995),
        sample_max_value=d.one(1.0, 2.0),
    )


def sigmas(d):
    """How the sigmas are spaced."""
    kind = d.one(None, None, "karras", "karras", "exponential")
    return {f"use_{kind}_sigmas": True} if kind else {}


def prediction(d, *others):
    """What the model predicts."""
    return dict(prediction_type=d.one("epsilon", "epsilon", "v_prediction", *others))


SCHEDULERS = {
    "PNDMScheduler": lambda d: dict(
        skip_prk_steps=d.chance(0.7),
        set_alpha_to_one=d.chance(0.5),
        **prediction(d),
    ),
    "DDIMScheduler": lambda d: dict(
        set_alpha_to_one=d.chance(0.5),
        **d.one(dict(clip_sample=False), dict(clip_sample=True, clip_sample_range=d.one(1.0, 3.0))),
        **d.maybe(0.3, rescale_betas_zero_snr=True),
        **prediction(d, "sample"),
        **thresholding(d),
    ),
    "EulerDiscreteScheduler": lambda d: dict(
        **sigmas(d),
        **prediction(d, "sample"),
        **d.maybe(0.2, interpolation_type="log_linear"),
        **d.maybe(0.2, rescale_betas_zero_snr=True),
        **d.maybe(0.3, final_sigmas_type="sigma_min"),
        **d.maybe(0.2, timestep_type="continuous"),
        **d.maybe(0.15, sigma_min=0.05, sigma_max=12.0),
    ),
    "EulerAncestralDiscreteScheduler": lambda d: dict(
        **prediction(d),
        **d.maybe(0.2, rescale_betas_zero_snr=True),
    ),
    "DPMSolverMultistepScheduler": lambda d: dict(
        solver_order=d.one(1, 2, 2, 3),
        algorithm_type=d.one(
            "dpmsolver++", "dpmsolver++", "dpmsolver", "sde-dpmsolver++", "sde-dpmsolver"
        ),
        solver_type=d.one("midpoint", "midpoint", "heun"),
        lower_order_final=d.chance(0.7),
        euler_at_final=d.chance(0.3),
        **d.one(sigmas(d), sigmas(d), dict(use_lu_lambdas=True)),
        **prediction(d, "sample"),
        **d.maybe(0.3, final_sigmas_type="sigma_min"),
        **d.maybe(0.2, lambda_min_clipped=-5.1),
        **d.maybe(0.15, rescale_betas_zero_snr=True),
        **thresholding(d),
    ),
    "UniPCMultistepScheduler": lambda d: dict(
        solver_order=d.one(1, 2, 2, 3),
        solver_type=d.one("bh1", "bh2"),
        predict_x0=d.chance(0.7),
        lower_order_final=d.chance(0.7),
        **d.maybe(0.3, disable_corrector=[0, 2]),
        **sigmas(d),
        **prediction(d, "sample"),
        **d.maybe(0.3, final_sigmas_type="sigma_min"),
        **d.maybe(0.15, rescale_betas_zero_snr=True),
        **thresholding(d),
    ),
    "LCMScheduler": lambda d: dict(
        original_inference_steps=d.one(50, 50, 20),
        set_alpha_to_one=d.chance(0.5),
        **d.maybe(0.3, timestep_scaling=5.0),
        **d.maybe(0.2, clip_sample=True, clip_sample_range=3.0),
        **d.maybe(0.2, rescale_betas_zero_snr=True),
        **prediction(d, "sample"),
        **thresholding(d),
    ),
}
