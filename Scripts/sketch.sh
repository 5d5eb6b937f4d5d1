#!/usr/bin/env bash
# Trains `sketch`, the built-in model, and puts it into .build-sketch/sketch. Takes hours on a CPU.
#
#   Scripts/sketch.sh             from nothing
#   Scripts/sketch.sh --older F   from the weights of an older `sketch` in folder F
#   Scripts/sketch.sh --short     two steps of everything, in .build-sketch-short: whether it runs
set -euo pipefail
cd "$(dirname "$0")/.."

venv=.build-venv
work=.build-sketch
packages=(fonts-noto-color-emoji unicode-cldr-core fonts-dejavu-core)

# Steps of the warm start, the UNet, the VAE's decoder, and how many scenes are kept.
text_steps=2000 unet_steps=12000 vae_steps=3000 count=64000
evaluated=()
older=
while (($#)); do
    case $1 in
    --older) older=$2 unet_steps=6000; shift ;;
    --short)
        work=.build-sketch-short text_steps=2 unet_steps=2 vae_steps=2 count=128
        evaluated=(--objects 4 --pairs 2)
        ;;
    *)
        echo "sketch: unknown option $1" >&2
        exit 2
        ;;
    esac
    shift
done

# Makes the private Python environment.
make_venv() {
    echo "sketch: making $venv with torch and diffusers"
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet -r Reference/requirements.txt
}

# Runs a step of Reference/sketch.
step() {
    echo "sketch: $*"
    "$venv/bin/python" -W ignore "Reference/sketch/$1.py" "${@:2}"
}

for package in "${packages[@]}"; do
    dpkg-query -W "$package" >/dev/null || {
        echo "sketch: apt-get install ${packages[*]}" >&2
        exit 1
    }
done
"$venv/bin/python" -c 'import diffusers, torch, transformers' 2>/dev/null || make_venv
model=$work/model
scenes=$work/scenes.pickle
mkdir -p "$model"

if [[ -n $older ]]; then
    step start "$model" --older "$older"
else
    step tokenizer "$model/tokenizer"
    step start "$model"
    step text_encoder "$model" --steps "$text_steps"
fi
step dataset "$scenes" --count "$count"
step unet "$scenes" "$model" --steps "$unet_steps"
step vae "$model" --steps "$vae_steps" --redraw
step assemble "$model" "$work/sketch"
step sheet "$work/sketch" "$work/sketch/contact-sheet.jpg"
step evaluate "$work/sketch" --negatives "$work/negatives.png" "${evaluated[@]}" | tee "$work/sketch/evaluation.txt"
