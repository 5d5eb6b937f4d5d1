"""What people would type for a scene."""

from catalogue import plural, things, with_article
from scenes import Item, Scene
from settings import SETTINGS
from wordings import adjective, framed, paraphrased

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
    if scene == Scene(Item(scene.main.number)) and rng.random() < .2:
        return _name(rng, things()[scene.main.number])
    return framed(rng, body(rng, scene))


def paraphrase(rng, scene: Scene) -> str:
    """A caption in a wording that training never used."""
    return paraphrased(rng, body(rng, scene, plain=True))


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
        return with_article(name, adjective(rng))
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
