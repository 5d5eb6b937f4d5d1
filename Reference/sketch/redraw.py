"""Latents as the UNet leaves them: scenes half drowned in noise, and drawn again from their captions.

What a UNet of this size draws is a little uneven. A decoder that has only seen exact latents shows that faithfully; one
that has seen these learns which clean picture they stand for.
"""

from pathlib import Path

import numpy as np
import torch
from diffusers import UNet2DConditionModel
from transformers import CLIPTextModel

import patches
import words
from captions import caption
from scenes import draw, random_scene
from unet import new_scheduler

STEPS = 20  # of a whole drawing; only its last few are taken
LAST = (3, 8)  # how many of them, from and below
GUIDANCE = 4


class Redrawing:
    """A trained UNet with its text encoder, and fresh scenes."""

    def __init__(self, folder: Path, seed: int):
        self.rng = np.random.default_rng(seed)
        self.tokenizer = words.tokenizer(folder / "tokenizer")
        self.unet = UNet2DConditionModel.from_pretrained(folder / "unet", torch_dtype=torch.bfloat16)
        self.unet = self.unet.to(memory_format=torch.channels_last)
        self.text_encoder = CLIPTextModel.from_pretrained(folder / "text_encoder", dtype=torch.bfloat16)
        self.scheduler = new_scheduler()

    @torch.no_grad()
    def batch(self, count: int) -> tuple[torch.Tensor, torch.Tensor]:
        """(pictures [count, 3, 256, 256], what the UNet makes of their latents)."""
        scenes = [random_scene(self.rng) for _ in range(count)]
        images = patches.pixels(np.stack([np.asarray(draw(self.rng, scene)) for scene in scenes]))
        texts = [""] * count + [caption(self.rng, scene) for scene in scenes]
        states = self.text_encoder(words.tokens(self.tokenizer, texts)).last_hidden_state
        self.scheduler.set_timesteps(STEPS)
        timesteps = self.scheduler.timesteps[-int(self.rng.integers(*LAST)):]
        latents = patches.latents(images)
        latents = self.scheduler.add_noise(latents, torch.randn_like(latents), timesteps[:1].expand(count))
        for timestep in timesteps:
            both = latents.repeat(2, 1, 1, 1).to(torch.bfloat16, memory_format=torch.channels_last)
            without, prompted = self.unet(both, timestep, states).sample.float().chunk(2)
            latents = self.scheduler.step(without + GUIDANCE * (prompted - without), timestep, latents).prev_sample
        return images, latents
