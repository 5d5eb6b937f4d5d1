"""Times Easel beside diffusers on the same weights in the same run, and prints one table.

    python Benchmarks/bench.py PIPELINE SKETCH EASEL_BENCH [--threads N] [--rounds 2] [--quick]

Both programs are run in turn, with nothing else beside them; each figure is the best of the
rounds' medians. A measure that a program does not give is printed as a dash.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
DIFFUSERS = [sys.executable, "-W", "ignore", str(HERE / "diffusers_bench.py")]
GIB = 1 << 30


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("pipeline", help="the full-size pipeline's folder")
    parser.add_argument("sketch", help="the built-in model's folder")
    parser.add_argument("easel_bench", help="the program easel-bench")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--steps", type=int, default=4, help="steps of the whole picture")
    parser.add_argument("--precisions", default="fp32,bf16")
    parser.add_argument("--quick", action="store_true", help="one round, one timed run of each")
    options = parser.parse_args()
    if options.quick:
        options.rounds = 1
    return options


def command(who, options, folder, precision, *more):
    """The command line of one of the two programs; they take the same arguments."""
    program = DIFFUSERS if who == "diffusers" else [options.easel_bench]
    runs = ["--runs", "1"] if options.quick else []
    return [*program, folder, precision, "--threads", str(options.threads), *runs, *more]


def environment(options):
    """The environment of both: the same threads, and no network."""
    threads = str(options.threads)
    return {**os.environ, "OMP_NUM_THREADS": threads, "MKL_NUM_THREADS": threads, "HF_HUB_OFFLINE": "1"}


def lines(options, arguments):
    """Runs a program to its end and gives its lines of JSON by measure."""
    try:
        run = subprocess.run(
            arguments, capture_output=True, text=True, timeout=1800, env=environment(options)
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        print(f"bench: {error}", file=sys.stderr)
        return {}
    if run.returncode:
        print(f"bench: {arguments[0]} ended with {run.returncode}: {run.stderr[-400:]}", file=sys.stderr)
    found = {}
    for line in run.stdout.splitlines():
        try:
            entry = json.loads(line)
            found[entry["measure"]] = entry
        except (ValueError, KeyError, TypeError):
            continue
    return found


def first_step(options, arguments):
    """Seconds from starting the command until it says that the first step begins, and has ended."""
    start = time.perf_counter()
    try:
        process = subprocess.Popen(
            arguments,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=environment(options),
        )
    except OSError:
        return {}
    found = {}
    for line in process.stdout:
        found[json.loads(line)["measure"]] = {"seconds": time.perf_counter() - start}
        if "first-step-ended" in found:
            break
    process.kill()
    process.wait()
    return found


def measure(options):
    """Every measure of both programs: {(precision, measure): {program: [entries]}}."""
    results = {}

    def keep(who, precision, entries, names):
        for name, label in names.items():
            if name in entries:
                results.setdefault((precision, label), {}).setdefault(who, []).append(entries[name])

    def turns(what, rounds=options.rounds):
        """Runs `what` for both programs, A B A B."""
        for _ in range(rounds):
            for who in ["diffusers", "easel"]:
                what(who)

    for precision in options.precisions.split(","):
        call = lambda who, *more: command(who, options, options.pipeline, precision, *more)
        label = f"picture 512x512, {options.steps} steps"
        parts = {"load": "load", "unet": "UNet call 512x512 x2", "vae": "VAE decode 512x512"}

        def start(who):
            small = call(who, "--first-step", "--size", "64x64", "--steps", "2")
            names = {
                "first-step-begins": "command to first step",
                "first-step-ended": "command to first step's end",
            }
            keep(who, precision, first_step(options, small), names)

        turns(start, 3 * options.rounds)

        def steps(who):
            small = call(who, "--only", "load,unet,vae")
            keep(who, precision, lines(options, small), parts)
            whole = call(who, "--only", "image", "--steps", str(options.steps))
            keep(who, precision, lines(options, whole), {"image": label})

        turns(steps)

        def sketch(who):
            more = ["--only", "image", "--size", "256x256", "--steps", "20"]
            entries = lines(options, command(who, options, options.sketch, precision, *more))
            keep(who, precision, entries, {"image": "sketch 256x256, 20 steps"})

        turns(sketch)
    return results


def best(entries, key):
    """The best of the rounds' values, None where there is none."""
    values = [entry[key] for entry in entries or [] if key in entry]
    return min(values) if values else None


def rows(results):
    """The table's rows: precision, measure, diffusers, Easel, ratio."""
    for (precision, label), by in results.items():
        kinds = [("seconds", label, lambda v: f"{v:.3f} s")]
        if label.startswith("picture"):
            memory = lambda v: f"{v / GIB:.2f} GiB"
            kinds.append(("peak_bytes", "peak memory of a picture", memory))
        for key, title, text in kinds:
            theirs, ours = best(by.get("diffusers"), key), best(by.get("easel"), key)
            ratio = f"{ours / theirs:.2f}" if ours and theirs else "—"
            shown = [text(value) if value else "—" for value in (theirs, ours)]
            yield [precision, title, *shown, ratio]


def print_table(options, results):
    """Prints the table in Markdown."""
    head = ["precision", "measure", "diffusers", "easel", "easel / diffusers"]
    body = list(rows(results))
    widths = [max(map(len, column)) for column in zip(head, *body)]
    show = lambda row: "| " + " | ".join(
        cell.ljust(width) if place < 2 else cell.rjust(width)
        for place, (cell, width) in enumerate(zip(row, widths))
    ) + " |"
    print(f"\n{processor()}, {options.threads} threads, best of {options.rounds} rounds\n")
    print(show(head))
    print("|-" + "-|-".join("-" * width for width in widths) + "-|")
    for row in body:
        print(show(row))


def processor():
    """The processor's name."""
    try:
        for line in open("/proc/cpuinfo"):
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.machine()


def warm_files(folder):
    """Reads every file once, so that both programs load from the page cache."""
    for path in Path(folder).rglob("*"):
        if path.is_file():
            with open(path, "rb", buffering=0) as file:
                while file.read(1 << 24):
                    pass


def main():
    options = arguments()
    for folder in [options.pipeline, options.sketch]:
        warm_files(folder)
    print_table(options, measure(options))


if __name__ == "__main__":
    main()
