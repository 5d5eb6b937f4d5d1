"""Makes Tests/Fixtures/tokenizers: texts, and the token ids that transformers gives for them.

Run from the repository's root with transformers 5.23.0 and tokenizers 0.23.3:
    python Reference/tokenizer_fixtures.py

corpus.json      the texts
sketch.json      ids for the built-in model's tokenizer, with what is cut off
small.json       ids for the two folders below, which transformers reads alike
small-merges/    a second tokenizer, as old repositories have it: vocab.json and merges.txt
small-json/      the same as transformers 5 saves it: tokenizer.json
clip/, clip_2/   CLIP's own tokenizer, as both of SDXL's text encoders have it: they pad differently
clip.json        ids for the first of them, and for the second where they differ
settings.json    folders with other special tokens, sides and merges, and ids for a few texts
scalars.json     how single scalars, all of the BMP and of the planes 1 and 2, are classified
"""

import json
import random
import shutil
import tempfile
from collections import Counter
from itertools import groupby
from pathlib import Path

import tokenizers
import transformers
from tokenizers import Regex, normalizers, pre_tokenizers
from transformers import CLIPTokenizer

ROOT = Path(__file__).resolve().parent.parent
SKETCH = ROOT / "Sources/Diffusion/Resources/sketch/tokenizer"
CLIP_MERGES = ROOT / "Sources/Diffusion/Resources/clip/merges.txt"
OUT = ROOT / "Tests/Fixtures/tokenizers"
MADE = {
    "made by": "Reference/tokenizer_fixtures.py",
    "transformers": transformers.__version__,
    "tokenizers": tokenizers.__version__,
}

SUBJECTS = "a lion|two red foxes|an old man's hat|the queen's castle|a cat who can't sleep|robots that'll dance|a café".split("|")
ACTIONS = "having coffee|drinking tea|riding a bike|isn't smiling|reading a newspaper|they've built|I'd paint".split("|")
STYLES = "oil painting|4k|highly detailed|8K UHD!!|trending on artstation|in the style of van gogh|f/1.8, 35mm|#art @home".split("|")
PHRASES = """Ein Löwe trinkt Kaffee auf der Straße|Übergrößenträger|Ça coûte 25 €, n'est-ce pas ?|El niño comió piñas|İSTANBUL'da çay
Žluťoučký kůň|ΟΔΥΣΣΕΥΣ ΣΟΦΟΣ|Красная площадь, зимой|コーヒーを飲むライオン|カフェ|喝咖啡的狮子|한국어 텍스트|안녕|أسد يشرب القهوة|مَرْحَبًا ١٢٣
אריה שותה קפה|शेर कॉफ़ी पी रहा है १२३|สิงโตกำลังดื่มกาแฟ ๔๕|ক্যাফে|காபி|ལྷ་ས་|ქართული|Հայերեն|ⅣⅧ ½ ² ①②|𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𝟚𝟛|ﬁne ﬂuﬀ|ＦＵＬＬＷＩＤＴＨ
""".replace("\n", "|").strip("|").split("|")
EMOJI = "😀 👍🏽 👩‍👩‍👧‍👦 🏳️‍🌈 🇩🇪 🇯🇵🇫🇷 ❤️ 1️⃣ 👨🏿‍🚀 🦁☕ 🫠 🪿".split(" ")
MARKERS = "<|startoftext|> <|endoftext|> <|STARTOFTEXT|> <|EndOfText|> <|endoftext <| |> </w> ! !!".split(" ")
SPACES = list(" \t\n\r\v\f\x1c\x1f\x85\xa0\u1680\u2003\u2028\u2029\u202f\u205f\u3000\u200b\u200c\u200d\u2060\ufeff\u180e\u00ad")
MARKS = [chr(c) for c in range(0x300, 0x370)] + list("\u0591\u064b\u0651\u093c\u0e31\u0f71\u0f73\u0f75\u0f81\u3099\u20dd\u0d3b\u1df6\u0898")
RANGES = [(0x00, 0x20), (0x7F, 0xA0), (0xA0, 0x250), (0x370, 0x530), (0x590, 0x700), (0x900, 0xE00), (0xE00, 0x1000),
          (0x1000, 0x2000), (0x2000, 0x2C00), (0x1100, 0x1200), (0xAC00, 0xAD00), (0x4E00, 0x4F00), (0xF900, 0xFB50),
          (0xFB50, 0xFFFF), (0x10000, 0x11000), (0x11000, 0x12000), (0x1D400, 0x1D800), (0x1F000, 0x1FB00)]


SETTINGS_TEXTS = ["hi !! you!", "<|STARTOFTEXT|> a", "a<|endoftext|>!!b", "A <PAD> b <pad>", "aaaaaa aaab", "one two three four five six"]
FLAGS = {"lstrip": False, "normalized": True, "rstrip": False, "single_word": False}


def prompt(rng):
    words = [rng.choice(SUBJECTS), rng.choice(ACTIONS)] + rng.sample(STYLES, rng.randint(0, 4))
    text = rng.choice([" ", ", "]).join(words)
    return rng.choice([str, str.upper, str.title, str])(text)


def piece(rng):
    """A few characters of one of many kinds."""
    kind = rng.randrange(9)
    if kind == 0:
        return rng.choice(PHRASES)
    if kind == 1:
        return rng.choice(EMOJI)
    if kind == 2:
        return rng.choice(MARKERS)
    if kind == 3:
        return "".join(rng.choices(SPACES, k=rng.randint(1, 3)))
    if kind == 4:
        return rng.choice("aeioucnsAEO") + "".join(rng.choices(MARKS, k=rng.randint(1, 3)))
    if kind == 5:
        return rng.choice(["'s", "'S", "'ll", "'re", "''d", "'ſ", "’s", "can't", "1990's", "3.14", "a1b2"])
    if kind == 6:
        return rng.choice(SUBJECTS).split(" ")[-1]
    low, high = rng.choice(RANGES)
    return "".join(chr(rng.randrange(low, high)) for _ in range(rng.randint(1, 6)))


def corpus():
    rng = random.Random(20_260_101)
    texts = ["", " ", "\0", "'", "'s", "<|endoftext|>", "<|startoftext|><|endoftext|>", "a" * 400, "!" * 100, "é" * 80]
    texts += [" ".join(prompt(rng) for _ in range(12)), "👩‍👩‍👧‍👦" * 40, "𝟚" * 90, "e" + "\u0301" * 120]
    texts += PHRASES + EMOJI + MARKERS
    texts += [prompt(rng) for _ in range(600)]
    while len(texts) < 2400:
        glue = rng.choice(["", " "])
        texts.append(glue.join(piece(rng) for _ in range(rng.randint(1, 9))))
    return texts


def train(texts, size):
    """A plain byte-pair vocabulary: bytes that the alphabet lacks, start and end in front, `!` for padding."""
    sketch = CLIPTokenizer.from_pretrained(SKETCH).backend_tokenizer
    words = Counter()
    for text in texts:
        for word, _ in sketch.pre_tokenizer.pre_tokenize_str(sketch.normalizer.normalize_str(text)):
            words[tuple(word[:-1]) + (word[-1] + "</w>",)] += 1
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    absent = set("ãðÎ")
    tokens = ["!", "<|startoftext|>", "<|endoftext|>"]
    tokens += [c for c in alphabet if c not in absent and c != "!"]
    tokens += [c + "</w>" for c in alphabet if c not in absent]
    merges = []
    while len(tokens) < size:
        pairs = Counter()
        for word, count in words.items():
            for pair in zip(word, word[1:]):
                if not any(part[0] in absent for part in pair):
                    pairs[pair] += count
        best = min(pairs, key=lambda pair: (-pairs[pair], pair))
        merges.append(best)
        tokens.append("".join(best))
        words = Counter({merge(word, best): count for word, count in words.items()})
    return {token: index for index, token in enumerate(dict.fromkeys(tokens))}, merges


def merge(word, pair):
    out = []
    for part in word:
        if out and (out[-1], part) == pair:
            out[-1] += part
        else:
            out.append(part)
    return tuple(out)


def save_small(texts):
    vocabulary, merges = train(texts, 1300)
    old, new = OUT / "small-merges", OUT / "small-json"
    old.mkdir(parents=True)
    write(old / "vocab.json", vocabulary)
    (old / "merges.txt").write_text("#version: 0.2\n" + "".join(f"{a} {b}\n" for a, b in merges))
    write(old / "tokenizer_config.json", {
        "add_prefix_space": False, "do_lower_case": True, "errors": "replace", "model_max_length": 77,
        "bos_token": token("<|startoftext|>"), "tokenizer_class": "CLIPTokenizer"})
    write(old / "special_tokens_map.json", {
        "bos_token": bare("<|startoftext|>"), "eos_token": bare("<|endoftext|>"),
        "unk_token": bare("<|endoftext|>"), "pad_token": "!"})
    CLIPTokenizer.from_pretrained(old).save_pretrained(new)
    return old, new


def save_clip():
    """CLIP's tokenizer twice, with the vocabulary as OpenAI's code makes it from the merges."""
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    pairs = [line.split(" ") for line in CLIP_MERGES.read_text().splitlines()[1:]]
    tokens = letters + [letter + "</w>" for letter in letters] + ["".join(pair) for pair in pairs]
    tokens += ["<|startoftext|>", "<|endoftext|>"]
    folders = OUT / "clip", OUT / "clip_2"
    for folder, pad in zip(folders, ["<|endoftext|>", "!"]):
        folder.mkdir(parents=True)
        (folder / "merges.txt").symlink_to(Path("../../../..") / CLIP_MERGES.relative_to(ROOT))
        write(folder / "tokenizer_config.json", {
            "bos_token": "<|startoftext|>", "eos_token": "<|endoftext|>", "unk_token": "<|endoftext|>",
            "pad_token": pad, "model_max_length": 77, "tokenizer_class": "CLIPTokenizer"})
    write_vocabulary(folders[0] / "vocab.json", tokens)
    (folders[1] / "vocab.json").symlink_to("../clip/vocab.json")
    return folders


def encode(folder, texts):
    """The ids of each text without its padding, after a check that what is left off is padding."""
    tokenizer = CLIPTokenizer.from_pretrained(folder)
    padded = tokenizer(texts, padding="max_length", truncation=True, max_length=tokenizer.model_max_length)
    rows = []
    for ids, mask in zip(padded.input_ids, padded.attention_mask):
        used = sum(mask)
        assert ids[used:] == [tokenizer.pad_token_id] * (len(ids) - used)
        rows.append(ids[:used])
    return tokenizer, rows


def cuts(tokenizer, texts):
    """What diffusers says of each text that is too long: how many tokens, and what they stand for."""
    whole = tokenizer(texts).input_ids
    cut = [ids[tokenizer.model_max_length - 1:-1] for ids in whole]
    return [[len(ids), tokenizer.decode(ids)] if ids else None for ids in cut]


def scalars():
    """Runs of scalars of the same kind, and scalars that normalising changes, each by the library's own steps."""
    letter, number, space = (pre_tokenizers.Split(Regex(r), "removed", True) for r in (r"\p{L}", r"\p{N}", r"\s"))
    steps = normalizers.Sequence([normalizers.NFC(), normalizers.Lowercase()])

    def kind(text):
        return next((k for k, split in zip("LNS", (letter, number, space)) if split.pre_tokenize_str(text)), "O")

    every = [c for c in range(0x30000) if not 0xD800 <= c < 0xE000]
    kinds = [[k, len(list(run))] for k, run in groupby(every, lambda c: kind(chr(c)))]
    changed = {f"{c:X}": new for c in every if (new := steps.normalize_str(chr(c))) != chr(c)}
    return {**MADE, "kinds": kinds, "normalized": changed}


def token(content, **flags):
    return {"__type": "AddedToken", "content": content, **FLAGS, **flags}


def bare(content, **flags):
    return {"content": content, **FLAGS, **flags}


def settings():
    """Folders as repositories have them; those without a vocabulary take that of small-merges."""
    config = {"model_max_length": 12}
    listed = {"0": bare("!", normalized=False, special=True), "1": bare("<|startoftext|>", special=True),
              "2": bare("<|endoftext|>", special=True)}
    marks = {"bos_token": bare("<|startoftext|>"), "eos_token": bare("<|endoftext|>"), "unk_token": bare("<|endoftext|>")}
    cases = {
        "nothing but the vocabulary": {},
        "length": {"config": config},
        "no limit": {"config": {"model_max_length": 1e30, "pad_token": "!"}},
        "markers normalised": {"config": config, "map": {**marks, "pad_token": "<|endoftext|>"}},
        "marker both ways": {"config": config, "map": {**marks, "unk_token": "<|endoftext|>"}},
        "padding of its own": {"config": {**config, "pad_token": "<pad>"}},
        "padding from the vocabulary": {"config": {**config, "pad_token": "!"}},
        "map over configuration": {"config": {**config, "pad_token": "a"}, "map": {"pad_token": "!"}},
        "listed tokens over map": {"config": {**config, "pad_token": "!", "added_tokens_decoder": listed}, "map": {"pad_token": "a"}},
        "stripping": {"config": {**config, "pad_token": token("<pad>", lstrip=True, rstrip=True)}},
        "single words": {"config": {**config, "mask_token": token("a", single_word=True), "cls_token": token("you", single_word=True, rstrip=True)}},
        "added by number": {"config": config, "added": {"<pad>": 4000, "you": 17}},
        "extra tokens": {"config": {**config, "additional_special_tokens": ["you", "<pad>"], "image_token": "hi"}},
        "left sides": {"config": {**config, "padding_side": "left", "truncation_side": "left"}},
        "special tokens as text": {"config": {**config, "split_special_tokens": True}},
        "merges out of order": {
            "config": config, "vocab": ["a", "b", "a</w>", "b</w>", "aa", "aaa", "<|startoftext|>", "<|endoftext|>"],
            "merges": "#version: 0.2\r\naa a\r\na a\r\n"},
        "gaps in the numbers": {
            "config": {**config, "pad_token": "<pad>"}, "merges": "",
            "vocab": {"a": 7, "b</w>": 5, "<|startoftext|>": 5000, "<|endoftext|>": 6000}},
    }
    rows = []
    for name, case in cases.items():
        names = {"config": "tokenizer_config.json", "map": "special_tokens_map.json", "added": "added_tokens.json",
                 "vocab": "vocab.json", "merges": "merges.txt"}
        if isinstance(case.get("vocab"), list):
            case["vocab"] = {t: i for i, t in enumerate(case["vocab"])}
        files = {names[k]: v if isinstance(v, str) else json.dumps(v) for k, v in case.items()}
        with tempfile.TemporaryDirectory() as folder:
            for path in (OUT / "small-merges").glob("[vm]*"):
                shutil.copy(path, folder)
            for file, text in files.items():
                (Path(folder) / file).write_bytes(text.encode())
            tokenizer = CLIPTokenizer.from_pretrained(folder)
            limited = tokenizer.model_max_length < 1e20
            how = {"padding": "max_length", "truncation": True} if limited else {}
            rows.append({"name": name, "files": files, "size": len(tokenizer), "ids": tokenizer(SETTINGS_TEXTS, **how).input_ids})
    return rows


def write(path, value):
    path.write_text(json.dumps(value, separators=(",", ":")) + "\n")


def write_vocabulary(path, tokens):
    path.write_text(json.dumps({t: i for i, t in enumerate(tokens)}, separators=(",", ":"), ensure_ascii=False) + "\n")


def write_rows(path, **columns):
    """JSON with a row of each column on a line."""
    head = [f"{json.dumps(k)}:{json.dumps(v)}" for k, v in MADE.items()]
    body = [f"{json.dumps(k)}:[\n" + ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows) + "\n]"
            for k, rows in columns.items()]
    path.write_text("{" + ",\n".join(head + body) + "}\n")


def main():
    shutil.rmtree(OUT, ignore_errors=True)
    texts = corpus()
    old, new = save_small(texts)
    write_rows(OUT / "corpus.json", texts=texts)
    tokenizer, rows = encode(SKETCH, texts)
    write_rows(OUT / "sketch.json", ids=rows, cuts=cuts(tokenizer, texts))
    (_, rows), (_, same) = encode(old, texts), encode(new, texts)
    assert rows == same
    write_rows(OUT / "small.json", ids=rows)
    (_, first), (_, second) = (encode(folder, texts) for folder in save_clip())
    write_rows(OUT / "clip.json", ids=first, second=[b if a != b else None for a, b in zip(first, second)])
    write_rows(OUT / "settings.json", texts=SETTINGS_TEXTS, cases=settings())
    write(OUT / "scalars.json", scalars())


if __name__ == "__main__":
    main()
