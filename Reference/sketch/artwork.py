"""The objects' pictures: Noto Color Emoji's bitmaps with a soft shadow, in any size and, for some, in any colour."""

import colorsys
from functools import cache, lru_cache

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from catalogue import things

FONT = "/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf"
FONT_SIZE = 109  # the one size that the font's bitmaps have: 136 by 128 pixels

# Hue in degrees, and factors for saturation and brightness.
PAINTS = dict(red=(0, 1, 1), orange=(28, 1, 1.05), yellow=(49, 1, 1.15), green=(125, .9, .9), blue=(214, 1, 1),
              purple=(275, .9, .95), pink=(335, .55, 1.25))
# Objects whose artwork has one dominant colour that paint can replace.
PAINTABLE = {"car", "dress", "balloon", "umbrella", "bird", "butterfly", "tulip", "handbag",
             "backpack", "cap", "socks", "boat", "kite", "gloves", "scarf", "truck", "bus", "fish", "guitar", "lollipop"}


def is_paintable(number: int) -> bool:
    """Whether an object may be asked for in a colour."""
    return things()[number].names[0] in PAINTABLE


@lru_cache(maxsize=3000)
def sprite(number: int, size: int, paint: str | None = None) -> Image.Image:
    """An object, `size` pixels square, over its shadow. RGBA."""
    glyph = _glyph(number) if paint is None else _painted(_glyph(number), paint)
    picture = glyph.resize((size, size), Image.Resampling.BICUBIC)
    return Image.alpha_composite(_shadow(picture), picture)


def _shadow(picture: Image.Image) -> Image.Image:
    """A soft, slightly lowered shadow, which parts pale objects from pale grounds."""
    size = picture.width
    alpha = Image.new("L", picture.size)
    alpha.paste(picture.getchannel("A"), (0, round(.02 * size)))
    alpha = alpha.filter(ImageFilter.GaussianBlur(.022 * size)).point(lambda value: int(.38 * value))
    shadow = Image.new("RGBA", picture.size, (30, 30, 60, 0))
    shadow.putalpha(alpha)
    return shadow


@cache
def _glyph(number: int) -> Image.Image:
    """The font's bitmap, centred in the smallest square that holds it with its shadow."""
    page = Image.new("RGBA", (160, 160), (0, 0, 0, 0))
    font = ImageFont.truetype(FONT, FONT_SIZE)
    ImageDraw.Draw(page).text((10, 10), things()[number].character, font=font, embedded_color=True)
    bitmap = page.crop(page.getbbox())
    side = max(bitmap.size) + 10
    square = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    square.paste(bitmap, ((side - bitmap.width) // 2, (side - bitmap.height) // 2))
    return square


def _painted(picture: Image.Image, paint: str) -> Image.Image:
    """The picture with its dominant hue, and what lies within 45 degrees of it, turned to another."""
    pixels = np.asarray(picture, np.float32) / 255
    rgb, alpha = pixels[..., :3], pixels[..., 3]
    value, low = rgb.max(-1), rgb.min(-1)
    saturation = np.where(value > 0, (value - low) / np.maximum(value, 1e-6), 0)
    hue = _hue(rgb, value, low)
    weight = saturation * alpha * (saturation > .3)
    histogram = np.histogram(hue, bins=36, range=(0, 360), weights=weight)[0]
    dominant = 10 * int(histogram.argmax()) + 5
    near = np.abs((hue - dominant + 180) % 360 - 180) < 45
    turned, strength, brightness = PAINTS[paint]
    mask = near & (saturation > .25)
    new_saturation = np.clip(saturation * strength, 0, 1)
    new_value = np.clip(np.maximum(value, .45) * brightness, 0, 1)
    red, green, blue = colorsys.hsv_to_rgb(turned / 360, 1, 1)
    pure = np.array([red, green, blue], np.float32)
    fill = new_value[..., None] * (1 - new_saturation[..., None] * (1 - pure))
    result = np.where(mask[..., None], fill, rgb)
    return Image.fromarray((np.dstack([result, alpha]) * 255 + .5).astype(np.uint8), "RGBA")


def _hue(rgb, value, low):
    """Hue in degrees, 0 for greys."""
    red, green, blue = np.moveaxis(rgb, -1, 0)
    spread = np.maximum(value - low, 1e-6)
    hue = np.where(value == red, (green - blue) / spread % 6,
                   np.where(value == green, (blue - red) / spread + 2, (red - green) / spread + 4))
    return np.where(value - low < 1e-6, 0, 60 * hue)
