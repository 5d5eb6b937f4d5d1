"""Scenes: one or more things, how they stand to each other, and where. What is asked for, and how it is drawn.

There are three sizes, and places lie 32 pixels apart: the UNet's coarsest features have one cell for so many. Wherever an
object of one size stands, the UNet sees the same latents and the same features, and a small network draws them cleanly.
"""

import hashlib
from dataclasses import dataclass
from functools import cache

import numpy as np
from PIL import Image

import settings
from artwork import PAINTS, is_paintable, sprite
from catalogue import plural, things

SMALL, MIDDLE, LARGE = 112, 168, 232  # the sides of objects' squares, in pixels
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
    ways = single_layouts(scene.main) if scene.other is None else pair_layouts(scene)
    return ways[rng.integers(len(ways))]


def single_layouts(item: Item) -> list[list[Placed]]:
    """Every way in which scenes draw one thing alone, or two or three of a kind."""
    if item.count == 2:
        return [[Placed(item, SMALL, left, top) for left in (8, 136)] for top in (72, 104)]
    if item.count == 3:
        return [[Placed(item, SMALL, *corner) for corner in corners] for corners in (
            ((8, 8), (136, 8), (72, 136)), ((72, 8), (8, 136), (136, 136)))]
    small = [[Placed(item, SMALL, left, 72)] for left in (40, 72, 104)]
    middle = [[Placed(item, MIDDLE, left, 40)] for left in (8, 40, 72)]
    large = [[Placed(item, LARGE, 8, 8)]] * 2  # it has one place, and nothing else is of its size
    return dict(small=small, big=large).get(item.size, middle + large)


def pair_layouts(scene: Scene) -> list[list[Placed]]:
    """Every way in which scenes draw two things, by their relation."""
    main, other = scene.main, scene.other
    if scene.relation == "beside":
        return [[Placed(main, SMALL, left, top), Placed(other, SMALL, 144 - left, top)] for left in (8, 136) for top in (72, 104)]
    if scene.relation == "riding":
        return [[Placed(other, MIDDLE, left, 72), Placed(main, SMALL, left + 32, 8)] for left in (8, 40, 72)]
    if scene.relation == "under":
        return [[Placed(other, MIDDLE, left, 8), Placed(main, SMALL, left + 32, 136)] for left in (8, 40, 72)]
    return [[Placed(main, MIDDLE, left, 8), Placed(other, SMALL, across, 136)] for left, across in ((8, 136), (72, 8))]
