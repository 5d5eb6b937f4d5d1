"""Writes Tests/Fixtures/random/torch-cpu.json: integers and normals of PyTorch's CPU generator.

Run with torch 2.13: python Reference/random_fixtures.py
"""

import json
import pathlib

import torch

SEEDS = [0, 1, 42, 2**31, 2**32 - 1, 2**32 + 42, 2**63, 2**64 - 1]
SIZES = [1, 2, 3, 7, 8, 15, 16, 17, 23, 31, 32, 33, 100, 624, 1000]
BIG = [4096, 16384, 65537, 1_000_000]
DRAWS = [1, 5, 16, 3, 40, 2, 15, 17, 1, 1, 256, 7]


def normals(seed, sizes):
    generator = torch.Generator("cpu").manual_seed(seed)
    return [torch.randn(n, generator=generator, dtype=torch.float32).tolist() for n in sizes]


def integers(seed, count):
    """The 32-bit words, read off full-range 64-bit draws, which take two words each, high half first."""
    generator = torch.Generator("cpu").manual_seed(seed)
    drawn = torch.empty(count // 2, dtype=torch.int64).random_(-(2**63), None, generator=generator)
    return [w for x in drawn.tolist() for w in ((x >> 32) & 0xFFFFFFFF, x & 0xFFFFFFFF)]


def sampled(seed, size):
    """Every 997th normal of a large draw, its last 33, and the first 20 of the draw that follows."""
    generator = torch.Generator("cpu").manual_seed(seed)
    values = torch.randn(size, generator=generator)
    after = torch.randn(20, generator=generator)
    return {
        "seed": str(seed), "size": size, "stride": 997, "strided": values[::997].tolist(),
        "tail": values[-33:].tolist(), "after": after.tolist(),
    }


def rounded(x):
    """Nine significant digits: enough to name any fp32 number."""
    if isinstance(x, float):
        return float(f"{x:.9g}")
    if isinstance(x, list):
        return [rounded(y) for y in x]
    if isinstance(x, dict):
        return {k: rounded(v) for k, v in x.items()}
    return x


fixture = {
    "made_by": f"Reference/random_fixtures.py, torch {torch.__version__}",
    "integers": [{"seed": str(s), "values": integers(s, 1300)} for s in SEEDS],
    "normals": [
        {"seed": str(s), "sizes": [n], "draws": normals(s, [n])} for s in (0, 42) for n in SIZES
    ]
    + [{"seed": str(s), "sizes": DRAWS, "draws": normals(s, DRAWS)} for s in SEEDS],
    "big": [sampled(42, n) for n in BIG],
}
path = pathlib.Path(__file__).parent.parent / "Tests/Fixtures/random/torch-cpu.json"
path.write_text(json.dumps(rounded(fixture), separators=(",", ":")) + "\n")
print(path.stat().st_size)
