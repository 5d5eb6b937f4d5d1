"""Writes Tests/Fixtures/images: small PNG files of every kind, and what they hold in expected.json.

Run with Pillow (its version goes into expected.json) and ImageMagick 6's `convert` on the path:
    python Reference/png_fixtures.py
The pixels expected are those that Pillow reads.
"""

import io
import json
import pathlib
import random
import struct
import subprocess
import zlib

import PIL
from PIL import Image, PngImagePlugin

FOLDER = pathlib.Path(__file__).parent.parent / "Tests/Fixtures/images"
WIDTH, HEIGHT = 13, 7


def picture(mode):
    """A gradient with noise, the same on every run."""
    source = random.Random(7)
    bands = len(Image.new(mode, (1, 1)).getbands())
    values = [
        min(255, x * 17 + y * 5 * (band + 1) + source.randrange(20))
        for y in range(HEIGHT)
        for x in range(WIDTH)
        for band in range(bands)
    ]
    return Image.frombytes(mode, (WIDTH, HEIGHT), bytes(values))


def pixels(path):
    """8-bit RGB without alpha, as Pillow reads it: the upper 8 of 16 bits."""
    image = Image.open(path)
    if image.mode.startswith("I"):
        image = Image.frombytes("L", image.size, bytes(v >> 8 for v in image.getdata()))
    return image.convert("RGB").tobytes()


def chunk(kind, content):
    body = kind + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))


def save_with_pillow():
    """Every kind that Pillow writes."""
    palette = picture("RGB").quantize(16)
    kinds = {
        "grey1": (picture("L").convert("1"), {}),
        "grey8": (picture("L"), {}),
        "grey-alpha": (picture("LA"), {}),
        "rgb8": (picture("RGB"), {}),
        "rgb-transparent-colour": (picture("RGB"), {"transparency": (17, 5, 10)}),
        "rgba8": (picture("RGBA"), {}),
        "palette4": (palette, {}),
        "palette2": (picture("RGB").quantize(4), {"bits": 2}),
        "palette-alpha": (palette, {"transparency": bytes([0, 128, 255])}),
    }
    expected = {}
    for name, (image, options) in kinds.items():
        path = FOLDER / f"{name}.png"
        image.save(path, **options)
        expected[name] = pixels(path)
    return expected


def save_with_imagemagick():
    """What Pillow cannot write: 16-bit colour, low-bit grey, interlacing."""
    options = {
        "grey4": "-colorspace Gray -define png:bit-depth=4 -define png:color-type=0",
        "grey16": "-colorspace Gray -define png:bit-depth=16 -define png:color-type=0",
        "rgb16": "-define png:bit-depth=16 -define png:color-type=2",
        "rgba16": "-alpha on -define png:bit-depth=16 -define png:color-type=6",
        "rgb8-interlaced": "-interlace PNG -define png:bit-depth=8 -define png:color-type=2",
        "rgb16-interlaced": "-interlace PNG -define png:bit-depth=16 -define png:color-type=2",
        "palette-interlaced": "-colors 8 -interlace PNG -define png:color-type=3",
    }
    source = random.Random(8)
    raw = struct.pack(f">{WIDTH * HEIGHT * 3}H", *(source.randrange(65536) for _ in range(273)))
    expected = {}
    for name, words in options.items():
        path = FOLDER / f"{name}.png"
        command = ["convert", "-size", f"{WIDTH}x{HEIGHT}", "-depth", "16", "rgb:-", *words.split()]
        command += ["-strip", "-define", "png:exclude-chunks=date,time,gama,chrm", str(path)]
        subprocess.run(command, check=True, input=raw)
        expected[name] = pixels(path)
    return expected


def save_texts():
    """One file with a text of every kind, two of them after the pixels."""
    info = PngImagePlugin.PngInfo()
    info.add_text("parameters", "a lion\nSteps: 20, Sampler: Euler a")
    info.add_text("Café", "crème brûlée")
    info.add_text("unicode", "ein Löwe 🦁 珈琲")
    info.add_text("packed", "over and over " * 40, zip=True)
    info.add_itxt("translated", "Übersetzt ☕", lang="de", tkey="übersetzt", zip=True)
    file = io.BytesIO()
    picture("RGB").save(file, "PNG", pnginfo=info)
    whole = file.getvalue()
    end = whole.rindex(b"IEND") - 4
    late = chunk(b"tEXt", b"late\0after the pixels") + chunk(b"tEXt", b"empty\0")
    (FOLDER / "texts.png").write_bytes(whole[:end] + late + whole[end:])
    image = Image.open(FOLDER / "texts.png")
    image.load()
    return {"texts": image.tobytes()}, dict(image.text)


def save_bombs():
    """Texts of 16 MiB in 16 KiB, between the header and the pixels."""
    file = io.BytesIO()
    picture("RGB").save(file, "PNG")
    whole = file.getvalue()
    packed = zlib.compress(b"A" * (16 << 20), 9)
    for name, bomb in {
        "text-bomb": chunk(b"zTXt", b"bomb\0\0" + packed),
        "text-bomb-international": chunk(b"iTXt", b"bomb\0\1\0\0\0" + packed),
    }.items():
        (FOLDER / f"{name}.png").write_bytes(whole[:33] + bomb + whole[33:])


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    save_bombs()
    with_texts, texts = save_texts()
    expected = save_with_pillow() | save_with_imagemagick() | with_texts
    content = {
        "made_by": f"Reference/png_fixtures.py with Pillow {PIL.__version__} and ImageMagick 6",
        "width": WIDTH,
        "height": HEIGHT,
        "pixels": {name: data.hex() for name, data in sorted(expected.items())},
        "texts": texts,
    }
    text = json.dumps(content, indent=1, ensure_ascii=False)
    (FOLDER / "expected.json").write_text(text + "\n")


main()
