"""Measures a `sketch`: on wordings and pairs that training never met.

Prints, for each measure, one line with the figure and what it is of, and below it what went wrong.
"""

import argparse
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from diffusers import (DDIMScheduler, DPMSolverMultistepScheduler, EulerDiscreteScheduler, PNDMScheduler,
                       StableDiffusionPipeline)
from PIL import Image

import patches
from captions import paraphrase
from catalogue import things
from dataset import drawn
from judge import coarse, least_error, likeness, main_layouts, object_alone, objects_of_pair, remainder
from scenes import Item, Scene, pair_layouts, random_scene, single_layouts
from vae import psnr

STEPS, GUIDANCE, BATCH = 20, 5.0, 16
NEGATIVE_SEEDS = range(100, 110)
SCHEDULERS = {  # what is measured: scheduler, its settings, steps
    "DDIM": (DDIMScheduler, {}, STEPS),
    "Euler": (EulerDiscreteScheduler, {}, STEPS),
    "DPM-Solver++": (DPMSolverMultistepScheduler, {}, STEPS),
    "PNDM": (PNDMScheduler, dict(skip_prk_steps=True), STEPS),
    "PNDM, 50 steps": (PNDMScheduler, dict(skip_prk_steps=True), 50),
}


def pictures(pipeline, prompts: list[str], seed: int, negative: str | None = None, steps: int = STEPS) -> list[Image.Image]:
    """One picture a prompt; the seeds count up from `seed`."""
    images = []
    for first in range(0, len(prompts), BATCH):
        part = prompts[first:first + BATCH]
        generators = [torch.Generator().manual_seed(seed + first + k) for k in range(len(part))]
        images += pipeline(part, negative_prompt=[negative] * len(part) if negative else None, generator=generators,
                           num_inference_steps=steps, guidance_scale=GUIDANCE).images
    return images


@dataclass
class Finding:
    """What pictures of prompts turned out to be."""

    likenesses: list[float]  # to the artwork, in dB
    wrong: list[str]  # prompts with what was drawn instead

    def __str__(self) -> str:
        count = len(self.likenesses)
        return f"{1 - len(self.wrong) / count:.1%} of {count}"


def singles(pipeline, numbers, seed: int = 5000, steps: int = STEPS) -> Finding:
    """Objects alone, in wordings never seen."""
    rng = np.random.default_rng(seed)
    items = [Item(int(number)) for number in numbers]
    prompts = [paraphrase(rng, Scene(item)) for item in items]
    finding = Finding([], [])
    for prompt, item, image in zip(prompts, items, pictures(pipeline, prompts, seed, steps=steps)):
        finding.likenesses.append(likeness(image, single_layouts(item)))
        seen = object_alone(image)
        if seen != item.number:
            finding.wrong.append(f"{prompt!r} drew {things()[seen].names[0]!r}")
    return finding


def pairs(pipeline, count: int, seed: int = 7000) -> Finding:
    """Held-out pairs, in wordings never seen: right where both things are recognised."""
    rng = np.random.default_rng(seed)
    scenes = [random_scene(rng, held_out=True) for _ in range(count)]
    scenes = [Scene(scene.main, scene.relation, scene.other) for scene in scenes]
    prompts = [paraphrase(rng, scene) for scene in scenes]
    finding = Finding([], [])
    for prompt, scene, image in zip(prompts, scenes, pictures(pipeline, prompts, seed)):
        finding.likenesses.append(likeness(image, pair_layouts(scene)))
        found = objects_of_pair(image, scene)
        if found != (scene.main.number, scene.other.number):
            finding.wrong.append(f"{prompt!r} drew {' and '.join(repr(things()[number].names[0]) for number in found)}")
    return finding


def negatives(pipeline) -> tuple[int, float, Image.Image]:
    """In how many seeds "coffee" as the negative prompt does as a person expects, how much it left of the cup (the
    median), and all the pictures.

    A person expects a lion in every picture, and a cup in one of the four alone: "a lion having coffee" without the
    negative prompt. A cup is there if lion and cup come nearer to the picture than a lion alone does.
    """
    seeds, prompts = len(NEGATIVE_SEEDS), ("a lion", "a lion having coffee")
    rows = [pictures(pipeline, [prompt] * seeds, NEGATIVE_SEEDS[0], negative) for prompt in prompts for negative in (None, "coffee")]
    good = sum(tuple(map(sees_coffee, column)) == (False, False, True, False) for column in zip(*rows))
    left = np.median([remainder(image, without, lion_having_coffee()) for image, without in zip(rows[2], rows[3])])
    sheet = Image.new("RGB", (seeds * 128, len(rows) * 128))
    for y, row in enumerate(rows):
        for x, image in enumerate(row):
            sheet.paste(image.resize((128, 128)), (x * 128, y * 128))
    return good, float(left), sheet


def sees_coffee(image: Image.Image) -> bool | None:
    """Whether a picture of a lion has a cup of coffee with it; nothing if there is no lion."""
    scene, picture = lion_having_coffee(), coarse(image)
    together = least_error(picture, pair_layouts(scene)) < least_error(picture, main_layouts(scene.main))
    main = objects_of_pair(image, scene)[0] if together else object_alone(image, main_layouts)
    return together if main == scene.main.number else None


def lion_having_coffee() -> Scene:
    return Scene(Item(number_of("lion")), "having", Item(number_of("coffee")))


def number_of(name: str) -> int:
    return next(thing.number for thing in things() if thing.names[0] == name)


def report(pipeline, objects: int, pair_count: int, negatives_path: Path | None) -> None:
    """Prints every measure; the pictures of the negative prompts go to a file."""
    rng = np.random.default_rng(1)
    numbers = np.arange(len(things())) if objects >= len(things()) else rng.choice(len(things()), objects, replace=False)
    images = patches.pixels(drawn(seed=2, count=32)[1])
    print(f"VAE: {psnr(pipeline.vae, images):.2f} dB, mean of {len(images)} unseen scenes", flush=True)
    alone = singles(pipeline, numbers)
    print(f"single objects, wordings never seen: {alone} at 24x24", *alone.wrong, sep="\n  ", flush=True)
    together = pairs(pipeline, pair_count)
    print(f"both things of held-out pairs: {together}", *together.wrong, sep="\n  ", flush=True)
    print(f"edges and faces, nearness to the artwork: {np.median(alone.likenesses):.1f} dB alone, "
          f"{np.median(together.likenesses):.1f} dB in pairs (medians)", flush=True)
    good, left, sheet = negatives(pipeline)
    if negatives_path:
        sheet.save(negatives_path)
    print(f"negative prompts as a person expects: {good} of {len(NEGATIVE_SEEDS)} seeds; of the cup stays {left:.0%}", flush=True)
    config = pipeline.scheduler.config
    for name, (scheduler, settings, steps) in SCHEDULERS.items():
        pipeline.scheduler = scheduler.from_config(config, **settings)
        print(f"{name}: {singles(pipeline, numbers[:60], steps=steps)}", flush=True)
    pipeline.scheduler = DDIMScheduler.from_config(config)
    begun = time.monotonic()
    pipeline("a lion having coffee", num_inference_steps=STEPS, guidance_scale=GUIDANCE)
    print(f"one picture in {STEPS} steps: {time.monotonic() - begun:.2f} s on {torch.get_num_threads()} threads", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path, help="a diffusers folder")
    parser.add_argument("--objects", type=int, default=10_000, help="how many single objects; all by default")
    parser.add_argument("--pairs", type=int, default=120)
    parser.add_argument("--negatives", type=Path, help="where to write the pictures of the negative prompts")
    options = parser.parse_args()
    model = StableDiffusionPipeline.from_pretrained(options.model, torch_dtype=torch.float32)
    model.set_progress_bar_config(disable=True)
    report(model, options.objects, options.pairs, options.negatives)
