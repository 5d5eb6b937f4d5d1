"""What people would type for a scene. Some wordings are held out of training, for the evaluation."""

from catalogue import plural, things, with_article
from scenes import Item, Scene
from settings import SETTINGS

PREFIXES = {
    "": .40, "a photo of ": .10, "a picture of ": .07, "an image of ": .04, "a drawing of ": .04, "a painting of ": .03,
    "an illustration of ": .03, "photo of ": .03, "picture of ": .02, "draw ": .02, "a portrait of ": .02,
    "a sticker of ": .02, "an icon of ": .02, "here is ": .02, "please draw ": .02, "could you paint ": .02,
    "i want ": .02, "we see ": .02, "this is ": .02, "make an image with ": .01, "a card with ": .01, "a poster with ": .01,
    "paint me ": .01,
}
SUFFIXES = {"": .84, ", high quality": .03, ", highly detailed": .03, ", cartoon style": .03, ", 4k": .02, ".": .03, ", digital art": .02}
ADJECTIVES = "cute beautiful happy nice lovely pretty funny colourful friendly simple bright young".split()
HELD_OUT = (
    "show me {}", "{}, please", "a cartoon of {}", "i would like to see {}", "a postcard with {}", "can you draw {}?",
    "one sketch of {}", "a wonderful {}", "my drawing shows {}", "{} in the style of an emoji",
)
SIZES = dict(small=("small", "little", "tiny"), big=("big", "large", "huge"))
COUNTS = {2: ("two", "two", "a pair of", "2"), 3: ("three", "three", "3")}
GROUNDS = {" on a {} background": .6, " on {}": .08, ", {} background": .16, " with a {} background": .16}
WORDS = dict(
    having=("having",), drinking=("drinking",), eating=("eating",), reading=("reading",), playing=("playing", "playing with"),
    riding=("riding", "riding on", "on"), under=("under", "under", "below", "beneath"),
    beside=("and", "and", "next to", "beside", "by the side of"), **{"with": ("with", "with", "holding", "together with")},
)
WITHOUT_ARTICLE = ("having", "drinking", "eating")


def caption(rng, scene: Scene) -> str:
    """The whole scene in words."""
    return _pick(rng, PREFIXES) + body(rng, scene) + _pick(rng, SUFFIXES)


def paraphrase(rng, scene: Scene) -> str:
    """A caption in a wording that training never used."""
    wording = HELD_OUT[rng.integers(len(HELD_OUT))]
    text = body(rng, scene, plain=True)
    if wording.startswith("a wonderful"):
        text = text.removeprefix("a ").removeprefix("an ").removeprefix("the ")
    return wording.format(text)


def body(rng, scene: Scene, plain: bool = False) -> str:
    """The caption without what people put around it."""
    text = phrase(rng, scene.main, plain)
    if scene.other is not None:
        words = WORDS[scene.relation]
        bare = scene.relation in WITHOUT_ARTICLE and rng.random() < .25
        other = things()[scene.other.number].names[0] if bare else phrase(rng, scene.other, plain)
        text += f" {words[rng.integers(len(words))]} {other}"
    if scene.ground:
        text += _pick(rng, GROUNDS).format(scene.ground)
    for place in (scene.setting, scene.sky):
        if place:
            others = SETTINGS[place][1]
            text += " " + (place if plain or rng.random() < .5 else others[rng.integers(len(others))])
    return text


def phrase(rng, item: Item, plain: bool = False) -> str:
    """A thing in words: "a lion", "two lions", "a tiny lion", "the lion"."""
    thing = things()[item.number]
    if item.count > 1:
        names = [name for name in map(plural, thing.names[:2]) if name]
        words = COUNTS[item.count]
        return f"{words[rng.integers(len(words))]} {names[rng.integers(len(names))]}"
    name = thing.names[0] if plain else _name(rng, thing)
    if item.size:
        return with_article(name, SIZES[item.size][rng.integers(3)])
    if item.paint:
        return with_article(name, item.paint)
    kind = 1 if plain else rng.random()
    if kind < .06:
        return name
    if kind < .12:
        return "the " + name
    if kind < .20:
        return with_article(name, ADJECTIVES[rng.integers(len(ADJECTIVES))])
    return with_article(name)


def _name(rng, thing) -> str:
    kind = rng.random()
    if thing.keywords and kind < .10:
        return thing.keywords[rng.integers(len(thing.keywords))]
    return thing.names[0] if kind < .6 else thing.names[rng.integers(len(thing.names))]


def _pick(rng, shares: dict[str, float]) -> str:
    """One of the keys, each as often as its value says; the values' sum is 1."""
    point = rng.random()
    for text, share in shares.items():
        point -= share
        if point < 0:
            return text
    return next(iter(shares))
