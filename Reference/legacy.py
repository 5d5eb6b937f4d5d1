"""A pipeline under the names that checkpoints of 2022 have, which diffusers reads as well.

Stable Diffusion 1.5's repository has them: CLIP's `text_model.` prefix and `position_ids`, the
VAE's `query`, `key`, `value`, `proj_attn`, and a tokenizer as vocab.json and merges.txt.
"""

import json
import re
import shutil

import torch
from safetensors.torch import load_file, save_file

OLD_NAMES = [
    (r"\.to_q\.", ".query."),
    (r"\.to_k\.", ".key."),
    (r"\.to_v\.", ".value."),
    (r"\.to_out\.0\.", ".proj_attn."),
]


def write_legacy(folder, original, name):
    """Writes the pipeline `original` anew as `name`; components that stay are links to it."""
    source, target = folder / original, folder / name
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    for part in ["unet", "scheduler", "model_index.json", "expected.safetensors"]:
        (target / part).symlink_to(f"../{original}/{part}")

    for part, file, rename in [
        ("text_encoder", "model.safetensors", old_text_names),
        ("vae", "diffusion_pytorch_model.safetensors", old_vae_names),
    ]:
        (target / part).mkdir()
        shutil.copy(source / part / "config.json", target / part)
        weights = rename(load_file(source / part / file))
        save_file(weights, target / part / file, metadata={"format": "pt"})

    (target / "tokenizer").mkdir()
    model = json.loads((source / "tokenizer/tokenizer.json").read_text())["model"]
    merges = [" ".join(pair) for pair in model["merges"]]
    length = json.loads((source / "tokenizer/tokenizer_config.json").read_text())["model_max_length"]
    write = lambda file, text: (target / "tokenizer" / file).write_text(text)
    write("vocab.json", json.dumps(model["vocab"], ensure_ascii=False))
    write("merges.txt", "\n".join(["#version: 0.2", *merges, ""]))
    special = lambda content, normalized=True: dict(
        content=content, lstrip=False, normalized=normalized, rstrip=False, single_word=False
    )
    start, end = special("<|startoftext|>"), special("<|endoftext|>")
    write(
        "special_tokens_map.json",
        json.dumps(
            dict(bos_token=start, eos_token=end, unk_token=end, pad_token="<|endoftext|>"), indent=2
        ),
    )
    typed = lambda token: {"__type": "AddedToken", **token}
    write(
        "tokenizer_config.json",
        json.dumps(
            dict(
                add_prefix_space=False,
                bos_token=typed(start),
                do_lower_case=True,
                eos_token=typed(end),
                errors="replace",
                model_max_length=length,
                pad_token="<|endoftext|>",
                tokenizer_class="CLIPTokenizer",
                unk_token=typed(end),
            ),
            indent=2,
        ),
    )


def old_text_names(weights):
    """CLIP's weights with the prefix and the buffer that transformers 4 wrote."""
    positions = weights["embeddings.position_embedding.weight"].shape[0]
    renamed = {"text_model." + key: value for key, value in weights.items()}
    renamed["text_model.embeddings.position_ids"] = torch.arange(positions)[None]
    return renamed


def old_vae_names(weights):
    """The VAE's weights with the attention of early diffusers."""
    renamed = {}
    for key, value in weights.items():
        for pattern, old in OLD_NAMES:
            key = re.sub(pattern, old, key)
        renamed[key] = value
    return renamed
