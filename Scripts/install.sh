#!/usr/bin/env bash
# Installs the program and the built-in model under a prefix; DESTDIR is put before it.
set -euo pipefail
cd "$(dirname "$0")/.."

[[ $# == 1 && $1 == /* ]] || { echo "install: PREFIX must be an absolute path" >&2; exit 2; }
target=${DESTDIR:-}$1
bundle=easel_Diffusion.resources

install -d "$target/bin" "$target/share/easel"
install -m 755 .build/release/easel "$target/bin/easel"
rm -rf "$target/share/easel/$bundle"
cp -R ".build/release/$bundle" "$target/share/easel/$bundle"
chmod -R u+w,go+rX "$target/share/easel/$bundle"
echo "installed $target/bin/easel and $target/share/easel/$bundle"
