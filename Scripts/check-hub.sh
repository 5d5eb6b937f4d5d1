#!/usr/bin/env bash
# Has huggingface_hub itself and Easel share a cache, against a stand-in of the Hub; `--write` also writes down the tree that the
# tests compare Easel's cache with.
set -euo pipefail
cd "$(dirname "$0")/.."

venv=.build-hub
folder=$PWD/.build/hub
tools=.build/release
fixture=$PWD/Tests/Fixtures/pipelines/sd

if ! "$venv/bin/python" -c 'import huggingface_hub' 2>/dev/null; then
    echo "check-hub: making $venv"
    python3 -m venv "$venv" || {
        echo "check-hub: python3 cannot make an environment; on Debian: apt-get install python3-venv" >&2
        exit 1
    }
    "$venv/bin/pip" install --quiet -r Reference/requirements-hub.txt
fi

rm -rf "$folder"
mkdir -p "$folder"
# The stand-in ends when its input does.
coproc server { exec "$tools/hub-stand-in" "$fixture"; }
read -r address <&"${server[0]}"
list=()
if [[ ${1:-} == --write ]]; then list=(--write "$PWD/Tests/Fixtures/hub/layout.txt"); fi
"$venv/bin/python" -W error Reference/check_hub.py \
    "$address" "$PWD/$tools/easel" "$fixture" "$folder" "${list[@]}"
