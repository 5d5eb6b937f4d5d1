"""Scenes: one or more things, how they stand to each other, and where. What is asked for, and how it is drawn.

Everything snaps to the latents' grid of 8 pixels, and sizes are few, so that a small network sees each object in few
forms and draws it cleanly.
"""

import hashlib
from dataclasses import dataclass
from functools import cache

import numpy as np
from PIL import Image

import settings
from artwork import PAINTS, is_paintable, sprite
from catalogue import plural, things

GRID = 8
SHARE = dict(animal=1.6, person=1.2, face=1, food=1.2, drink=1.2, plant=1.1, vehicle=1, place=.9, weather=.9, object=.8)
FAVOURITES = set(
    """cat dog lion boy girl man woman apple coffee house tree car rocket panda pizza heart sun flower tiger horse rabbit
    bird fish baby robot castle moon star book""".split()
)
LIVING = ("animal", "person", "face")
READABLE = {"book", "books", "newspaper", "letter"}
PLAYED = {"guitar", "saxophone", "trumpet", "violin", "drum", "piano", "football", "basketball", "tennis ball", "gamepad"}
RIDDEN = {"horse", "bicycle", "motorcycle", "motorbike", "scooter", "skateboard", "elephant", "camel", "kick scooter",
          "unicorn", "dragon", "dinosaur", "whale", "tractor", "carousel horse", "sailboat", "zebra", "turtle", "llama"}
SHELTERS = {"tree", "umbrella", "rainbow", "cloud", "moon", "sun", "palm tree", "pine tree", "star", "lamp", "balloon"}


@dataclass(frozen=True)
class Item:
    """A thing as it is asked for: how many, how large, in which colour."""

    number: int
    count: int = 1
    size: str | None = None  # "small", "big"
    paint: str | None = None


@dataclass(frozen=True)
class Scene:
    """What is asked for."""

    main: Item
    relation: str | None = None  # "having", "eating", "drinking", "reading", "playing", "with", "beside", "riding", "under"
    other: Item | None = None
    ground: str | None = None
    setting: str | None = None
    sky: str | None = None


@dataclass(frozen=True)
class Placed:
    """Where an item is drawn, in pixels: the side of its square, and the square's corner."""

    item: Item
    size: int
    left: int
    top: int


@cache
def _numbers(names: frozenset[str]) -> np.ndarray:
    return np.array([thing.number for thing in things() if names & set(thing.names)])


@cache
def _weights() -> np.ndarray:
    weights = np.array([SHARE[thing.category] * (1.7 if FAVOURITES & set(thing.names) else 1) for thing in things()])
    return weights / weights.sum()


@cache
def _of_category(*categories: str) -> np.ndarray:
    return np.array([thing.number for thing in things() if thing.category in categories])


def _choose(rng, numbers: np.ndarray | None = None) -> int:
    if numbers is None:
        return int(rng.choice(len(things()), p=_weights()))
    weights = _weights()[numbers]
    return int(rng.choice(numbers, p=weights / weights.sum()))


def is_held_out(main: int, other: int) -> bool:
    """Whether two things never meet in training: one pair in ten, and those that README and lessons show."""
    names = things()[main].names[0], things()[other].names[0]
    if names in (("lion", "coffee"), ("boy", "coffee")):
        return True
    return hashlib.sha256("/".join(names).encode()).digest()[0] % 10 == 0


def random_scene(rng, number: int | None = None, held_out: bool = False) -> Scene:
    """A scene as training meets it; with `held_out`, a pair that training never meets."""
    main = _choose(rng) if number is None else number
    kind = rng.random()
    scene = _pair(rng, main, held_out) if held_out or kind < .38 else _single(rng, main)
    return _placed(rng, scene)


def _single(rng, main: int) -> Scene:
    kind, names = rng.random(), things()[main].names
    if kind < .10 and plural(names[0]):
        return Scene(Item(main, count=int(rng.integers(2, 4))))
    if kind < .18:
        return Scene(Item(main, size=("small", "big")[rng.integers(2)]))
    if kind < .40 and is_paintable(main):
        return Scene(Item(main, paint=list(PAINTS)[rng.integers(len(PAINTS))]))
    return Scene(Item(main))


def _pair(rng, main: int, held_out: bool) -> Scene:
    while True:
        relation, other = _relation(rng, main)
        if other != main and is_held_out(main, other) == held_out:
            return Scene(Item(main), relation, Item(other))
        if held_out:
            main = _choose(rng)


def _relation(rng, main: int) -> tuple[str, int]:
    kind = rng.random()
    if things()[main].category not in LIVING:
        return ("with" if kind < .45 else "beside" if kind < .9 else "under"), (
            _choose(rng) if kind < .9 else _choose(rng, _numbers(frozenset(SHELTERS))))
    if kind < .22:
        return ("having" if kind < .13 else "drinking"), _choose(rng, _of_category("drink"))
    if kind < .44:
        return ("eating" if kind < .36 else "having"), _choose(rng, _of_category("food"))
    if kind < .51:
        return "reading", _choose(rng, _numbers(frozenset(READABLE)))
    if kind < .57:
        return "playing", _choose(rng, _numbers(frozenset(PLAYED)))
    if kind < .66:
        return "riding", _choose(rng, _numbers(frozenset(RIDDEN)))
    if kind < .72:
        return "under", _choose(rng, _numbers(frozenset(SHELTERS)))
    if kind < .86:
        return "with", _choose(rng, _of_category("object", "plant", "animal", "food", "drink"))
    return "beside", _choose(rng)


def _placed(rng, scene: Scene) -> Scene:
    kind = rng.random()
    if kind < .20:
        return Scene(scene.main, scene.relation, scene.other, ground=list(settings.COLOURS)[rng.integers(len(settings.COLOURS))])
    if kind < .42:
        names = list(settings.SETTINGS)
        setting = names[rng.integers(len(names))]
        sky = settings.SKIES[rng.integers(len(settings.SKIES))] if setting in settings.OUTDOORS and rng.random() < .3 else None
        return Scene(scene.main, scene.relation, scene.other, setting=setting, sky=sky)
    return scene


def draw(rng, scene: Scene) -> Image.Image:
    """The scene as a picture of 256x256 pixels; the generator chooses what the scene leaves open."""
    return paste(backdrop(rng, scene), layout(rng, scene))


def paste(image: Image.Image, placed: list[Placed]) -> Image.Image:
    """The image with artwork on it."""
    for one in placed:
        picture = sprite(one.item.number, one.size, one.item.paint)
        image.paste(picture, (one.left, one.top), picture)
    return image


def backdrop(rng, scene: Scene) -> Image.Image:
    """What is behind the objects."""
    if scene.ground:
        return settings.coloured(rng, scene.ground)
    return settings.setting(rng, scene.setting, scene.sky) if scene.setting else settings.plain(rng)


def layout(rng, scene: Scene) -> list[Placed]:
    """What is drawn, back to front."""
    if scene.other is None:
        jitter = rng.integers(-1, 2, 2)
        sizes = group_sizes(scene.main)
        return group_layout(scene.main, sizes[rng.integers(len(sizes))], *map(int, jitter))
    return pair_layout(scene, side=int(rng.integers(2)), shift=int(rng.integers(-1, 2)))


def pair_layout(scene: Scene, side: int, shift: int) -> list[Placed]:
    """Two things, by their relation: `side` 0 puts the main one left; `shift` moves both, in steps of the grid."""
    main, other, shift = scene.main, scene.other, GRID * shift
    if scene.relation == "beside":
        lefts = (8, 128) if side == 0 else (128, 8)
        return [Placed(main, 120, lefts[0], 72 + shift), Placed(other, 120, lefts[1], 72 + shift)]
    if scene.relation == "riding":
        return [Placed(other, 144, 56 + shift, 104), Placed(main, 112, 72 + shift, 16)]
    if scene.relation == "under":
        return [Placed(other, 136, 64 + shift, 0), Placed(main, 112, 72 + shift, 136)]
    lefts = (16, 144) if side == 0 else (88, 8)
    return [Placed(main, 152, lefts[0], 32 + shift), Placed(other, 104, lefts[1], 136 + shift)]


def group_sizes(item: Item) -> tuple[int, ...]:
    """The sizes that one thing alone, or each of several, may have."""
    if item.count > 1:
        return ((112,), (104,))[item.count - 2]
    return dict(small=(96,), big=(232,)).get(item.size, (168, 184, 200))


def group_layout(item: Item, size: int, right: int, down: int) -> list[Placed]:
    """One thing alone, or two or three of a kind, moved by steps of the grid."""
    corner = (settings.SIDE - size) // 2 // GRID * GRID
    corners = {1: ((corner, corner),), 2: ((16, 72), (128, 72)), 3: ((16, 24), (136, 24), (72, 136))}[item.count]
    return [Placed(item, size, left + GRID * right, top + GRID * down) for left, top in corners]
