"""Scenes by the thousand: drawn on every core, kept as latents."""

import argparse
import multiprocessing
import pickle
import queue
import threading
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

import patches
from catalogue import things
from scenes import Scene, draw, random_scene

BLOCK = 64


@dataclass
class Dataset:
    """Scenes and their latents, [n, 12, 32, 32] in half precision."""

    scenes: list[Scene]
    latents: torch.Tensor

    @staticmethod
    def read(path: Path) -> "Dataset":
        with open(path, "rb") as file:
            scenes, latents = pickle.load(file)
        return Dataset(scenes, torch.from_numpy(latents))


def drawn(seed: int, count: int) -> tuple[list[Scene], np.ndarray]:
    """`count` scenes, and their pictures [count, 256, 256, 3]. Every object begins as many scenes as any other, on
    top of those that chance gives it."""
    rng = np.random.default_rng(seed)
    scenes = [random_scene(rng, number=(seed * count + k) // 4 % len(things()) if k % 4 == 0 else None) for k in range(count)]
    return scenes, np.stack([np.asarray(draw(rng, scene)) for scene in scenes])


def ahead(batches, count: int = 4):
    """The same batches, made in the background."""
    ready = queue.Queue(count)

    def fill():
        for batch in batches:
            ready.put(batch)

    threading.Thread(target=fill, daemon=True).start()
    return iter(ready.get, None)


def _block(seed: int) -> tuple[list[Scene], np.ndarray]:
    torch.set_num_threads(1)
    scenes, images = drawn(seed, BLOCK)
    return scenes, patches.latents(patches.pixels(images)).half().numpy()


def make(path: Path, count: int, seed: int) -> None:
    """Draws `count` scenes."""
    scenes, latents = [], []
    with multiprocessing.Pool() as pool:
        for block_scenes, block in pool.imap(_block, range(seed, seed + -(-count // BLOCK))):
            scenes += block_scenes
            latents.append(block)
    with open(path, "wb") as file:
        pickle.dump((scenes, np.concatenate(latents)), file, protocol=pickle.HIGHEST_PROTOCOL)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--count", type=int, default=60_000)
    parser.add_argument("--seed", type=int, default=10_000)
    options = parser.parse_args()
    make(options.path, options.count, options.seed)
