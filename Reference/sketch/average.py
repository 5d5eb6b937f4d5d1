"""Averages what two trainings made of the same weights: the UNet and the text encoder of two model folders.

Where the second began with the weights of the first, what lies between them can be better than either.
"""

import argparse
from pathlib import Path

from diffusers import UNet2DConditionModel
from transformers import CLIPTextModel

PARTS = dict(unet=UNet2DConditionModel, text_encoder=CLIPTextModel)


def average(older: Path, folder: Path, share: float) -> None:
    """Moves the weights in `folder` towards those in `older`; `share` is what stays of them, 0 to 1."""
    for name, kind in PARTS.items():
        theirs = kind.from_pretrained(older / name).state_dict()
        part = kind.from_pretrained(folder / name)
        part.load_state_dict({key: theirs[key].lerp(value, share) for key, value in part.state_dict().items()})
        part.save_pretrained(folder / name)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("older", type=Path, help="the model folder that training began with")
    parser.add_argument("folder", type=Path, help="the model folder that it ended with; read and written")
    parser.add_argument("--share", type=float, default=.4, help="of the later weights")
    options = parser.parse_args()
    average(options.older, options.folder, options.share)
