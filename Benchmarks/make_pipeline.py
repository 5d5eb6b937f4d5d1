"""Writes a Stable Diffusion 1.5 pipeline of full size with random weights (4.3 GB, fp32).

    python Benchmarks/make_pipeline.py FOLDER

The configurations are Stable Diffusion 1.5's own, so that time and memory are; the weights are
scaled so that nothing overflows in any precision. The vocabulary has CLIP's 49,408 tokens.
"""

import itertools
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "Reference"))

import torch

from pipelines import END, Recipe, build, clip_tokenizer, sketch_merges
from recipes import SD_BETAS, clip, vae

RECIPE = Recipe(
    unet=dict(
        sample_size=64,
        block_out_channels=(320, 640, 1280, 1280),
        down_block_types=["CrossAttnDownBlock2D"] * 3 + ["DownBlock2D"],
        up_block_types=["UpBlock2D"] + ["CrossAttnUpBlock2D"] * 3,
        layers_per_block=2,
        cross_attention_dim=768,
        attention_head_dim=8,
    ),
    vae={
        **vae((128, 256, 512, 512), layers=2, groups=32, scaling_factor=0.18215),
        "sample_size": 512,
    },
    scheduler=(
        "PNDMScheduler",
        dict(skip_prk_steps=True, steps_offset=1, set_alpha_to_one=False, **SD_BETAS),
    ),
    text=[clip(768, 12, 12, hidden_act="quick_gelu")],
    tokenizers=[],
    seed=15,
    noise_scale=0.8,
)
MERGES = 49_408 - 512 - 2


def merges():
    """The built-in model's merges, and then syllables of letters, until there are enough."""
    pairs = sketch_merges()
    known = {"".join(pair) for pair in pairs}
    letters = "abcdefghijklmnopqrstuvwxyz"
    stems = list(letters)
    while True:
        longer = []
        for stem, letter, end in itertools.product(stems, letters, ["", "</w>"]):
            token = stem + letter + end
            if token not in known:
                known.add(token)
                pairs.append((stem, letter + end))
            if len(pairs) == MERGES:
                return pairs
            if not end:
                longer.append(token)
        stems = longer


def main():
    folder = Path(sys.argv[1])
    torch.manual_seed(0)
    pipeline = build(RECIPE, [clip_tokenizer(merges(), 77, END)])
    # Under another name first: a folder that is there is complete.
    scratch = folder.with_name(folder.name + ".part")
    pipeline.save_pretrained(scratch)
    scratch.rename(folder)


if __name__ == "__main__":
    main()
