"""Examples of what a negative prompt is for: a prompt, what not to draw, and the scene without it.

Guidance takes `negative + scale * (prompt - negative)`. A model that has only met captions adds up to nothing useful
there: where "a lion having coffee" is sure of its cup, "coffee" has none to take away. So "coffee" is also trained on
what guidance makes of it.
"""

from dataclasses import dataclass

import numpy as np
import torch

import patches
from captions import caption
from catalogue import plural, things
from scenes import Scene, backdrop, layout, paste, random_scene

QUALITIES = ("blurry", "ugly", "low quality", "bad drawing", "blurry, low quality", "worst quality", "text", "watermark", "noise")


@dataclass
class Example:
    """A picture that leaves out what the negative prompt names, though the prompt may name it too."""

    image: np.ndarray
    prompt: str
    negative: str


def example(rng) -> Example:
    """A pair without its second thing; or one thing, and a negative prompt that has nothing to do with it."""
    scene = random_scene(rng)
    image, placed = backdrop(rng, scene), layout(rng, scene)
    if scene.other is not None:
        placed = [one for one in placed if one.item is scene.main]
        negative = _negative(rng, scene.other.number)
    else:
        negative = _unrelated(rng, scene)
    return Example(np.asarray(paste(image, placed)), caption(rng, scene), negative)


def _negative(rng, number: int) -> str:
    """A thing as people forbid it, without an article: "coffee", "coffees".

    Never "a coffee": as a prompt that asks for one cup, and a prompt must not be taught to lie.
    """
    name = things()[number].names[0]
    return plural(name) or name if rng.random() < .2 else name


def _unrelated(rng, scene: Scene) -> str:
    number = int(rng.integers(len(things())))
    if number == scene.main.number or rng.random() < .4:
        return QUALITIES[rng.integers(len(QUALITIES))]
    return _negative(rng, number)


@dataclass
class Batch:
    """Examples as a network takes them."""

    latents: torch.Tensor
    prompts: list[str]
    negatives: list[str]


def batches(seed: int, size: int):
    """Batches of fresh examples without end."""
    rng = np.random.default_rng(seed)
    while True:
        examples = [example(rng) for _ in range(size)]
        yield Batch(patches.latents(patches.pixels(np.stack([one.image for one in examples]))),
                    [one.prompt for one in examples], [one.negative for one in examples])
