"""Times diffusers on a pipeline; prints one line of JSON a measure.

    python Benchmarks/diffusers_bench.py FOLDER PRECISION [--threads N] [--size 512x512]
        [--steps 4] [--runs 3] [--only load,unet,vae,image] [--first-step]

A line is {"measure": …, "seconds": …, "cold": …, "peak_bytes": …}: the median of the runs after a
first one, which is `cold`, and the highest resident size that the process has had until then. With
--first-step, a line is printed when the first step begins and one when it has ended, and the program
ends there.
"""

import argparse
import gc
import json
import os
import resource
import statistics
import sys
import time

parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
parser.add_argument("folder")
parser.add_argument("precision", choices=["fp32", "bf16"])
parser.add_argument("--threads", type=int, default=os.cpu_count())
parser.add_argument("--size", default="512x512")
parser.add_argument("--steps", type=int, default=4)
parser.add_argument("--runs", type=int, default=3)
parser.add_argument("--only", default="load,unet,vae,image")
parser.add_argument("--first-step", action="store_true")
options = parser.parse_args()
width, height = map(int, options.size.split("x"))
wanted = options.only.split(",")

import torch
from diffusers import DiffusionPipeline
from diffusers.utils import logging as diffusers_logging
from transformers.utils import logging as transformers_logging

torch.set_num_threads(options.threads)
for logging in [diffusers_logging, transformers_logging]:
    logging.set_verbosity_error()
    logging.disable_progress_bar()
dtype = {"fp32": torch.float32, "bf16": torch.bfloat16}[options.precision]


def report(measure, seconds):
    """Prints the line of a measure; the first of the seconds is the cold run's."""
    warm = seconds[1:] or seconds
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    line = {
        "measure": measure,
        "seconds": round(statistics.median(warm), 5),
        "cold": round(seconds[0], 5),
        "peak_bytes": peak,
    }
    print(json.dumps(line), flush=True)


def timed(work, runs):
    """The seconds of a cold run and of `runs` more."""
    seconds = []
    for _ in range(runs + 1):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return seconds


def load():
    """The pipeline, ready to work."""
    pipeline = DiffusionPipeline.from_pretrained(options.folder, torch_dtype=dtype)
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


def picture(pipeline, **more):
    """One whole picture from a prompt."""
    arguments = dict(
        negative_prompt="blurry",
        width=width,
        height=height,
        num_inference_steps=options.steps,
        generator=torch.Generator().manual_seed(42),
    )
    return pipeline("a lion having coffee", **{**arguments, **more}).images[0]


def until_first_step(pipeline):
    """Says when the first step begins and when it has ended, and ends the program."""

    def begins(*_):
        print(json.dumps({"measure": "first-step-begins"}), flush=True)

    def ended(pipeline, step, timestep, tensors):
        print(json.dumps({"measure": "first-step-ended"}), flush=True)
        os._exit(0)

    pipeline.unet.register_forward_pre_hook(begins)

    picture(pipeline, callback_on_step_end=ended)


@torch.inference_mode()
def main():
    start = time.perf_counter()
    pipeline = load()
    seconds = [time.perf_counter() - start]
    if options.first_step:
        until_first_step(pipeline)
    if "load" in wanted:
        for _ in range(options.runs):
            del pipeline
            gc.collect()
            start = time.perf_counter()
            pipeline = load()
            seconds.append(time.perf_counter() - start)
        report("load", seconds)

    unet, vae = pipeline.unet, pipeline.vae
    scale = pipeline.vae_scale_factor
    generator = torch.Generator().manual_seed(1)
    shape = (unet.config.in_channels, height // scale, width // scale)
    latents = torch.randn((2, *shape), generator=generator).to(dtype)
    length = pipeline.tokenizer.model_max_length
    text = torch.randn((2, length, unet.config.cross_attention_dim), generator=generator).to(dtype)
    if "unet" in wanted:
        call = lambda: unet(latents, 500, encoder_hidden_states=text, return_dict=False)
        report("unet", timed(call, options.runs))
    if "vae" in wanted:
        call = lambda: vae.decode(latents[:1], return_dict=False)
        report("vae", timed(call, options.runs))
    if "image" in wanted:
        report("image", timed(lambda: picture(pipeline), max(1, options.runs - 1)))


if __name__ == "__main__":
    sys.exit(main())
