"""Trains the UNet, and the text encoder with it, to predict the noise in scenes' latents."""

import argparse
import copy
import time
from pathlib import Path

import numpy as np
import torch
from diffusers import DDIMScheduler, DDPMScheduler, UNet2DConditionModel
from diffusers.models.attention_processor import AttnProcessor
from transformers import CLIPTextModel

import negatives
import words
from captions import caption
from dataset import Dataset, ahead
from patches import CHANNELS
from precision import MixedPrecision, schedule

NOISE_SCHEDULE = dict(num_train_timesteps=1000, beta_start=.00085, beta_end=.012, beta_schedule="scaled_linear")
EMPTY_SHARE = .1  # captions left empty, for classifier-free guidance
OFFSET_NOISE = .1
NEGATIVE_STEPS = 2  # one step in so many has examples of negative prompts
NEGATIVE_TIMESTEPS = 750


def new_unet() -> UNet2DConditionModel:
    """A UNet with 6.6 million parameters that knows nothing."""
    return UNet2DConditionModel(
        sample_size=32, in_channels=CHANNELS, out_channels=CHANNELS, block_out_channels=(48, 96, 160), layers_per_block=1,
        attention_head_dim=4, cross_attention_dim=words.WIDTH, norm_num_groups=4,
        down_block_types=("DownBlock2D", "DownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D", "UpBlock2D"))


def new_scheduler() -> DDIMScheduler:
    """The scheduler that the model is sampled with."""
    return DDIMScheduler(**NOISE_SCHEDULE, steps_offset=1, clip_sample=False, set_alpha_to_one=False)


class Noising:
    """Noise at random timesteps, and how much each timestep's error counts."""

    def __init__(self):
        self.alphas = DDPMScheduler(**NOISE_SCHEDULE).alphas_cumprod

    def timesteps(self, count: int) -> torch.Tensor:
        """Spread evenly over the batch, the noisy ones a little oftener."""
        place = (torch.arange(count) + torch.rand(count)) / count
        return (1000 * (1 - place**1.3)).long().clamp(0, 999)

    def noised(self, latents: torch.Tensor, timesteps: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """(noise, noisy latents)."""
        noise = torch.randn_like(latents) + OFFSET_NOISE * torch.randn(*latents.shape[:2], 1, 1)
        alpha = self.alphas[timesteps][:, None, None, None]
        return noise, alpha.sqrt() * latents + (1 - alpha).sqrt() * noise

    def weights(self, timesteps: torch.Tensor) -> torch.Tensor:
        """(signal to noise)^-0.5: what decides on shapes counts more than the last grain of noise."""
        alpha = self.alphas[timesteps]
        return (alpha / (1 - alpha)).rsqrt().clamp(.1, 12)


class Training:
    """UNet and text encoder in two precisions, the scenes, and the steps."""

    def __init__(self, data: Dataset, folder: Path, rate: float, seed: int):
        torch.manual_seed(seed)
        self.rng = np.random.default_rng(seed)
        self.data, self.folder, self.noising = data, folder, Noising()
        self.tokenizer = words.tokenizer(folder / "tokenizer")
        self.empty = words.tokens(self.tokenizer, [""])[0]
        self.unet = UNet2DConditionModel.from_pretrained(folder / "unet", torch_dtype=torch.float32)
        self.text_encoder = CLIPTextModel.from_pretrained(folder / "text_encoder", dtype=torch.float32)
        self.fast_unet = copy.deepcopy(self.unet).to(torch.bfloat16, memory_format=torch.channels_last).train()
        self.fast_unet.set_attn_processor(AttnProcessor())
        self.fast_text_encoder = copy.deepcopy(self.text_encoder).to(torch.bfloat16).train()
        self.weights = MixedPrecision(
            [([self.unet], [self.fast_unet], 1), ([self.text_encoder], [self.fast_text_encoder], .5)], rate, decay=.9985, weight_decay=.01)
        self.order = self._orders()

    def _orders(self):
        """Scenes' numbers, shuffled again and again."""
        while True:
            yield from self.rng.permutation(len(self.data.scenes))

    def predicted(self, noisy: torch.Tensor, timesteps: torch.Tensor, tokens: torch.Tensor) -> torch.Tensor:
        states = self.fast_text_encoder(tokens).last_hidden_state
        noisy = noisy.to(torch.bfloat16, memory_format=torch.channels_last)
        return self.fast_unet(noisy, timesteps, states).sample.float()

    def batch(self, size: int) -> tuple[torch.Tensor, torch.Tensor]:
        """(latents, captions' tokens) of the next scenes."""
        chosen = [int(next(self.order)) for _ in range(size)]
        texts = [caption(self.rng, self.data.scenes[k]) for k in chosen]
        tokens = words.tokens(self.tokenizer, texts)
        tokens[torch.rand(size) < EMPTY_SHARE] = self.empty
        return self.data.latents[chosen].float(), tokens

    def backward(self, size: int) -> float:
        """The gradients of a batch of scenes; the error of the noise, unweighted."""
        latents, tokens = self.batch(size)
        timesteps = self.noising.timesteps(size)
        noise, noisy = self.noising.noised(latents, timesteps)
        error = (self.predicted(noisy, timesteps, tokens) - noise).square().mean((1, 2, 3))
        (error * self.noising.weights(timesteps)).mean().backward()
        return error.mean().item()

    def backward_negatives(self, batch: negatives.Batch) -> None:
        """The gradients of negative prompts: guidance away from them has to lead to the scene without what they name.

        From NEGATIVE_TIMESTEPS upwards nothing can be seen yet, and there "coffee" stays what it is as a prompt. The more noise,
        the more of the forbidden thing there may be: what comes late can no longer be taken back.
        """
        timesteps = torch.randint(0, NEGATIVE_TIMESTEPS, (len(batch.wanted),))
        alpha = self.noising.alphas[timesteps][:, None, None, None]
        spread = ((1 - alpha) / alpha).sqrt()
        _, noisy = self.noising.noised(batch.wanted + batch.shares * spread.clamp(max=1) * batch.forbidden, timesteps)
        noise = (noisy - alpha.sqrt() * batch.wanted) / (1 - alpha).sqrt()
        with torch.no_grad():
            prompt = self.predicted(noisy, timesteps, words.tokens(self.tokenizer, batch.prompts))
        negative = self.predicted(noisy, timesteps, words.tokens(self.tokenizer, batch.negatives))
        scale = 3 + 4 * torch.rand(len(noise), 1, 1, 1)
        wanted = (scale * prompt - noise) / (scale - 1)  # from negative + scale * (prompt - negative) = noise
        error = (negative - wanted).square().mean((1, 2, 3))
        (error * self.noising.weights(timesteps)).mean().backward()

    def save(self) -> None:
        """Writes the averaged weights."""
        with self.weights.averaged():
            self.unet.save_pretrained(self.folder / "unet")
            self.text_encoder.save_pretrained(self.folder / "text_encoder")


def train(training: Training, steps: int, size: int, examples) -> None:
    """Steps over scenes and examples of negative prompts, with a line of progress every hundred."""
    errors, begun = [], time.monotonic()
    for step in range(steps):
        errors.append(training.backward(size))
        if step % NEGATIVE_STEPS == 0:
            training.backward_negatives(next(examples))
        training.weights.step(schedule(step, steps))
        if step % 100 == 99:
            speed = size * (step + 1) / (time.monotonic() - begun)
            print(f"step {step + 1} of {steps}: error {np.mean(errors):.4f}, {speed:.0f} scenes a second", flush=True)
            errors = []
        if step % 500 == 499:
            training.save()
    training.save()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scenes", type=Path)
    parser.add_argument("folder", type=Path, help="of the model; read and written")
    parser.add_argument("--steps", type=int, default=6000)
    parser.add_argument("--batch", type=int, default=56)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--negatives", type=int, default=8, help="examples of negative prompts in a step that has any")
    options = parser.parse_args()
    training = Training(Dataset.read(options.scenes), options.folder, options.rate, options.seed)
    examples = ahead(negatives.batches(options.seed, options.negatives))
    train(training, options.steps, options.batch, examples)
