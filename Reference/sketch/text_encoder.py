"""Gives the text encoder a start: from a caption's last token it learns to say what is in the scene.

The UNet's training goes on from here. Without it the UNet waits long for the text to mean anything.
"""

import argparse
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as functional
from torch import nn

import words
from captions import WORDS, caption
from catalogue import things
from precision import schedule
from scenes import Scene, random_scene
from settings import COLOURS, SETTINGS

GROUNDS = [*COLOURS, *SETTINGS]
RELATIONS = list(WORDS)


def labels(scene: Scene) -> list[int]:
    """What is in a scene, as numbers: main thing, other thing or none, ground or none, relation or none, how many."""
    other = scene.other.number + 1 if scene.other else 0
    ground = scene.ground or scene.setting
    return [scene.main.number, other, GROUNDS.index(ground) + 1 if ground else 0,
            RELATIONS.index(scene.relation) + 1 if scene.relation else 0, scene.main.count - 1]


LABEL_COUNTS = (len(things()), len(things()) + 1, len(GROUNDS) + 1, len(RELATIONS) + 1, 3)


def examples(tokenizer, count: int, seed: int) -> tuple[torch.Tensor, torch.Tensor]:
    """(tokens [count, 32], labels [count, 5]) of scenes that are never drawn."""
    rng = np.random.default_rng(seed)
    scenes = [random_scene(rng) for _ in range(count)]
    return words.tokens(tokenizer, [caption(rng, scene) for scene in scenes]), torch.tensor([labels(scene) for scene in scenes])


def end_states(encoder, tokens: torch.Tensor, end: int) -> torch.Tensor:
    """The state of each caption's first end token, [n, width]."""
    states = encoder(tokens).last_hidden_state
    return states[torch.arange(len(tokens)), (tokens == end).int().argmax(1)]


def train(folder: Path, steps: int, rate: float, seed: int) -> None:
    """Steps, and at the end how much of unseen captions is understood."""
    torch.manual_seed(seed)
    tokenizer = words.tokenizer(folder / "tokenizer")
    encoder = words.new_text_encoder(tokenizer)
    heads = nn.ModuleList(nn.Linear(words.WIDTH, count) for count in LABEL_COUNTS)
    parameters = [*encoder.parameters(), *heads.parameters()]
    optimizer = torch.optim.AdamW(parameters, rate, weight_decay=.01, fused=True)
    tokens, truth = examples(tokenizer, 80_000, seed)
    for step in range(steps):
        chosen = torch.randint(0, len(tokens), (192,))
        for group in optimizer.param_groups:
            group["lr"] = rate * schedule(step, steps, warm=100, level=.1)
        with torch.autocast("cpu", torch.bfloat16):
            states = end_states(encoder, tokens[chosen], tokenizer.eos_token_id)
        loss = sum(functional.cross_entropy(head(states.float()), truth[chosen, k]) for k, head in enumerate(heads))
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(parameters, 1)
        optimizer.step()
        if step % 100 == 99:
            print(f"step {step + 1} of {steps}: loss {loss.item():.3f}", flush=True)
    tokens, truth = examples(tokenizer, 1000, seed + 1)
    with torch.no_grad():
        states = end_states(encoder, tokens, tokenizer.eos_token_id)
        right = [(head(states).argmax(1) == truth[:, k]).float().mean().item() for k, head in enumerate(heads)]
    print("unseen captions understood: " + ", ".join(
        f"{name} {share:.1%}" for name, share in zip(("thing", "other thing", "ground", "relation", "number"), right)))
    encoder.save_pretrained(folder / "text_encoder")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="of the model; its tokenizer is read, its text encoder written")
    parser.add_argument("--steps", type=int, default=2000)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--seed", type=int, default=99)
    options = parser.parse_args()
    train(options.folder, options.steps, options.rate, options.seed)
