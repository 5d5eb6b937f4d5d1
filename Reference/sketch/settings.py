"""Grounds and settings: what is behind the objects. Every function draws 256x256 pixels with the generator it gets."""

import numpy as np
from PIL import Image, ImageDraw

SIDE = 256

COLOURS = {
    "white": (255, 255, 255), "black": (18, 18, 20), "gray": (140, 142, 148), "red": (214, 48, 49),
    "orange": (245, 140, 40), "yellow": (250, 215, 70), "green": (70, 170, 80), "blue": (50, 110, 220),
    "purple": (130, 70, 190), "pink": (250, 160, 200), "brown": (125, 80, 50), "teal": (30, 150, 150),
    "beige": (238, 222, 190), "light blue": (165, 210, 245), "dark blue": (25, 40, 105), "light green": (185, 230, 175),
}
# Where nothing is asked for: pale and cheerful, and different from seed to seed.
PASTELS = ((247, 247, 249), (252, 243, 226), (226, 240, 252), (228, 246, 232), (252, 230, 234), (238, 231, 250), (253, 248, 214))


def gradient(top, bottom) -> Image.Image:
    """A vertical gradient."""
    share = np.linspace(0, 1, SIDE)[:, None, None]
    rows = np.array(top) * (1 - share) + np.array(bottom) * share
    return Image.fromarray(np.broadcast_to(rows, (SIDE, SIDE, 3)).clip(0, 255).astype(np.uint8).copy())


def vary(rng, colour, amount=8):
    """A colour a little off."""
    return tuple(int(np.clip(part + rng.integers(-amount, amount + 1), 0, 255)) for part in colour)


def plain(rng) -> Image.Image:
    colour = np.array(PASTELS[rng.integers(len(PASTELS))])
    return gradient(colour + 5, colour - 9)


def coloured(rng, name: str) -> Image.Image:
    colour = np.array(vary(rng, COLOURS[name], 6))
    return gradient(colour + 8, colour - 8)


def coffee_shop(rng):
    image = gradient(vary(rng, (214, 178, 138)), vary(rng, (190, 148, 108)))
    draw = ImageDraw.Draw(image)
    for x in (40, 128, 216):
        draw.line((x, 0, x, 22), fill=(70, 45, 30), width=3)
        draw.pieslice((x - 18, 14, x + 18, 50), 180, 360, fill=(90, 60, 40))
        draw.ellipse((x - 7, 28, x + 7, 42), fill=(255, 235, 160))
    draw.rectangle((0, 200, SIDE, SIDE), fill=vary(rng, (120, 74, 44), 6))
    draw.rectangle((0, 200, SIDE, 207), fill=(150, 98, 60))
    return image


def beach(rng):
    image = gradient((135, 205, 250), (200, 235, 255))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 136, SIDE, SIDE), fill=vary(rng, (45, 150, 205)))
    draw.rectangle((0, 184, SIDE, SIDE), fill=vary(rng, (240, 215, 155), 6))
    return image


def forest(rng):
    image = gradient((190, 225, 190), (150, 200, 150))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 192, SIDE, SIDE), fill=vary(rng, (70, 125, 60), 6))
    for x in range(-8, SIDE, 48):
        draw.rectangle((x + 18, 110, x + 30, 200), fill=(110, 75, 50))
        draw.polygon([(x - 6, 152), (x + 24, 32), (x + 54, 152)], fill=vary(rng, (50, 120, 70)))
    return image


def space(rng):
    image = gradient((10, 10, 40), (35, 20, 70))
    _dots(rng, image, 40, (1, 3), (255, 255, 230))
    return image


def city(rng):
    image = gradient((170, 210, 240), (225, 235, 245))
    draw = ImageDraw.Draw(image)
    for x, height in zip(range(0, SIDE, 43), (96, 64, 112, 80, 56, 104)):
        draw.rectangle((x, height, x + 38, 215), fill=vary(rng, (120, 130, 150), 12))
        for y in range(height + 10, 205, 22):
            for left in (x + 8, x + 23):
                draw.rectangle((left, y, left + 8, y + 10), fill=(245, 230, 160))
    draw.rectangle((0, 208, SIDE, SIDE), fill=(85, 88, 95))
    return image


def snow(rng):
    image = gradient((175, 205, 235), (215, 230, 245))
    ImageDraw.Draw(image).ellipse((-60, 190, SIDE + 60, 400), fill=(250, 252, 255))
    _dots(rng, image, 40, (2, 3), (255, 255, 255))
    return image


def sea(rng):
    image = gradient((60, 165, 215), (15, 70, 140))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 224, SIDE, SIDE), fill=(215, 195, 140))
    for _ in range(12):
        (x, y), radius = rng.integers(0, 216, 2), int(rng.integers(3, 7))
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=(190, 230, 250), width=2)
    return image


def garden(rng):
    image = gradient((140, 205, 250), (215, 238, 255))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 176, SIDE, SIDE), fill=vary(rng, (110, 185, 80)))
    for _ in range(14):
        x, y = int(rng.integers(0, SIDE)), int(rng.integers(185, 250))
        draw.ellipse((x - 4, y - 4, x + 4, y + 4), fill=((240, 90, 110), (250, 220, 80), (255, 255, 255))[rng.integers(3)])
    return image


def desert(rng):
    image = gradient((250, 205, 140), (255, 235, 200))
    draw = ImageDraw.Draw(image)
    draw.ellipse((-80, 170, 180, 380), fill=(225, 170, 100))
    draw.ellipse((90, 185, 360, 400), fill=(235, 185, 115))
    return image


def room(rng):
    image = gradient(vary(rng, (225, 215, 235), 6), (210, 200, 222))
    draw = ImageDraw.Draw(image)
    draw.rectangle((170, 24, 236, 100), fill=(165, 215, 245), outline=(255, 255, 255), width=5)
    draw.line((203, 24, 203, 100), fill=(255, 255, 255), width=4)
    draw.rectangle((0, 200, SIDE, SIDE), fill=(185, 140, 100))
    return image


def mountains(rng):
    image = gradient((150, 200, 240), (225, 240, 250))
    draw = ImageDraw.Draw(image)
    for left, peak, colour in ((-40, 60, (125, 140, 165)), (110, 44, (140, 155, 180)), (30, 88, (105, 125, 150))):
        draw.polygon([(left, 216), (left + 90, peak), (left + 180, 216)], fill=colour)
        draw.polygon([(left + 71, peak + 33), (left + 90, peak), (left + 109, peak + 33)], fill=(248, 250, 255))
    draw.rectangle((0, 200, SIDE, SIDE), fill=vary(rng, (120, 170, 95)))
    return image


def night(rng):
    image = gradient((15, 20, 60), (45, 50, 110))
    _moon_and_stars(rng, image)
    ImageDraw.Draw(image).rectangle((0, 216, SIDE, SIDE), fill=(20, 40, 40))
    return image


def sunset(rng):
    image = gradient((250, 150, 90), (255, 215, 150))
    draw = ImageDraw.Draw(image)
    draw.ellipse((160, 120, 232, 192), fill=(255, 240, 170))
    draw.rectangle((0, 184, SIDE, SIDE), fill=vary(rng, (120, 75, 95)))
    return image


def rain(rng):
    image = gradient((130, 145, 165), (180, 190, 205))
    ImageDraw.Draw(image).rectangle((0, 208, SIDE, SIDE), fill=(95, 110, 120))
    _streaks(rng, image)
    return image


SETTINGS = {
    "in a coffee shop": (coffee_shop, ("in a cafe", "at a coffee shop", "in the coffee shop", "at the cafe")),
    "on the beach": (beach, ("on a beach", "at the beach", "by the sea")),
    "in the forest": (forest, ("in a forest", "in the woods")),
    "in space": (space, ("in outer space", "among the stars")),
    "in the city": (city, ("in a city", "in the street", "in town")),
    "in the snow": (snow, ("in winter", "on a snowy day", "while it is snowing")),
    "under the sea": (sea, ("underwater", "in the ocean", "in the sea", "under water")),
    "in a garden": (garden, ("in the garden", "in the park", "in a park", "in the grass")),
    "in the desert": (desert, ("in a desert",)),
    "in a room": (room, ("at home", "in the living room", "inside a house")),
    "in the mountains": (mountains, ("in front of mountains", "on a mountain")),
    "at night": (night, ("in the night", "by night", "under the moon")),
    "at sunset": (sunset, ("in the evening", "at dusk", "during sunset")),
    "in the rain": (rain, ("on a rainy day", "while it rains")),
}
# Settings under the sky: a time of day or weather can be added to them.
OUTDOORS = ("on the beach", "in the forest", "in the city", "in a garden", "in the desert", "in the mountains")
SKIES = ("at night", "at sunset", "in the rain")


def setting(rng, name: str, sky: str | None = None) -> Image.Image:
    """A setting, under the sky of a time of day or of bad weather."""
    image = SETTINGS[name][0](rng)
    if sky == "at night":
        image = _tinted(image, (.30, .34, .62))
        _moon_and_stars(rng, image)
    elif sky == "at sunset":
        image = _tinted(image, (1.08, .72, .55))
    elif sky == "in the rain":
        image = _tinted(image, (.68, .72, .78))
        _streaks(rng, image)
    return image


def _tinted(image, factors):
    return Image.fromarray((np.asarray(image) * np.array(factors)).clip(0, 255).astype(np.uint8))


def _dots(rng, image, count, radii, colour):
    draw = ImageDraw.Draw(image)
    for x, y in rng.integers(0, SIDE, (count, 2)):
        radius = int(rng.integers(*radii)) if radii[0] < radii[1] else radii[0]
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)


def _moon_and_stars(rng, image):
    draw = ImageDraw.Draw(image)
    draw.ellipse((200, 16, 240, 56), fill=(250, 240, 190))
    for x, y in rng.integers(0, SIDE, (14, 2)):
        draw.ellipse((x - 1, y // 2 - 1, x + 1, y // 2 + 1), fill=(255, 255, 230))


def _streaks(rng, image):
    draw = ImageDraw.Draw(image)
    for x, y in rng.integers(0, SIDE, (36, 2)):
        draw.line((x, y, x - 4, y + 14), fill=(205, 222, 240), width=2)
