"""Tiny diffusers pipelines with random weights, for fixtures and comparisons.

A pipeline is described by a `Recipe` of plain configuration dictionaries, in diffusers' own
terms; `build` makes it, with weights that depend on nothing but the recipe and its seed.
"""

import json
import math
from dataclasses import dataclass, field
from pathlib import Path

import diffusers
import torch
from diffusers import (
    AutoencoderKL,
    StableDiffusionPipeline,
    StableDiffusionXLPipeline,
    UNet2DConditionModel,
)
from transformers import (
    CLIPTextConfig,
    CLIPTextModel,
    CLIPTextModelWithProjection,
    CLIPTokenizer,
)

ROOT = Path(__file__).resolve().parent.parent
SKETCH_TOKENIZER = ROOT / "Sources/Diffusion/Resources/sketch/tokenizer"

START, END = "<|startoftext|>", "<|endoftext|>"


@dataclass
class Recipe:
    """Everything that a tiny pipeline is made of."""

    unet: dict
    vae: dict
    scheduler: tuple  # (class name, options)
    text: list  # one CLIP text configuration, or two for SDXL
    tokenizers: list  # as many dictionaries: merges, length, pad
    seed: int = 0
    pipeline: dict = field(default_factory=dict)  # further arguments of the SDXL pipeline
    noise_scale: float = 1.0  # the standard deviation that the noise prediction is brought to


def tokenizer(merges=90, length=77, pad=END):
    """A CLIP tokenizer of the built-in model's first `merges` merges."""
    return clip_tokenizer(sketch_merges()[:merges], length, pad)


def sketch_merges():
    """The merges of the built-in model's tokenizer."""
    lines = (SKETCH_TOKENIZER / "merges.txt").read_text().splitlines()[1:]
    return [tuple(line.split(" ")) for line in lines if line]


def clip_tokenizer(pairs, length, pad):
    """A CLIP tokenizer of the given merges, its tokens numbered as OpenAI's are."""
    sketch = json.loads((SKETCH_TOKENIZER / "vocab.json").read_text())
    letters = [token for token, rank in sketch.items() if rank < 512]
    tokens = letters + ["".join(pair) for pair in pairs] + [START, END]
    vocabulary = {token: rank for rank, token in enumerate(tokens)}
    assert len(vocabulary) == len(tokens)
    return CLIPTokenizer(vocab=vocabulary, merges=pairs, pad_token=pad, model_max_length=length)


def enliven(module, generator):
    """Draws every parameter anew: weights that keep the variance, and no zero biases."""
    embeddings = {id(m.weight) for m in module.modules() if isinstance(m, torch.nn.Embedding)}
    with torch.no_grad():
        for _, value in sorted(module.named_parameters()):
            noise = torch.randn(value.shape, generator=generator)
            if id(value) in embeddings:
                value.copy_(0.5 * noise)
            elif value.ndim > 1:
                value.copy_(noise / math.sqrt(value[0].numel()))
            elif _.endswith("bias"):
                value.copy_(0.1 * noise)
            else:
                value.copy_(1 + 0.2 * noise)


def build(recipe, tokenizers=None):
    """The pipeline of a recipe, in fp32, its outputs brought to useful ranges."""
    generator = torch.Generator().manual_seed(recipe.seed)
    xl = len(recipe.text) == 2
    tokenizers = tokenizers or [tokenizer(**options) for options in recipe.tokenizers]
    encoders = []
    for number, (config, tokens) in enumerate(zip(recipe.text, tokenizers)):
        config = {
            "vocab_size": len(tokens),
            "max_position_embeddings": tokens.model_max_length,
            "bos_token_id": tokens.bos_token_id,
            "eos_token_id": tokens.eos_token_id,
            "pad_token_id": tokens.pad_token_id,
            **config,
        }
        kind = CLIPTextModelWithProjection if number == 1 else CLIPTextModel
        encoders.append(kind(CLIPTextConfig(**config)))
    unet = UNet2DConditionModel(**recipe.unet)
    vae = AutoencoderKL(**recipe.vae)
    for module in [*encoders, unet, vae]:
        enliven(module.eval(), generator)

    name, options = recipe.scheduler
    parts = dict(
        vae=vae,
        unet=unet,
        text_encoder=encoders[0],
        tokenizer=tokenizers[0],
        scheduler=getattr(diffusers, name)(**options),
    )
    if xl:
        pipeline = StableDiffusionXLPipeline(
            text_encoder_2=encoders[1],
            tokenizer_2=tokenizers[1],
            add_watermarker=False,
            **recipe.pipeline,
            **parts,
        )
    else:
        pipeline = StableDiffusionPipeline(
            safety_checker=None,
            feature_extractor=None,
            requires_safety_checker=False,
            **parts,
        )
    pipeline.set_progress_bar_config(disable=True)
    calibrate(pipeline, recipe.noise_scale)
    return pipeline


@torch.no_grad()
def calibrate(pipeline, noise_scale):
    """Scales the last layers so that the noise prediction and the pixels neither vanish nor saturate."""
    unet, vae = pipeline.unet, pipeline.vae
    sizes = dict(height=64, width=64, num_inference_steps=3, output_type="latent")
    for _ in range(2):
        outputs = []
        hook = unet.register_forward_hook(lambda m, i, o: outputs.append(o[0]))
        generator = torch.Generator().manual_seed(1)
        latents = pipeline("a lion", generator=generator, **sizes).images
        hook.remove()
        scale = noise_scale / torch.stack([o.std() for o in outputs]).mean()
        unet.conv_out.weight *= scale
        unet.conv_out.bias *= scale
    latents = latents / vae.config.scaling_factor
    image = vae.decode(latents, return_dict=False)[0]
    vae.decoder.conv_out.weight *= 0.45 / image.std()
    vae.decoder.conv_out.bias.copy_(0.1 * vae.decoder.conv_out.bias)
    image = vae.decode(latents, return_dict=False)[0]
    vae.decoder.conv_out.bias -= image.mean(dim=(0, 2, 3))
