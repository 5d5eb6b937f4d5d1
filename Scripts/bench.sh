#!/usr/bin/env bash
# Times Easel beside diffusers; arguments go to Benchmarks/bench.py (--quick, --threads N).
set -euo pipefail
cd "$(dirname "$0")/.."

venv=.build-venv
pipeline=.build-bench/sd15-random
sketch=Sources/Diffusion/Resources/sketch

# Makes the private Python environment that diffusers runs in.
make_venv() {
    echo "bench: making $venv with torch and diffusers"
    python3 -m venv "$venv" || {
        echo "bench: python3 cannot make an environment; on Debian: apt-get install python3-venv" >&2
        exit 1
    }
    "$venv/bin/pip" install --quiet -r Reference/requirements.txt
}

"$venv/bin/python" -c 'import diffusers, torch, transformers' 2>/dev/null || make_venv
if [[ ! -d $pipeline ]]; then
    echo "bench: writing $pipeline, 4.3 GB, once"
    rm -rf "$pipeline.part"
    mkdir -p "$(dirname "$pipeline")"
    "$venv/bin/python" -W ignore Benchmarks/make_pipeline.py "$pipeline"
fi
exec "$venv/bin/python" Benchmarks/bench.py "$pipeline" "$sketch" .build/release/easel-bench "$@"
