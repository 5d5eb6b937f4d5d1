"""Makes the whole-pipeline fixtures of the parity tests: tiny pipelines and what diffusers gets.

    python Reference/make_fixtures.py [NAME ...]

writes Tests/Fixtures/{models,pipelines,weights}; needs Reference/requirements.txt. Each pipeline
is a folder as `save_pretrained` writes it, with `expected.safetensors` beside its components.
"""

import sys

import torch

import recipes
from expectations import write_expected
from legacy import write_legacy
from model_fixtures import write_models
from pipelines import ROOT, build
from weights_fixtures import write_weights

FIXTURES = ROOT / "Tests/Fixtures"


def write_pipeline(name):
    """Saves one pipeline of `recipes.FIXTURES` and what diffusers makes of it."""
    folder = FIXTURES / "pipelines" / name
    pipeline = build(recipes.FIXTURES[name])
    pipeline.save_pretrained(folder)
    write_expected(pipeline, name, folder / "expected.safetensors")


def main():
    torch.set_num_threads(2)
    torch.use_deterministic_algorithms(True)
    jobs = {name: lambda name=name: write_pipeline(name) for name in recipes.FIXTURES}
    jobs["sd_old_names"] = lambda: write_legacy(FIXTURES / "pipelines", "sd", "sd_old_names")
    jobs["models"] = lambda: write_models(FIXTURES / "models")
    jobs["weights"] = lambda: write_weights(FIXTURES / "weights")
    for name in sys.argv[1:] or jobs:
        jobs[name]()
        print(name)


if __name__ == "__main__":
    main()
