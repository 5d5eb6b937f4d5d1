"""Puts the trained parts together as a diffusers folder in fp16."""

import argparse
import shutil
from pathlib import Path

import torch
from diffusers import AutoencoderKL, StableDiffusionPipeline, UNet2DConditionModel
from transformers import CLIPTextModel

import words
from unet import new_scheduler

LARGEST = 20_000_000  # bytes


def pipeline(folder: Path) -> StableDiffusionPipeline:
    """The trained parts with their scheduler, in float32."""
    return StableDiffusionPipeline(
        vae=AutoencoderKL.from_pretrained(folder / "vae", torch_dtype=torch.float32),
        text_encoder=CLIPTextModel.from_pretrained(folder / "text_encoder", dtype=torch.float32),
        tokenizer=words.tokenizer(folder / "tokenizer"),
        unet=UNet2DConditionModel.from_pretrained(folder / "unet", torch_dtype=torch.float32),
        scheduler=new_scheduler(), safety_checker=None, feature_extractor=None, requires_safety_checker=False)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="of the trained parts")
    parser.add_argument("out", type=Path, help="the diffusers folder; written")
    options = parser.parse_args()
    model = pipeline(options.folder).to(torch.float16)
    for part in (model.unet, model.vae):
        part.register_to_config(_name_or_path="sketch")
    model.save_pretrained(options.out)
    # Vocabulary and merges as files of their own, too: not every reader knows tokenizer.json.
    shutil.copytree(options.folder / "tokenizer", options.out / "tokenizer", dirs_exist_ok=True)
    shutil.copy(Path(__file__).parent / "MODEL_CARD.md", options.out / "README.md")
    size = sum(file.stat().st_size for file in options.out.rglob("*.safetensors"))
    print(f"{size / 1e6:.1f} MB of weights in {options.out}")
    if size > LARGEST:
        raise SystemExit(f"the weights may have {LARGEST / 1e6:.0f} MB")
