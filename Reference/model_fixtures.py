"""Single components by themselves: a UNet at batch 2 on a non-square latent, and CLIP on long input."""

import shutil

import torch
from safetensors.torch import save_file

import recipes
from expectations import Recorder, metadata
from pipelines import build

LONG = "a lion having coffee in a coffee shop, " * 30
PROMPTS = ["", "a lion having coffee", "Café ☕ with a 🦁 — 1,234 кофе 咖啡", LONG]


@torch.no_grad()
def write_models(folder):
    """Writes inputs and outputs of the components of the pipelines' fixtures."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in recipes.FIXTURES:
        pipeline = build(recipes.FIXTURES[name])
        tensors = {**unet_tensors(pipeline), **text_tensors(pipeline), **vae_tensors(pipeline)}
        tensors = {key: value.contiguous().clone() for key, value in tensors.items()}
        save_file(
            dict(sorted(tensors.items())),
            folder / f"{name}.safetensors",
            metadata=metadata(weights=f"pipelines/{name}"),
        )


def unet_tensors(pipeline):
    """The UNet at batch 2 with a timestep per row, on a latent of odd height."""
    unet, generator = pipeline.unet, torch.Generator().manual_seed(21)
    draw = lambda *shape: torch.randn(shape, generator=generator)
    inputs = {
        "sample": draw(2, 4, 7, 10),
        "timestep": torch.tensor([981.0, 3.0]),
        "encoder_hidden_states": draw(2, 9, unet.config.cross_attention_dim),
    }
    more = {}
    if unet.config.addition_embed_type == "text_time":
        width = unet.config.projection_class_embeddings_input_dim
        width -= 6 * unet.config.addition_time_embed_dim
        more = {
            "text_embeds": draw(2, width),
            "time_ids": torch.tensor([[96.0, 64, 0, 0, 96, 64], [1024, 768, 16, 32, 512, 640]]),
        }
    kept = Recorder(pipeline, limit=2_500)
    output = unet(*inputs.values(), added_cond_kwargs=more or None, return_dict=False)[0]
    kept.close()
    named = {f"unet.input.{key}": value for key, value in {**inputs, **more}.items()}
    return {**named, **kept.tensors, "unet.output": output}


def text_tensors(pipeline):
    """The text encoders on prompts that are empty, plain, not English and over-long."""
    out = {}
    for suffix in ["", "_2"]:
        encoder = getattr(pipeline, "text_encoder" + suffix, None)
        if encoder is None:
            continue
        tokens = getattr(pipeline, "tokenizer" + suffix)(
            PROMPTS, padding="max_length", truncation=True, return_tensors="pt"
        ).input_ids
        result = encoder(tokens, output_hidden_states=True)
        out[f"text_encoder{suffix}.tokens"] = tokens.to(torch.int32)
        out[f"text_encoder{suffix}.last_hidden_state"] = result.last_hidden_state
        out[f"text_encoder{suffix}.penultimate"] = result.hidden_states[-2]
        pooled = result.text_embeds if suffix else result.pooler_output
        out[f"text_encoder{suffix}.pooled"] = pooled
    return out


def vae_tensors(pipeline):
    """The VAE's decoder on two latents of odd size, and its encoder on two pictures."""
    generator = torch.Generator().manual_seed(22)
    vae = pipeline.vae
    latents = torch.randn((2, 4, 5, 3), generator=generator) * 2
    picture = torch.rand((2, 3, 32, 16), generator=generator) * 2 - 1
    posterior = vae.encode(picture).latent_dist
    kept = Recorder(pipeline, limit=4_000)
    decoded = vae.decode(latents, return_dict=False)[0]
    kept.close()
    return {
        **kept.tensors,
        "vae.decode.input": latents,
        "vae.decode.output": decoded,
        "vae.encode.input": picture,
        "vae.encode.mean": posterior.mean,
        "vae.encode.logvar": posterior.logvar,
    }
