#!/usr/bin/env bash
# Points OpenAI's own client for Python at the tests' stand-in for OpenAI, to see that it speaks the real dialect: what succeeds and fails
# with Easel does so with the client. The client is installed in an environment of its own, .build-openai.
set -euo pipefail
cd "$(dirname "$0")/.."

environment=.build-openai
if [[ ! -x $environment/bin/python ]]; then
    python3 -m venv "$environment" || {
        echo 'check-openai: python3-venv is missing: apt-get install python3-venv' >&2
        exit 1
    }
fi
"$environment/bin/pip" install --quiet --disable-pip-version-check -r Reference/requirements-openai.txt

coproc standin { .build/release/openai-stand-in; }
read -r base <&"${standin[0]}"
# The stand-in ends when its standard input does.
"$environment/bin/python" Reference/check_openai.py "$base"
