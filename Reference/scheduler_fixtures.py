"""Writes Tests/Fixtures/schedulers/*.json: timesteps, sigmas and trajectories of diffusers' schedulers.

Run with torch 2.13, diffusers 0.42.1 and scipy (for beta sigmas): python Reference/scheduler_fixtures.py
"""

import json
import logging
import math
import pathlib
import warnings

import diffusers
import torch
from diffusers import StableDiffusionPipeline

from scheduler_configs import CASES

SHAPE = (2, 2, 3, 2)
SEED = 5
STEPS = (1, 2, 4, 10, 25, 50)
KARRAS = {
    "use_karras_sigmas": True, "use_exponential_sigmas": False, "use_beta_sigmas": False,
    "use_lu_lambdas": False,
}
NOISE = {"algorithm_type": "sde-dpmsolver++"}
CHOICES = {
    "pndm": ("PNDMScheduler", {}),
    "ddim": ("DDIMScheduler", {}),
    "euler": ("EulerDiscreteScheduler", {}),
    "euler-karras": ("EulerDiscreteScheduler", KARRAS),
    "euler-a": ("EulerAncestralDiscreteScheduler", {}),
    "dpm++": ("DPMSolverMultistepScheduler", {}),
    "dpm++-karras": ("DPMSolverMultistepScheduler", KARRAS),
    "dpm++-sde": ("DPMSolverMultistepScheduler", NOISE),
    "dpm++-sde-karras": ("DPMSolverMultistepScheduler", {**KARRAS, **NOISE}),
    "unipc": ("UniPCMultistepScheduler", {}),
    "lcm": ("LCMScheduler", {}),
}


def model(sample, timestep):
    """A smooth function of a sample and a timestep that stands in for a denoiser, in fp64."""
    x = sample.double().flatten()
    i = torch.arange(x.numel(), dtype=torch.float64)
    y = 0.8 * torch.tanh(x) + 0.1 * x + 0.2 * torch.sin(0.01 * float(timestep) + 0.5 * i)
    return y.float().reshape(sample.shape)


def build(case):
    """The scheduler of a case, made the way a pipeline and its user make it."""
    config = dict(case["config"])
    scheduler = getattr(diffusers, config["_class_name"]).from_config(config)
    if case.get("corrected"):
        parts = dict.fromkeys(("vae", "text_encoder", "tokenizer", "unet", "safety_checker", "feature_extractor"))
        pipeline = StableDiffusionPipeline(**parts, scheduler=scheduler, requires_safety_checker=False)
        scheduler = pipeline.scheduler
    if choice := case.get("choice"):
        name, changes = CHOICES[choice]
        scheduler = getattr(diffusers, name).from_config(scheduler.config, **changes)
    return scheduler


def sigmas(scheduler):
    """The noise of each step's sample, and after the last; null where it is infinite."""
    if hasattr(scheduler, "sigmas"):
        return scheduler.sigmas.tolist()
    alphas = [scheduler.alphas_cumprod[t] for t in scheduler.timesteps]
    alphas.append(torch.tensor(1.0) if isinstance(scheduler, diffusers.LCMScheduler) else scheduler.final_alpha_cumprod)
    values = [(((1 - a) / a) ** 0.5).item() for a in alphas]
    return [v if math.isfinite(v) else None for v in values]


def run(case, steps):
    scheduler = build(case)
    scheduler.set_timesteps(steps)
    record = {
        "steps": steps, "timesteps": scheduler.timesteps.tolist(), "sigmas": sigmas(scheduler),
        "initial": float(scheduler.init_noise_sigma),
    }
    generator = torch.Generator("cpu").manual_seed(SEED)
    sample = torch.randn(SHAPE, generator=generator) * scheduler.init_noise_sigma
    takes_noise = "generator" in scheduler.step.__code__.co_varnames
    samples = []
    for index, t in enumerate(scheduler.timesteps):
        output = model(scheduler.scale_model_input(sample, t), t)
        extra = {"generator": generator} if takes_noise else {}
        sample = scheduler.step(output, t, sample, **extra).prev_sample
        assert torch.isfinite(sample).all(), (case["name"], steps, index)
        last = index == len(scheduler.timesteps) - 1
        if steps <= 10 or index % 8 == 7 or last:
            samples.append({"after": index, "values": sample.flatten().tolist()})
    return record | {"samples": samples}


def table(case):
    """The sigmas of every training timestep."""
    scheduler = build(case)
    scheduler.set_timesteps(1000)
    return {
        "steps": 1000, "timesteps": scheduler.timesteps.tolist(), "sigmas": sigmas(scheduler),
        "initial": float(scheduler.init_noise_sigma), "samples": [],
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


def main():
    logging.disable(logging.WARNING)
    warnings.simplefilter("ignore")
    folder = pathlib.Path(__file__).parent.parent / "Tests/Fixtures/schedulers"
    made_by = f"Reference/scheduler_fixtures.py, torch {torch.__version__}, diffusers {diffusers.__version__}"
    groups = {}
    for case in CASES:
        runs = [run(case, steps) for steps in case.get("steps", STEPS)]
        if case.get("table"):
            runs.append(table(case))
        entry = {
            "name": case["name"], "config": json.dumps(case["config"]), "choice": case.get("choice"),
            "corrected": case.get("corrected", False), "runs": rounded(runs),
        }
        groups.setdefault(case["group"], []).append(entry)
    for group, entries in groups.items():
        path = folder / f"{group}.json"
        path.write_text(json.dumps({"made_by": made_by, "cases": entries}, separators=(",", ":")) + "\n")
        print(f"{path.name}: {len(entries)} cases, {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
