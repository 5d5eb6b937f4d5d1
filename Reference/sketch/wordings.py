"""What people put around the thing they want: "please draw ...", "a nice photo of ...", "... , digital art".

A caption's frame says nothing about the picture, and there are more frames than anybody can list. So training meets
many, put together from parts, and among the parts words that mean nothing at all: what it has to learn is to look past
every word that it does not know. The frames in HELD_OUT are for the evaluation alone.
"""

HELD_OUT = (
    "show me {}", "{}, please", "a cartoon of {}", "i would like to see {}", "a postcard with {}", "can you draw {}?",
    "one sketch of {}", "a wonderful {}", "my drawing shows {}", "{} in the style of an emoji", "may i have {}?", "there stood {}",
    "just {}", "my favourite is {}",
)
MEDIA = """photo picture image drawing painting illustration portrait sticker icon poster print doodle watercolour comic logo
           snapshot close-up scene render stamp mural tattoo badge page canvas flashcard scorecard""".split()
ARTICLES = ("a", "a", "a", "the", "one", "another", "this", "some", "your", "our")
ADJECTIVES = """cute beautiful happy nice lovely pretty funny colourful friendly simple bright young charming sweet great
                good new detailed realistic famous fine amazing perfect""".split()
OPENINGS = ("", "", "", "please", "could you", "will you", "would you", "i want you to", "let us", "now", "hello,", "ok,", "we should")
VERBS = "draw paint make create generate imagine give give_me bring design find print get".split()
STATEMENTS = ("here is", "this is", "we see", "there is", "look at", "i want", "i need", "we want to have", "it is", "he likes",
              "she wants", "they have", "everybody loves", "my page has", "it shows you", "what about", "how about", "let me have")
INSIDE = ("of", "of", "of", "with", "showing", "about", "for", "that has")
ENDINGS = ("high quality", "highly detailed", "cartoon style", "4k", "digital art", "for me", "for my wall", "as a painting",
           "in oil", "in chalk", "sharp focus", "if you can", "thank you", "right now", "best quality", "warm tones")
SYLLABLES = ("ba be bi bo bu da de di do fa fe fi ga go ha he hi jo ka ke ki la le li lo lu ma me mi mo na ne ni no pa pe pi po "
             "ra re ri ro sa se shi so sta ta te ti to tra va ve vi wa we wi wo ya zo").split()
CODAS = ("", "", "n", "r", "s", "l", "st", "nd", "ck", "ng", "sh", "m", "ful", "ing", "ed", "ly", "er")
NONSENSE_SHARE = .3  # of the words that fill a frame


def framed(rng, text: str) -> str:
    """A frame of training around a description."""
    kind = rng.random()
    if kind < .35:
        start = ""
    elif kind < .65:
        start = _medium(rng)
    elif kind < .85:
        start = f"{_pick(rng, OPENINGS)} {_pick(rng, VERBS).replace('_', ' ')} {_medium(rng) if rng.random() < .3 else ''}"
    else:
        start = _pick(rng, STATEMENTS)
    return " ".join(f"{start} {text}{_ending(rng)}".split())


def adjective(rng) -> str:
    """A word of praise, or one that means nothing."""
    return _word(rng, ADJECTIVES)


def paraphrased(rng, text: str) -> str:
    """A frame that training never uses around a description."""
    frame = _pick(rng, HELD_OUT)
    if frame.startswith("a wonderful"):
        text = text.removeprefix("a ").removeprefix("an ").removeprefix("the ")
    return frame.format(text)


def _medium(rng) -> str:
    """"a nice photo of", "poster with"."""
    words = [_pick(rng, ARTICLES)] if rng.random() < .8 else []
    if rng.random() < .2:
        words.append(adjective(rng))
    return " ".join([*words, _word(rng, MEDIA), _pick(rng, INSIDE)])


def _ending(rng) -> str:
    kind = rng.random()
    if kind < .7:
        return ""
    if kind < .8:
        return _pick(rng, (".", "!", "?"))
    return _pick(rng, (", ", ", ", " ")) + (_nonsense(rng) if rng.random() < NONSENSE_SHARE else _pick(rng, ENDINGS))


def _word(rng, words) -> str:
    return _nonsense(rng) if rng.random() < NONSENSE_SHARE else _pick(rng, words)


def _nonsense(rng) -> str:
    """A word that nobody knows: "tolack", "wiful"."""
    return "".join(_pick(rng, SYLLABLES) for _ in range(rng.integers(1, 3))) + _pick(rng, CODAS)


def _pick(rng, choices):
    return choices[rng.integers(len(choices))]
