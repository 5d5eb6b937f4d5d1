"""Makes Sources/Diffusion/Resources/clip/merges.txt: the byte pairs of OpenAI's CLIP.

    .build-venv/bin/pip install --no-deps open_clip_torch==3.3.0
    .build-venv/bin/python Reference/clip_vocabulary.py

The package holds the list as OpenAI published it, of which CLIP uses the first 48,894. The rest of
the vocabulary follows from them: 256 characters for bytes, the same at the end of a word, what each
pair makes, and the two marks for start and end.
"""

import gzip
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MERGES = ROOT / "Sources/Diffusion/Resources/clip/merges.txt"
COUNT = 49_152 - 256 - 2


def main():
    package = Path(find_spec("open_clip").origin).parent
    with gzip.open(package / "bpe_simple_vocab_16e6.txt.gz", "rt", encoding="utf-8") as file:
        lines = file.read().split("\n")
    merges = lines[1 : COUNT + 1]
    assert len(set(merges)) == COUNT and all(len(line.split(" ")) == 2 for line in merges)
    MERGES.write_text("#version: 0.2\n" + "\n".join(merges) + "\n", encoding="utf-8")
    print(f"{len(merges)} pairs, {MERGES.stat().st_size} bytes")


if __name__ == "__main__":
    main()
