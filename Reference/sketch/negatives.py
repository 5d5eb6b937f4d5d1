"""Examples of what a negative prompt is for: a scene with the thing that it names, and the scene without.

Guidance takes `negative + scale * (prompt - negative)`. A model that has only met captions adds up to nothing useful
there: where "a lion having coffee" is sure of its cup, "coffee" has none to take away. So "coffee" is also trained on
what guidance makes of it, while a cup is half there.
"""

import re
from dataclasses import dataclass, replace

import numpy as np
import torch

import patches
from captions import caption
from catalogue import plural, things
from scenes import Placed, Scene, backdrop, layout, paste, random_scene

QUALITIES = ("blurry", "ugly", "low quality", "bad drawing", "blurry, low quality", "worst quality", "text", "watermark", "noise")
PREPOSITIONS = re.compile("^(in|on|at|under) (the |a )?")
QUALITY_SHARE = .12  # examples with a negative prompt that names nothing to leave out
UNRELATED_SHARE = .25  # examples whose prompt does not ask for what the negative prompt names
# How much of the thing may be there already, 0 to 1, or taken away once too often, below 0.
ASKED_FOR, UNASKED = (-.2, 1.2), (-.6, .3)
POOL, RENEWED = 1000, 2  # examples kept, and how many of them are drawn anew for each batch


@dataclass
class Example:
    """What guidance must lead to, the same with the thing to leave out, and how much of the thing is there so far."""

    wanted: np.ndarray
    forbidden: np.ndarray
    share: float
    prompt: str
    negative: str


def example(rng) -> Example:
    """A scene of which a part is to go, or stays away because nobody asked for it."""
    scene = random_scene(rng)
    while scene.other is None and scene.setting is None:
        scene = random_scene(rng)
    kept, negative = _parted(rng, scene)
    placed, seed = layout(rng, scene), int(rng.integers(2**32))
    forbidden = _picture(scene, placed, seed)
    kind = rng.random()
    if kind < QUALITY_SHARE:
        return Example(forbidden, forbidden, 0, caption(rng, scene), QUALITIES[rng.integers(len(QUALITIES))])
    wanted = _picture(kept, placed if kept.other else [one for one in placed if one.item is scene.main], seed)
    if kind < QUALITY_SHARE + UNRELATED_SHARE:
        return Example(wanted, forbidden, rng.uniform(*UNASKED), caption(rng, kept), negative)
    return Example(wanted, forbidden, rng.uniform(*ASKED_FOR), caption(rng, scene), negative)


def _parted(rng, scene: Scene) -> tuple[Scene, str]:
    """The scene without one of its parts, and that part as people forbid it: "coffee", "rain", "in the forest"."""
    if scene.other is not None and (scene.setting is None or rng.random() < .7):
        return replace(scene, relation=None, other=None), _forbidden(rng, scene.other.number)
    if scene.sky:
        return replace(scene, sky=None), _bare(rng, scene.sky)
    return replace(scene, setting=None), _bare(rng, scene.setting)


def _picture(scene: Scene, placed: list[Placed], seed: int) -> np.ndarray:
    return np.asarray(paste(backdrop(np.random.default_rng(seed), scene), placed))


def _forbidden(rng, number: int) -> str:
    """A thing without an article: "coffee", "coffees".

    Never "a coffee": as a prompt that asks for one cup, and a prompt must not be taught to lie.
    """
    name = things()[number].names[0]
    return plural(name) or name if rng.random() < .2 else name


def _bare(rng, place: str) -> str:
    """"in the rain", or more often "rain"."""
    return place if rng.random() < .3 else PREPOSITIONS.sub("", place)


@dataclass
class Batch:
    """Examples as a network takes them."""

    wanted: torch.Tensor  # latents
    forbidden: torch.Tensor  # what the thing to leave out adds to them
    shares: torch.Tensor  # [n, 1, 1, 1]
    prompts: list[str]
    negatives: list[str]


def batches(seed: int, size: int):
    """Batches without end, of a pool of examples that is slowly renewed."""
    rng = np.random.default_rng(seed)
    pool = [example(rng) for _ in range(POOL)]
    while True:
        for place in rng.integers(0, POOL, RENEWED):
            pool[place] = example(rng)
        yield _batch([pool[place] for place in rng.integers(0, POOL, size)])


def _batch(examples: list[Example]) -> Batch:
    wanted, both = (patches.latents(patches.pixels(np.stack(images))) for images in
                    ([one.wanted for one in examples], [one.forbidden for one in examples]))
    shares = torch.tensor([one.share for one in examples])[:, None, None, None].float()
    return Batch(wanted, both - wanted, shares, [one.prompt for one in examples], [one.negative for one in examples])
