"""What is in a picture: the arrangement of artwork that comes nearest to it, at 24x24 pixels.

A picture is compared with every object's artwork, at every size and place where scenes may have put it, over the
picture's own ground. Nothing here has learned anything, so nothing here can share the model's mistakes.
"""

from functools import cache, lru_cache

import numpy as np
from PIL import Image

from artwork import sprite
from catalogue import things
from scenes import Item, Placed, Scene, pair_layouts, single_layouts
from settings import SIDE

COARSE = 24


def coarse(image: Image.Image) -> np.ndarray:
    """[24, 24, 3] in 0...1."""
    return np.asarray(image.resize((COARSE, COARSE), Image.Resampling.BOX), np.float32) / 255


def ground(picture: np.ndarray) -> np.ndarray:
    """A picture's ground, [rows, 1, 3]: for each row the mean of its two ends, where no object reaches."""
    edge = len(picture) // COARSE
    return picture[:, np.r_[:edge, -edge:0]].mean(axis=1, keepdims=True)


def rendered(one: Placed, side: int) -> np.ndarray:
    """Artwork at its place, [side, side, 4]: colours multiplied by their opacity, and the opacity."""
    page = Image.new("RGBA", (SIDE, SIDE), (0, 0, 0, 0))
    page.paste(sprite(one.item.number, one.size), (one.left, one.top))
    pixels = np.asarray(page.resize((side, side), Image.Resampling.BOX), np.float32) / 255
    return np.dstack([pixels[..., :3] * pixels[..., 3:], pixels[..., 3]])


@lru_cache(maxsize=200_000)
def template(number: int, size: int, left: int, top: int) -> np.ndarray:
    """An object's artwork at a place, [24, 24, 4]."""
    return rendered(Placed(Item(number), size, left, top), COARSE)


def over(below: np.ndarray, above: np.ndarray) -> np.ndarray:
    """Artwork over what is behind it."""
    return above[..., :3] + (1 - above[..., 3:]) * below


def arrangement_error(picture: np.ndarray, placed: list[Placed]) -> float:
    """How far a picture is from artwork at these places: the mean square."""
    expected = np.broadcast_to(ground(picture), picture.shape)
    for one in placed:
        expected = over(expected, template(one.item.number, one.size, one.left, one.top))
    return float(np.square(picture - expected).mean())


def least_error(picture: np.ndarray, layouts: list[list[Placed]]) -> float:
    return min(arrangement_error(picture, layout) for layout in layouts)


def nearest(picture: np.ndarray, layouts: list[list[Placed]]) -> list[Placed]:
    """The layout under which a picture's things come nearest to their artwork."""
    return min(layouts, key=lambda layout: arrangement_error(picture, layout))


def main_layouts(item: Item) -> list[list[Placed]]:
    """Every way of one thing alone, and where scenes put the main one of a pair."""
    return single_layouts(item) + [[layout[0]] for layout in pair_layouts(Scene(item, "with", item))]


def object_alone(image: Image.Image, layouts=single_layouts) -> int:
    """The number of the object that a picture shows alone."""
    picture = coarse(image)
    numbers, templates = _alone(layouts)
    errors = np.concatenate([np.square(picture - over(ground(picture), part)).mean((1, 2, 3))
                             for part in np.array_split(templates, 16)])
    return int(numbers[errors.argmin()])


@cache
def _alone(layouts) -> tuple[np.ndarray, np.ndarray]:
    """Every object in every layout: numbers [n], templates [n, 24, 24, 4]."""
    placed = [layout[0] for thing in things() for layout in layouts(Item(thing.number))]
    return np.array([one.item.number for one in placed]), np.stack([
        template(one.item.number, one.size, one.left, one.top) for one in placed])


def objects_of_pair(image: Image.Image, scene: Scene) -> tuple[int, int]:
    """The numbers of the two objects that a picture shows where a scene's relation puts its main and its other thing.

    The layout is the one under which the scene's own things come nearest; then, in each thing's own square, every object
    of the catalogue is tried.
    """
    picture = coarse(image)
    back, front = nearest(picture, pair_layouts(scene))
    found = {}
    for one, neighbour in ((back, front), (front, back)):
        square = _square(one, COARSE) & ~_square(neighbour, COARSE)
        behind = np.broadcast_to(ground(picture), picture.shape)
        errors = [np.square(picture - over(behind, template(thing.number, one.size, one.left, one.top)))[square].mean()
                  for thing in things()]
        found[one.item.number] = int(np.argmin(errors))
    return found[scene.main.number], found[scene.other.number]


def likeness(image: Image.Image, layouts: list[list[Placed]]) -> float:
    """How near a picture comes to the artwork that it shows, at full size and in the artwork's squares: dB.

    This is what edges and small faces are measured by; 24x24 pixels do not show them.
    """
    seen, picture = coarse(image), np.asarray(image, np.float32) / 255
    layout = nearest(seen, layouts)
    expected, inside = np.broadcast_to(ground(picture), picture.shape), np.zeros((SIDE, SIDE), bool)
    for one in layout:
        expected = over(expected, rendered(one, SIDE))
        inside |= _square(one, SIDE)
    return float(-10 * np.log10(np.square(picture - expected)[inside].mean()))


def remainder(image: Image.Image, without: Image.Image, scene: Scene) -> float:
    """How much of a pair's other thing is left, 0 to 1, in `without`: the same picture with a negative prompt that names it.

    Both pictures' departures from their ground are taken in the thing's square, outside the main one's; root mean squares.
    """
    back, front = nearest(coarse(image), pair_layouts(scene))
    main, other = (back, front) if back.item is scene.main else (front, back)
    square = _square(other, SIDE) & ~_square(main, SIDE)
    before, after = (np.square(pixels - ground(pixels))[square].mean() for pixels in (
        np.asarray(one, np.float32) / 255 for one in (image, without)))
    return float(np.sqrt(after / before))


def _square(placed: Placed, side: int) -> np.ndarray:
    """The pixels of an object's square, [side, side]."""
    scale = SIDE / side
    rows, columns = np.mgrid[:side, :side] * scale + scale / 2
    return ((columns >= placed.left) & (columns < placed.left + placed.size)
            & (rows >= placed.top) & (rows < placed.top + placed.size))
