#!/usr/bin/env bash
# Runs the lessons and records anew what came of them; says which pictures or facts changed. A lesson of which
# nothing but the seconds changed stays as it is.
set -euo pipefail
cd "$(dirname "$0")/.."

easel=.build/release/easel
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0

# What a lesson says, and what came of it but for the time that it took.
facts() { sed 's/ seconds [0-9.]*$//' "$1"; }
# What a lesson says.
lines() { grep -v '^#=' "$1"; }

for lesson in sessions/*.easel; do
    name=$(basename "$lesson" .easel)
    new=$work/$name
    if ! "$easel" -c "source $lesson; session save $new" >"$work/output" 2>&1; then
        echo "$lesson: failed"
        grep -A 5 '^error:' "$work/output" || tail -n 5 "$work/output"
        status=1
    elif ! diff <(lines "$lesson") <(lines "$new.easel") >"$work/output"; then
        echo "$lesson: not recorded, since its own lines would change"
        cat "$work/output"
        status=1
    elif diff <(facts "$lesson") <(facts "$new.easel") >"$work/output"; then
        echo "$lesson: unchanged"
    else
        echo "$lesson: recorded anew"
        grep '^[<>]' "$work/output" | cut -c 1-150
        rm -rf "sessions/$name"
        [[ ! -d $new ]] || mv "$new" "sessions/$name"
        mv "$new.easel" "$lesson"
    fi
done
exit "$status"
