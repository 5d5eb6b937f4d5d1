"""Where training starts: from nothing, or from an older `sketch`, whose latents may have had other channels."""

import argparse
import shutil
from pathlib import Path

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel

from encoder import set_exact
from unet import new_unet
from vae import new_vae

THUMBNAIL_CHANNELS = 3  # what every version's latents begin with


def widened_unet(old: UNet2DConditionModel) -> UNet2DConditionModel:
    """An older UNet with today's latents: the thumbnail's channels kept, all others not yet looked at nor predicted."""
    unet = new_unet()
    weights = old.state_dict()
    for name, axis in (("conv_in.weight", 1), ("conv_out.weight", 0), ("conv_out.bias", 0)):
        fresh = torch.zeros_like(unet.state_dict()[name])
        fresh.narrow(axis, 0, THUMBNAIL_CHANNELS).copy_(weights[name].narrow(axis, 0, THUMBNAIL_CHANNELS))
        weights[name] = fresh
    unet.load_state_dict(weights)
    return unet


def widened_vae(old: AutoencoderKL) -> AutoencoderKL:
    """An older VAE with today's latents: every layer of the decoder kept but the one that takes latents."""
    vae = new_vae()
    weights, fresh = old.state_dict(), vae.state_dict()
    for name, value in fresh.items():
        if weights[name].shape == value.shape:
            fresh[name] = weights[name]
    vae.load_state_dict(fresh)
    set_exact(vae)
    return vae


def from_older(old: Path, new: Path) -> None:
    """Starts from an older version's folder."""
    shutil.copytree(old / "tokenizer", new / "tokenizer", dirs_exist_ok=True)
    shutil.copytree(old / "text_encoder", new / "text_encoder", dirs_exist_ok=True)
    widened_unet(UNet2DConditionModel.from_pretrained(old / "unet", torch_dtype=torch.float32)).save_pretrained(new / "unet")
    widened_vae(AutoencoderKL.from_pretrained(old / "vae", torch_dtype=torch.float32)).save_pretrained(new / "vae")


def from_nothing(new: Path, seed: int) -> None:
    """Starts with fresh weights; the tokenizer and the text encoder are made by their own steps."""
    torch.manual_seed(seed)
    new_unet().save_pretrained(new / "unet")
    new_vae().save_pretrained(new / "vae")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="of the model; written")
    parser.add_argument("--older", type=Path, help="an older version's folder")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    if options.older:
        from_older(options.older, options.folder)
    else:
        from_nothing(options.folder, options.seed)
