"""Makes the tokenizer: byte pairs as CLIP has them, of the words that captions and CLDR use."""

import argparse
import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import numpy as np
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

from captions import caption
from catalogue import CLDR, things
from scenes import random_scene
from words import LENGTH

VOCABULARY = 3000
WORDS = r"<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"
BEGIN, END = "<|startoftext|>", "<|endoftext|>"


def corpus(captions: int, seed: int) -> list[str]:
    """Captions; the objects' names, which must not fall apart; and CLDR's keywords for everything else."""
    rng = np.random.default_rng(seed)
    texts = [caption(rng, random_scene(rng)) for _ in range(captions)]
    for thing in things():
        texts += (thing.names + thing.keywords) * 20
    notes = ElementTree.parse(CLDR / "annotations" / "en.xml").getroot().findall(".//annotation")
    return texts + [note.text.replace("|", " ") for note in notes]


def merges(texts: list[str]) -> list[str]:
    """The byte pairs to join, the most frequent first."""
    tokenizer = Tokenizer(models.BPE(end_of_word_suffix="</w>"))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Split(Regex(WORDS), "removed", invert=True),
         pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    tokenizer.train_from_iterator(texts, trainers.BpeTrainer(
        vocab_size=VOCABULARY, min_frequency=2, end_of_word_suffix="</w>", special_tokens=[],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))
    pairs = json.loads(tokenizer.to_str())["model"]["merges"]
    return [pair if isinstance(pair, str) else " ".join(pair) for pair in pairs]


def byte_symbols() -> list[str]:
    """CLIP's letters for the 256 bytes, in its order: printable ones for themselves first."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    rest = [byte for byte in range(256) if byte not in printable]
    return [chr(byte) for byte in printable] + [chr(256 + place) for place in range(len(rest))]


def write(folder: Path, pairs: list[str]) -> None:
    """The files that CLIPTokenizer reads, with CLIP's order of tokens: bytes, bytes at a word's end, pairs, begin, end."""
    symbols = byte_symbols()
    vocabulary = symbols + [symbol + "</w>" for symbol in symbols]
    pairs = [pair for pair in pairs if "".join(pair.split()) not in vocabulary][:VOCABULARY - len(vocabulary) - 2]
    vocabulary += ["".join(pair.split()) for pair in pairs] + [BEGIN, END]
    special = dict(bos_token=BEGIN, eos_token=END, unk_token=END, pad_token=END)
    config = dict(special, model_max_length=LENGTH, do_lower_case=True, add_prefix_space=False, errors="replace",
                  tokenizer_class="CLIPTokenizer")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vocab.json").write_text(json.dumps({token: number for number, token in enumerate(vocabulary)}, ensure_ascii=False))
    (folder / "merges.txt").write_text("\n".join(["#version: 0.2", *pairs]) + "\n")
    (folder / "special_tokens_map.json").write_text(json.dumps(special))
    (folder / "tokenizer_config.json").write_text(json.dumps(config))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="of the tokenizer; written")
    parser.add_argument("--captions", type=int, default=40_000)
    parser.add_argument("--seed", type=int, default=123)
    options = parser.parse_args()
    write(options.folder, merges(corpus(options.captions, options.seed)))
