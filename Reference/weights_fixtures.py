"""Weights as the safetensors reader meets them: in shards, as a variant, in bf16."""

import json
import shutil

import torch
from safetensors.torch import save_file

from expectations import metadata


def write_weights(folder):
    """Writes one small model in each of the forms; every form holds the same numbers."""
    shutil.rmtree(folder, ignore_errors=True)
    generator = torch.Generator().manual_seed(11)
    # Multiples of 1/64 below 4: exact in fp32, fp16 and bf16 alike.
    draw = lambda *shape: torch.randint(-127, 128, shape, generator=generator).float() / 64
    weights = {
        "conv.weight": draw(6, 4, 3, 3),
        "conv.bias": draw(6),
        "blocks.0.linear.weight": draw(10, 7),
        "blocks.0.linear.bias": draw(10),
        "blocks.1.linear.weight": draw(7, 10),
        "blocks.1.linear.bias": draw(7),
        "scale": draw(1).reshape(()),
        "empty": torch.zeros(0, 3),
    }

    def save(tensors, path):
        path.parent.mkdir(parents=True, exist_ok=True)
        save_file(tensors, path, metadata=metadata())

    def cast(dtype):
        return {key: value.to(dtype) for key, value in weights.items()}

    def save_shards(to, tensors, variant=""):
        names = sorted(tensors)
        parts = [names[0:3], names[3:6], names[6:8]]
        index = {}
        for number, part in enumerate(parts, 1):
            file = f"diffusion_pytorch_model{variant}-{number:05}-of-00003.safetensors"
            save({name: tensors[name] for name in part}, to / file)
            index.update({name: file for name in part})
        size = sum(value.numel() * value.element_size() for value in tensors.values())
        text = json.dumps({"metadata": {"total_size": size}, "weight_map": index}, indent=2)
        file = f"diffusion_pytorch_model.safetensors.index{variant}.json"
        (to / file).write_text(text + "\n")

    one = "diffusion_pytorch_model.safetensors"
    save(weights, folder / "single" / one)
    save_shards(folder / "sharded", weights)
    save(cast(torch.float16), folder / "variant" / "diffusion_pytorch_model.fp16.safetensors")
    save_shards(folder / "variant_sharded", cast(torch.float16), ".fp16")
    save(weights, folder / "both" / one)
    # Halved, so that a test sees which of the two was read.
    halves = {key: (value / 2).half() for key, value in weights.items()}
    save(halves, folder / "both" / "diffusion_pytorch_model.fp16.safetensors")
    save(cast(torch.bfloat16), folder / "bf16" / one)
    kinds = [torch.float64, torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8, torch.bool]
    values = torch.tensor([[0, 1, 2], [3, 100, 127]])
    other = {str(kind).removeprefix("torch."): values.to(kind) for kind in kinds}
    save(other, folder / "other" / "kinds.safetensors")
