"""Draws the contact sheet of the model card: forty prompts, none of which training met as it stands."""

import argparse
from pathlib import Path

import torch
from diffusers import StableDiffusionPipeline
from PIL import Image, ImageDraw, ImageFont

from evaluate import pictures

PROMPTS = """a lion having coffee
a lion having coffee in a coffee shop
a photo of a boy having coffee
show me a kitten
a cartoon of a pup
a mug, please
a red apple
three apples on a yellow background
two penguins in the snow
a big elephant
a tiny mouse
a rocket in space
a blue balloon at sunset
a green car in the city at night
a pink dress
a fox in the forest
a panda eating pizza
a rabbit eating a carrot in a garden
a girl reading a book
a bear riding a bicycle
a cat under an umbrella in the rain
a robot playing the guitar
a tiger
a butterfly and a sunflower
an owl next to a castle
a fish under the sea
an astronaut with a balloon in space
a wizard holding a crystal ball
a dog on the beach
a horse in the mountains
a palm tree on the beach at sunset
a house in the snow
a strawberry
a hamburger
a birthday cake on a pink background
a smiling face
a ghost at night
a teapot
a yellow umbrella
a dragon riding a skateboard""".splitlines()
COLUMNS, CELL, LABEL = 8, 192, 18
FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"


def sheet(images: list[Image.Image], captions: list[str]) -> Image.Image:
    """Pictures in rows, each below its caption."""
    rows = -(-len(images) // COLUMNS)
    page = Image.new("RGB", (COLUMNS * CELL, rows * (CELL + LABEL)), "white")
    draw = ImageDraw.Draw(page)
    font = ImageFont.truetype(FONT, 10)
    for place, (image, caption) in enumerate(zip(images, captions)):
        left, top = place % COLUMNS * CELL, place // COLUMNS * (CELL + LABEL)
        draw.text((left + 3, top + 3), caption, fill="black", font=font)
        page.paste(image.resize((CELL - 4, CELL - 4), Image.Resampling.LANCZOS), (left + 2, top + LABEL))
    return page


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path, help="a diffusers folder")
    parser.add_argument("out", type=Path, help="the picture; written")
    parser.add_argument("--seed", type=int, default=1000)
    options = parser.parse_args()
    pipeline = StableDiffusionPipeline.from_pretrained(options.model, torch_dtype=torch.float32)
    pipeline.set_progress_bar_config(disable=True)
    sheet(pictures(pipeline, PROMPTS, options.seed), PROMPTS).save(options.out, quality=88)
