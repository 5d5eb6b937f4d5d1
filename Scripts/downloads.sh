#!/usr/bin/env bash
# Times Easel's download of 2 GB from loopback, hashed, beside curl's; needs 4 GB of disk. The argument is how many turns.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=$PWD/.build-bench/download
mkdir -p "$folder"
exec python3 Benchmarks/bench_download.py \
    "$PWD/.build/release/hub-stand-in" "$PWD/.build/release/easel" "$folder" "$@"
