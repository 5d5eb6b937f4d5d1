"""Stable Diffusion 1.5 and SDXL in one file each, under the names of their first releases.

    .build-venv/bin/python -W ignore Reference/single_file.py

writes Tests/Fixtures/single_file, where NAME is sd15 or sdxl:

NAME/                      a tiny pipeline with random weights, as diffusers saves it
NAME.safetensors           the same weights in one file, as CivitAI's files have them
NAME.expected.safetensors  the picture that diffusers makes of that file, by `from_single_file`
NAME.header.json           the header of such a file of full size

The names are made from diffusers' by the inverse of what diffusers.loaders.single_file_utils
does, and are checked with that: it must find each weight again, and nothing else may be left.
"""

import json
import shutil
from pathlib import Path

import torch
from diffusers import (
    AutoencoderKL,
    StableDiffusionPipeline,
    StableDiffusionXLPipeline,
    UNet2DConditionModel,
)
from diffusers.loaders import single_file_utils as diffusers_names
from safetensors.torch import save_file
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection, CLIPTokenizer

from expectations import metadata, request
from pipelines import ROOT, Recipe, build
from recipes import SD_BETAS, clip, vae

OUT = ROOT / "Tests/Fixtures/single_file"
TOKENIZERS = ROOT / "Tests/Fixtures/tokenizers"

# What the families' files have beside the weights of the models.
SCHEDULE = """betas alphas_cumprod alphas_cumprod_prev sqrt_alphas_cumprod
    sqrt_one_minus_alphas_cumprod log_one_minus_alphas_cumprod sqrt_recip_alphas_cumprod
    sqrt_recipm1_alphas_cumprod posterior_variance posterior_log_variance_clipped
    posterior_mean_coef1 posterior_mean_coef2""".split()

RESNET = {
    "norm1": "in_layers.0",
    "conv1": "in_layers.2",
    "time_emb_proj": "emb_layers.1",
    "norm2": "out_layers.0",
    "conv2": "out_layers.3",
    "conv_shortcut": "skip_connection",
}
VAE_ATTENTION = {
    "group_norm": "norm",
    "to_q": "q",
    "to_k": "k",
    "to_v": "v",
    "to_out.0": "proj_out",
}
OPEN_CLIP = {
    "layer_norm1": "ln_1",
    "layer_norm2": "ln_2",
    "mlp.fc1": "mlp.c_fc",
    "mlp.fc2": "mlp.c_proj",
    "self_attn.out_proj": "attn.out_proj",
}


def split(name):
    """The place of a tensor, and whether it is a weight or a bias."""
    return name.rsplit(".", 1)


def unet_name(name, layers, attends):
    """The original name of a tensor of a UNet; `attends` says of which up blocks have attention."""
    fixed = {
        "time_embedding.linear_1": "time_embed.0",
        "time_embedding.linear_2": "time_embed.2",
        "add_embedding.linear_1": "label_emb.0.0",
        "add_embedding.linear_2": "label_emb.0.2",
        "conv_in": "input_blocks.0.0",
        "conv_norm_out": "out.0",
        "conv_out": "out.2",
    }
    place, kind = split(name)
    if place in fixed:
        return f"{fixed[place]}.{kind}"
    parts = name.split(".")
    if parts[0] == "mid_block":
        number, rest = int(parts[2]), ".".join(parts[3:])
        if parts[1] == "attentions":
            return f"middle_block.1.{rest}"
        place, kind = split(rest)
        return f"middle_block.{2 * number}.{RESNET[place]}.{kind}"
    block, what, number, rest = int(parts[1]), parts[2], int(parts[3]), ".".join(parts[4:])
    down = parts[0] == "down_blocks"
    blocks, first = ("input_blocks", 1) if down else ("output_blocks", 0)
    stage = f"{blocks}.{first + block * (layers + 1) + number}"
    if what == "resnets":
        place, kind = split(rest)
        return f"{stage}.0.{RESNET[place]}.{kind}"
    if what == "attentions":
        return f"{stage}.1.{rest}"
    last = first + block * (layers + 1) + layers
    if what == "downsamplers":
        return f"{blocks}.{last}.0.op.{kind}"
    return f"{blocks}.{last}.{2 if attends[block] else 1}.conv.{kind}"


def vae_name(name, blocks):
    """The original name of a tensor of a VAE of that many blocks."""
    place, kind = split(name)
    place = place.replace("conv_norm_out", "norm_out").replace("conv_shortcut", "nin_shortcut")
    parts = place.split(".")
    if len(parts) < 3:
        return f"{place}.{kind}"
    coder, group = parts[:2]
    if group == "mid_block":
        number, rest = int(parts[3]), ".".join(parts[4:])
        if parts[2] == "attentions":
            return f"{coder}.mid.attn_1.{VAE_ATTENTION[rest]}.{kind}"
        return f"{coder}.mid.block_{number + 1}.{rest}.{kind}"
    block, what, number, rest = int(parts[2]), parts[3], parts[4], ".".join(parts[5:])
    if group == "up_blocks":
        block = blocks - 1 - block  # counted from the other end
    level = f"{coder}.{group.split('_')[0]}.{block}"
    if what == "resnets":
        return f"{level}.block.{number}.{rest}.{kind}"
    return f"{level}.{what.removesuffix('rs')}.{rest}.{kind}"


def open_clip_tensors(tensors):
    """The tensors of a text encoder under OpenCLIP's names, query, key and value as one."""
    original = {}
    tensors = {name.removeprefix("text_model."): value for name, value in tensors.items()}
    for name, value in tensors.items():
        place, kind = split(name)
        parts = place.split(".")
        if place == "embeddings.token_embedding":
            original["token_embedding.weight"] = value
        elif place == "embeddings.position_embedding":
            original["positional_embedding"] = value
        elif place == "final_layer_norm":
            original[f"ln_final.{kind}"] = value
        elif place == "text_projection":
            original["text_projection"] = value.T
        elif parts[-1] == "q_proj":
            three = [tensors[f"{place[:-6]}{part}_proj.{kind}"] for part in "qkv"]
            original[f"transformer.resblocks.{parts[2]}.attn.in_proj_{kind}"] = torch.cat(three)
        elif parts[-1] not in ["k_proj", "v_proj"]:
            rest = OPEN_CLIP[".".join(parts[3:])]
            original[f"transformer.resblocks.{parts[2]}.{rest}.{kind}"] = value
    return original


def original_tensors(unet, vae, encoders):
    """The tensors of a pipeline's parts, each a configuration and its tensors, under the original names."""
    config, tensors = unet
    layers = config["layers_per_block"]
    attends = [kind.startswith("Cross") for kind in config["up_block_types"]]
    out = {
        "model.diffusion_model." + unet_name(name, layers, attends): value
        for name, value in tensors.items()
    }
    config, tensors = vae
    blocks = len(config["block_out_channels"])
    for name, value in tensors.items():
        if ".attentions." in name and value.ndim == 2:
            value = value[:, :, None, None]
        out["first_stage_model." + vae_name(name, blocks)] = value
    xl = len(encoders) == 2
    prefix = "conditioner.embedders.0.transformer." if xl else "cond_stage_model.transformer."
    for name, value in encoders[0].items():
        out[f"{prefix}text_model.{name.removeprefix('text_model.')}"] = value
    if xl:
        for name, value in open_clip_tensors(encoders[1]).items():
            out["conditioner.embedders.1.model." + name] = value
    return out


def check(original, unet, vae, encoders):
    """Checks that diffusers finds in `original` what the parts have, all of it and no more."""
    clips = [diffusers_names.convert_ldm_clip_checkpoint(original)]
    if len(encoders) == 2:
        clips.append(
            diffusers_names.convert_open_clip_checkpoint(
                None, original, prefix="conditioner.embedders.1.model."
            )
        )
    found = [
        diffusers_names.convert_ldm_unet_checkpoint(original, unet[0]),
        diffusers_names.convert_ldm_vae_checkpoint(original, vae[0]),
        *clips,
    ]
    fused = 0
    for got, wanted in zip(found, [unet[1], vae[1], *encoders]):
        bare = lambda tensors: {k.removeprefix("text_model."): v for k, v in tensors.items()}
        got, wanted = bare(got), bare(wanted)
        assert got.keys() == wanted.keys(), got.keys() ^ wanted.keys()
        for name, value in wanted.items():
            assert got[name].shape == value.shape and torch.equal(got[name], value), name
    if len(encoders) == 2:
        fused = 2 * sum("k_proj" in name for name in encoders[1])
    assert len(original) == sum(map(len, found)) - fused


def extras(xl):
    """Tensors of the families' files that no model uses."""
    positions = torch.arange(77)[None]
    if xl:
        return {
            "conditioner.embedders.0.transformer.text_model.embeddings.position_ids": positions,
            "conditioner.embedders.1.model.logit_scale": torch.tensor(4.6052),
            "denoiser.sigmas": torch.ones(1000),
        }
    return {
        "cond_stage_model.transformer.text_model.embeddings.position_ids": positions,
        "model_ema.decay": torch.tensor(0.9999),
        "model_ema.num_updates": torch.tensor(0),
        **{name: torch.ones(1000) for name in SCHEDULE},
    }


TINY = {
    "sd15": Recipe(
        unet=dict(
            sample_size=64,
            block_out_channels=(8, 16, 16),
            down_block_types=["CrossAttnDownBlock2D"] * 2 + ["DownBlock2D"],
            up_block_types=["UpBlock2D"] + ["CrossAttnUpBlock2D"] * 2,
            layers_per_block=2,
            cross_attention_dim=5,
            attention_head_dim=8,
            norm_num_groups=8,
        ),
        vae=vae((8, 16), layers=2, groups=8, scaling_factor=0.18215),
        scheduler=(
            "PNDMScheduler",
            dict(skip_prk_steps=True, steps_offset=1, set_alpha_to_one=False, **SD_BETAS),
        ),
        text=[clip(5, 1, 3, hidden_act="quick_gelu")],
        tokenizers=["clip"],
        seed=11,
        noise_scale=0.6,
    ),
    "sdxl": Recipe(
        unet=dict(
            sample_size=128,
            block_out_channels=(8, 16, 8),
            down_block_types=["DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"],
            up_block_types=["CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"],
            layers_per_block=1,
            transformer_layers_per_block=[1, 1, 2],
            cross_attention_dim=7,
            attention_head_dim=[1, 1, 1],
            norm_num_groups=8,
            use_linear_projection=True,
            addition_embed_type="text_time",
            addition_time_embed_dim=6,
            projection_class_embeddings_input_dim=6 * 6 + 5,
        ),
        vae=vae((8, 8, 16), layers=1, groups=8, scaling_factor=0.13025),
        scheduler=(
            "EulerDiscreteScheduler",
            dict(steps_offset=1, timestep_spacing="leading", **SD_BETAS),
        ),
        text=[
            clip(4, 1, 2, hidden_act="quick_gelu"),
            clip(3, 1, 3, hidden_act="gelu", projection=5),
        ],
        tokenizers=["clip", "clip_2"],
        pipeline=dict(force_zeros_for_empty_prompt=True),
        seed=12,
        noise_scale=0.8,
    ),
}


def write_tiny(name, recipe):
    """Writes a tiny pipeline as a folder and as a file, and what diffusers makes of the file."""
    tokenizers = [CLIPTokenizer.from_pretrained(TOKENIZERS / name) for name in recipe.tokenizers]
    pipeline = build(recipe, tokenizers).to(torch.float16)
    folder, file = OUT / name, OUT / f"{name}.safetensors"
    pipeline.save_pretrained(folder)
    for number, kind in enumerate(recipe.tokenizers):
        link = folder / ("tokenizer_2" if number else "tokenizer")
        shutil.rmtree(link)
        link.symlink_to(Path("../../tokenizers") / kind)

    xl = len(recipe.text) == 2
    encoders = [pipeline.text_encoder] + ([pipeline.text_encoder_2] if xl else [])
    parts = (
        (dict(pipeline.unet.config), pipeline.unet.state_dict()),
        (dict(pipeline.vae.config), pipeline.vae.state_dict()),
        [encoder.state_dict() for encoder in encoders],
    )
    original = original_tensors(*parts)
    check(original, *parts)
    original |= {k: v for k, v in extras(xl).items() if v.numel() < 100}
    original = {key: value.contiguous().clone() for key, value in sorted(original.items())}
    save_file(original, file, metadata={"format": "pt"})

    kind = StableDiffusionXLPipeline if xl else StableDiffusionPipeline
    options = dict(torch_dtype=torch.float32)
    if xl:
        options["add_watermarker"] = False
    pictures = []
    for loaded in [
        kind.from_single_file(file, config=str(folder), **options),
        kind.from_pretrained(folder, **options),
    ]:
        loaded.set_progress_bar_config(disable=True)
        pictures.append(request(loaded, 64, 96, "blurry", None)["image"].contiguous())
    assert torch.equal(*pictures)
    save_file({"image": pictures[0]}, OUT / f"{name}.expected.safetensors", metadata=metadata())
    pixels = pictures[0].float()
    print(f"{name}: {file.stat().st_size} bytes, pixels {pixels.mean():.0f} +- {pixels.std():.0f}")


FULL = {
    "sd15": (
        dict(sample_size=64, cross_attention_dim=768, attention_head_dim=8),
        [clip(768, 12, 12)],
    ),
    "sdxl": (
        dict(
            sample_size=128,
            block_out_channels=(320, 640, 1280),
            down_block_types=["DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"],
            up_block_types=["CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"],
            transformer_layers_per_block=[1, 2, 10],
            cross_attention_dim=2048,
            attention_head_dim=[5, 10, 20],
            use_linear_projection=True,
            addition_embed_type="text_time",
            addition_time_embed_dim=256,
            projection_class_embeddings_input_dim=2816,
        ),
        [clip(768, 12, 12), clip(1280, 20, 32, projection=1280)],
    ),
}


def numbered(model, start):
    """A model's configuration, and in the place of each of its tensors a number of its own."""
    names = sorted(model.state_dict().items())
    config = dict(getattr(model, "config", {})) if hasattr(model, "register_to_config") else {}
    return config, {
        name: torch.full((), float(start + number)).expand(value.shape)
        for number, (name, value) in enumerate(names)
    }


def write_header(name, unet, text):
    """Writes the header of a file of full size, in fp16, as safetensors lays it out."""
    kinds = [CLIPTextModel, CLIPTextModelWithProjection]
    with torch.device("meta"):
        unet = UNet2DConditionModel(**unet)
        autoencoder = AutoencoderKL(**vae((128, 256, 512, 512), 2, 32))
        encoders = [kind(CLIPTextConfig(vocab_size=49408, **c)) for kind, c in zip(kinds, text)]
    unet, autoencoder = numbered(unet, 0), numbered(autoencoder, 5000)
    encoders = [numbered(model, 6000 + 1000 * n)[1] for n, model in enumerate(encoders)]
    original = original_tensors(unet, autoencoder, encoders)
    check(original, unet, autoencoder, encoders)
    more = extras(len(text) == 2)
    header, end = {"__metadata__": {"format": "pt"}}, 0
    for key, value in sorted({**original, **more}.items()):
        kind, size = ("I64", 8) if "position_ids" in key else ("F16", 2)
        size *= value.numel()
        header[key] = {"dtype": kind, "shape": list(value.shape), "data_offsets": [end, end + size]}
        end += size
    (OUT / f"{name}.header.json").write_text(json.dumps(header, separators=(",", ":")))
    print(f"{name}: {len(header) - 1} tensors, {end / 1e9:.2f} GB at full size")


def main():
    torch.set_num_threads(2)
    torch.use_deterministic_algorithms(True)
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    for name, recipe in TINY.items():
        write_tiny(name, recipe)
    for name, (unet, text) in FULL.items():
        write_header(name, unet, text)


if __name__ == "__main__":
    main()
