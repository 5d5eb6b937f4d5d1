"""Makes the same picture with diffusers and with Easel, and says how far the pixels are apart.

    python Reference/compare_pipeline.py FOLDER EASEL
    python Reference/compare_pipeline.py --random 100 EASEL [--seed S] [--rare P] [--keep DIR]
    python Reference/compare_pipeline.py --random 1 --seed S --draw 17 EASEL --keep DIR

With --random, tiny pipelines of random configuration are drawn, saved as repositories are, and
compared on random requests; a draw depends on the seed and its number only. `own` is how far
diffusers is from itself when its weights are changed by a millionth: a picture that differs no
more than that is no finding. The exit status is 0 where every picture agrees within 1 of 255.
"""

import argparse
import random
import subprocess
import sys
import tempfile
import warnings
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

warnings.filterwarnings("ignore")

import numpy
import torch
from diffusers import DiffusionPipeline
from diffusers.utils import logging as diffusers_logging
from PIL import Image
from transformers.utils import logging as transformers_logging

import random_recipes
from legacy import write_legacy
from pipelines import build

PROMPTS = [
    "a lion having coffee",
    "a lion having coffee",
    "A Lion   having COFFEE, isn't it?",
    "Café ☕ with a 🦁 — 1,234 кофе 咖啡",
    "a lion having coffee in a coffee shop, " * 12,
    'the "best" lion; with a backslash \\ and # sign',
]


@dataclass
class Request:
    """What is asked of both."""

    prompt: str = "a lion having coffee"
    negative: str | None = "blurry"
    width: int = 64
    height: int = 96
    steps: int = 4
    seed: int = 42
    guidance: float | None = None

    def lines(self, folder, out):
        """The request in Easel's language."""
        quote = lambda text: '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
        more = "" if self.negative is None else f" negative={quote(self.negative)}"
        if self.guidance is not None:
            more += f" guidance={self.guidance}"
        return (
            f"load {quote(str(folder))} fp32 cpu; set seed {self.seed}; set steps {self.steps}; "
            f"set size {self.width}x{self.height}; gen {quote(self.prompt)}{more}; "
            f"save $last {quote(str(out))}"
        )


def with_diffusers(pipeline, request):
    """The pixels by diffusers, as numbers from 0 to 255 before rounding."""
    options = {} if request.guidance is None else {"guidance_scale": request.guidance}
    image = pipeline(
        request.prompt,
        negative_prompt=request.negative,
        width=request.width,
        height=request.height,
        num_inference_steps=request.steps,
        generator=torch.Generator().manual_seed(request.seed),
        output_type="np",
        **options,
    ).images[0]
    return image * 255.0


def with_easel(easel, folder, request, out):
    """The pixels by Easel, or the reason why there are none."""
    command = [easel, "-c", request.lines(folder, out)]
    try:
        run = subprocess.run(command, capture_output=True, timeout=300)
    except subprocess.TimeoutExpired:
        return None, "no end within 300 s"
    errors = run.stderr.decode(errors="replace").strip()
    if run.returncode < 0 or run.returncode > 3:
        return None, f"CRASH {run.returncode}: {errors[-500:]}"
    if run.returncode or not out.exists():
        return None, f"refused ({run.returncode}): {errors[-500:]}"
    return numpy.asarray(Image.open(out).convert("RGB")), None


@torch.no_grad()
def own_spread(pipeline, request, reference):
    """How far diffusers is from itself when the UNet's and the VAE's weights change by 1e-6."""
    generator = torch.Generator().manual_seed(99)
    for module in [pipeline.unet, pipeline.vae]:
        for value in module.parameters():
            value.mul_(1 + 1e-6 * torch.randn(value.shape, generator=generator))
    return float(numpy.abs(with_diffusers(pipeline, request) - reference).max())


def compare(folder, easel, request, out):
    """One comparison: a verdict and a line about it."""
    pipeline = DiffusionPipeline.from_pretrained(folder, torch_dtype=torch.float32)
    pipeline.set_progress_bar_config(disable=True)
    exact = with_diffusers(pipeline, request)
    if not numpy.isfinite(exact).all():
        return "void", "diffusers makes no finite numbers"
    ours, problem = with_easel(easel, folder, request, out)
    if problem:
        return "CRASH" if problem.startswith(("CRASH", "no end")) else "refused", problem
    theirs = exact.round().astype(int)
    if ours.shape != theirs.shape:
        return "DIFFERENT", f"shape {ours.shape}, diffusers {theirs.shape}"
    difference = numpy.abs(ours.astype(int) - theirs)
    own = own_spread(pipeline, request, exact)
    line = f"max {difference.max():3d}  unequal {100 * (difference > 0).mean():5.2f} %  own {own:.3f}"
    if difference.max() <= 1:
        return "equal", line
    # Rounding apart, differences of the size of diffusers' own are not ours.
    return ("unstable" if difference.max() <= 1 + 4 * own and own > 0.2 else "DIFFERENT"), line


def random_request(d):
    """A request that differs from the default in a few places."""
    return Request(
        prompt=d.one(*PROMPTS),
        negative=d.one("blurry", "blurry", None, "", PROMPTS[3]),
        width=8 * d.one(1, 2, 4, 5, 8, 8, 9),
        height=8 * d.one(1, 3, 4, 7, 8, 12),
        steps=d.one(1, 2, 3, 4, 4, 5, 7),
        seed=d.one(0, 42, 42, 2**32 - 1, 123456789, 2**53 - 1),
        guidance=d.one(None, None, 1.0, 0.0, 2.5, 9.0),
    )


def save_as_repositories_do(pipeline, folder, d):
    """Saves in one of the forms that repositories have; gives its name."""
    forms = ["plain", "plain", "sharded", "half"]
    if not hasattr(pipeline, "text_encoder_2"):
        forms.append("old names")
    form = d.one(*forms)
    if form == "sharded":
        pipeline.save_pretrained(folder, max_shard_size="20KB")
    elif form == "half":  # weights in fp16, to be computed with in fp32
        pipeline.to(torch.float16).save_pretrained(folder)
    elif form == "old names":
        pipeline.save_pretrained(folder.with_name("new"))
        write_legacy(folder.parent, "new", folder.name)
    else:
        pipeline.save_pretrained(folder)
    return form


def draw(number, options):
    """The pipeline and request of a number: saved under a folder, with a line about them."""
    for attempt in range(50):
        generator = random.Random(f"{options.seed}/{number}/{attempt}")
        recipe, rare = random_recipes.recipe(
            generator, options.rare, options.kind, options.scheduler
        )
        d = random_recipes.Draws(generator, 0)
        request = random_request(d) if options.requests else Request()
        try:
            pipeline = build(recipe)
            pixels = with_diffusers(pipeline, request)
        except Exception as error:  # diffusers refuses some combinations: draw another
            if options.verbose:
                print(f"    draw {number}/{attempt}: {type(error).__name__}: {str(error)[:150]}")
            continue
        if numpy.isfinite(pixels).all() and pixels.std() > 10:
            return recipe, rare, request, pipeline, d
    raise SystemExit(f"draw {number}: diffusers made no picture in 50 attempts")


def compare_random(options):
    """Draws pipelines and compares them; the exit status."""
    verdicts = Counter()
    numbers = [options.draw] if options.draw is not None else range(options.random)
    for number in numbers:
        recipe, rare, request, pipeline, d = draw(number, options)
        with tempfile.TemporaryDirectory(prefix="easel-compare-") as scratch:
            folder = Path(options.keep or scratch).resolve() / f"draw-{number}" / "model"
            folder.parent.mkdir(parents=True, exist_ok=True)
            form = save_as_repositories_do(pipeline, folder, d)
            verdict, line = compare(folder, options.easel, request, folder.parent / "easel.png")
        verdicts[verdict] += 1
        kind = "SDXL" if len(recipe.text) == 2 else "SD"
        print(f"{number:4d} {verdict:9s} {line}")
        if verdict != "equal" or options.verbose:
            print(f"     {kind}, {form}; {request}")
            print(f"     {recipe.scheduler}")
            print(f"     rare: {', '.join(rare) or 'nothing'}")
            print(f"     unet {recipe.unet}\n     vae {recipe.vae}\n     text {recipe.text}")
        sys.stdout.flush()
    print("; ".join(f"{count} {verdict}" for verdict, count in sorted(verdicts.items())))
    return 1 if verdicts["DIFFERENT"] or verdicts["CRASH"] else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", nargs="?", help="a pipeline's folder (without --random)")
    parser.add_argument("easel", help="the program")
    parser.add_argument("--random", type=int, metavar="N", help="compare N random pipelines")
    parser.add_argument("--draw", type=int, metavar="K", help="only the random pipeline K")
    parser.add_argument("--seed", default="1", help="what the random pipelines are drawn from")
    parser.add_argument("--rare", type=float, default=0.03, help="probability of each rare option")
    parser.add_argument("--kind", choices=["sd", "sdxl"])
    parser.add_argument("--scheduler", choices=list(random_recipes.SCHEDULERS))
    parser.add_argument("--keep", metavar="DIR", help="keep the pipelines and pictures there")
    parser.add_argument("--plain-request", dest="requests", action="store_false")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    options.easel = str(Path(options.easel).resolve())
    torch.set_num_threads(1)  # the models are too small to share out
    diffusers_logging.set_verbosity_error()
    diffusers_logging.disable_progress_bar()
    transformers_logging.set_verbosity_error()
    transformers_logging.disable_progress_bar()
    if options.random or options.draw is not None:
        return compare_random(options)
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch) / "out.png"
        verdict, line = compare(Path(options.folder).resolve(), options.easel, Request(), out)
    print(f"{verdict}  {line}")
    return 0 if verdict == "equal" else 1


if __name__ == "__main__":
    sys.exit(main())
