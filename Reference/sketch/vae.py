"""Trains the AutoencoderKL's decoder to undo the latents' fixed map. Its encoder computes the map as it is."""

import argparse
import copy
import itertools
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as functional
from diffusers import AutoencoderKL

import encoder
import patches
from dataset import ahead, drawn
from precision import MixedPrecision, schedule
from redraw import Redrawing
from scenes import draw, random_scene

BATCH = 8
CROP = 128  # pixels: pictures are trained on in parts, of which more fit into a batch
POOL = 400  # pictures kept to take parts from
LATENT_NOISE = .1  # what the decoder learns to bear: a UNet's latents are never exact


def new_vae() -> AutoencoderKL:
    """An AutoencoderKL with 1.6 million parameters, whose decoder knows nothing."""
    blocks = 4
    vae = AutoencoderKL(
        in_channels=3, out_channels=3, latent_channels=patches.CHANNELS, block_out_channels=(16, 32, 64, 96),
        down_block_types=("DownEncoderBlock2D",) * blocks, up_block_types=("UpDecoderBlock2D",) * blocks,
        layers_per_block=1, norm_num_groups=2, mid_block_add_attention=False, sample_size=256, scaling_factor=1)
    encoder.set_exact(vae)
    return vae


def crops(seed: int):
    """Parts of fresh scenes without end, [8, 3, 128, 128], mirrored or with colours exchanged now and then."""
    rng = np.random.default_rng(seed)
    pool = [np.asarray(draw(rng, random_scene(rng))) for _ in range(POOL)]
    while True:
        for place in rng.integers(0, POOL, 3):
            pool[place] = np.asarray(draw(rng, random_scene(rng)))
        yield patches.pixels(np.stack([_crop(rng, pool[place]) for place in rng.integers(0, POOL, BATCH)]))


def exact(images):
    """(parts, their latents with a little noise)."""
    for part in images:
        latents = patches.latents(part)
        yield part, latents + LATENT_NOISE * torch.rand(len(latents), 1, 1, 1) * torch.randn_like(latents)


def redrawn(redrawing):
    """(parts, their latents as a UNet draws them): the quarters of pictures."""
    while True:
        images, latents = redrawing.batch(BATCH)
        side = CROP // patches.SIDE
        for y, x in ((0, 0), (0, 1), (1, 0), (1, 1)):
            yield (images[:, :, y * CROP:(y + 1) * CROP, x * CROP:(x + 1) * CROP],
                   latents[:, :, y * side:(y + 1) * side, x * side:(x + 1) * side])


def alternating(*sources):
    """From each in turn."""
    while True:
        yield from map(next, sources)


def _crop(rng, image: np.ndarray) -> np.ndarray:
    """Of two parts of a picture, the one in which more happens."""
    corners = rng.integers(0, (256 - CROP) // 8 + 1, (2, 2)) * 8
    parts = [image[y:y + CROP, x:x + CROP] for x, y in corners]
    part = max(parts, key=lambda part: part[::4, ::4].astype(np.float32).var())
    if rng.random() < .5:
        part = part[:, ::-1]
    return part[..., rng.permutation(3)] if rng.random() < .1 else part


def slopes(images: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Differences of neighbours, downwards and to the right."""
    return images.diff(dim=2), images.diff(dim=3)


def decoder_loss(decoded: torch.Tensor, images: torch.Tensor) -> torch.Tensor:
    """Distance in pixels and in edges."""
    edges = sum((a - b).abs().mean() for a, b in zip(slopes(decoded), slopes(images)))
    return (decoded - images).abs().mean() + 3 * functional.mse_loss(decoded, images) + .7 * edges


def psnr(vae: AutoencoderKL, images: torch.Tensor) -> float:
    """How well pictures come back from their latents: the mean over pictures, in decibels."""
    with torch.no_grad():
        error = (vae.decode(vae.encode(images).latent_dist.mean).sample.clamp(-1, 1) - images).square().mean((1, 2, 3))
    return (10 * torch.log10(4 / error)).mean().item()


def train(folder: Path, batches, steps: int, rate: float) -> None:
    """Steps, with a line of progress every hundred."""
    vae = AutoencoderKL.from_pretrained(folder, torch_dtype=torch.float32)
    fast = copy.deepcopy(vae).to(torch.bfloat16, memory_format=torch.channels_last)
    trained = [[model.decoder, model.post_quant_conv] for model in (vae, fast)]
    weights = MixedPrecision([(*trained, 1)], rate, decay=.995, weight_decay=1e-4)
    compact = dict(dtype=torch.bfloat16, memory_format=torch.channels_last)
    unseen = patches.pixels(drawn(seed=1, count=24)[1])
    for step, (images, latents) in enumerate(itertools.islice(batches, steps)):
        decoder_loss(fast.decode(latents.to(**compact)).sample.float(), images).backward()
        weights.step(schedule(step, steps))
        if step % 100 == 99 or step + 1 == steps:
            with weights.averaged():
                print(f"step {step + 1} of {steps}: {psnr(vae, unseen):.2f} dB", flush=True)
                vae.save_pretrained(folder)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="of the model; its VAE is read and written")
    parser.add_argument("--steps", type=int, default=4000)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--redraw", action="store_true", help="decode the model's own latents too: its UNet is trained")
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    sources = [exact(ahead(crops(options.seed)))]
    if options.redraw:
        sources.append(redrawn(Redrawing(options.folder, options.seed)))
    train(options.folder / "vae", alternating(*sources), options.steps, options.rate)
