#!/usr/bin/env bash
# Runs the tests that were built, and names those that failed once more at the end.
set -euo pipefail
cd "$(dirname "$0")/.."

log=.build/test.log
swift test -c release --skip-build --disable-xctest "$@" 2>&1 | tee "$log" || {
    status=$?
    echo
    echo "What failed (all of it: $log):"
    grep -E '^✘ Test .* (recorded an issue|failed)' "$log" || tail -n 20 "$log"
    exit "$status"
}
