#!/usr/bin/env bash
# Exports a session of the built-in model in every form, and has libraries of those forms read it.
set -euo pipefail
cd "$(dirname "$0")/.."

venv=.build-exports
folder=.build/exports
easel=$PWD/.build/release/easel
check=$PWD/Reference/check_exports.py

if ! "$venv/bin/python" -c 'import html5lib, markdown_it, nbformat' 2>/dev/null; then
    echo "check-exports: making $venv"
    python3 -m venv "$venv" || {
        echo "check-exports: python3 cannot make an environment; on Debian: apt-get install python3-venv" >&2
        exit 1
    }
    "$venv/bin/pip" install --quiet -r Reference/requirements-exports.txt
fi
python=$PWD/$venv/bin/python

rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"
"$easel" -c '# A lion, <b>having</b> coffee
# Four pictures, a mistake.
load sketch; set seed=42 steps=8
gen "a lion having coffee"
"</pre><script>alert(1)</script> ``` & \"quotes\" [a](b)" negative="blurry"  # markup that must not count
gen "a green forest" n=2 \
  seed=$1.seed
session save session'
# A line that failed, as a shell with a prompt records it.
printf '%s\n' '#- gen "a lion" sead=3' '#= error "`gen` has no option `sead`"' >>session.easel
"$easel" -c 'session load session; export session.ipynb; export session.html; export session.md'
"$python" "$check" session.ipynb session.html session.md
