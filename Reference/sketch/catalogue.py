"""The things that `sketch` draws: their pictures' characters, their names, and how English speaks of them.

Names and keywords are CLDR's (Debian's unicode-cldr-core); which of CLDR's pictures are drawn, and what people call
them, stands in objects.txt.
"""

import re
import xml.etree.ElementTree as ElementTree
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CLDR = Path("/usr/share/unicode/cldr/common")

# CLDR's keywords that mean something else in a prompt: sizes, colours, settings, relations.
AMBIGUOUS = set(
    """small big little male female white black yellow gold silver dark open closed pretty good hidden sea ocean desert
    garden falling four opening view space rain snow night sunny weather ear iron talk sit body board sign stop full
    jack filling top ice top bird drop hand crossed reading riding wrapped horn boring useless indecisive curious lazy
    slow wise wicked evil love blush break broken fluctuate pester unlucky fishing bearer spots father capricorn rolls
    expendable dupe roll pan wheel lantern neck pair brush clean cutting young spiral crescent curse hatching stink
    jump pirate talk proud wise death cool thinking anger angry mad scared cry sad joy fear falling grow nurturing
    twisted rotting european american japanese african europe africa world classical ocean resort growth upward trend
    danger expendable clue piece heel fever virus trash hook date price ring one two three four frame picture animal
    food drink fruit vegetable person face flower plant sky water ball game music sport cooked wrapped stuffed opening
    competition interlocking fresh crossed locked""".split()
)

PLURAL_ONLY = set("noodles glasses eyeglasses sunglasses jeans gloves socks headphones scissors swords fries grapes books".split())
UNCOUNTED = set(
    """coffee;tea;espresso;cappuccino;bread;meat;bacon;popcorn;butter;rice;cooked rice;spaghetti;pasta;sushi;ice cream;
    soft ice cream;honey;milk;wine;beer;soda;juice;champagne;whisky;lemonade;cheese;soup;ramen;chocolate;corn;maize;
    garlic;broccoli;water;fire;rain;lightning;high voltage;soap;yarn;money;santa;santa claus;father christmas;pizza;
    steak;salad;green salad;cake;bubble tea;fried egg;cooking;tennis;bowling;mail;saturn;planet earth;earth;
    statue of liberty;candy;baguette bread;performing arts;collision""".replace("\n", "").split(";")
)
UNCOUNTED = {name.strip() for name in UNCOUNTED}
UNIQUE = {"sun", "moon", "earth", "tokyo tower"}
IRREGULAR = dict(man="men", woman="women", child="children", mouse="mice", goose="geese", person="people", wolf="wolves",
                 fish="fish", sheep="sheep", ox="oxen", tooth="teeth", knife="knives", leaf="leaves", policeman="policemen",
                 shrimp="shrimp", squid="squid", deer="deer", bison="bison", octopus="octopuses", dice="dice", fly="flies")


@dataclass(frozen=True)
class Thing:
    """One object of the catalogue."""

    number: int
    character: str
    category: str
    names: tuple[str, ...]
    keywords: tuple[str, ...]


@cache
def things() -> tuple[Thing, ...]:
    """Every object, in the order of objects.txt."""
    characters, keywords = _annotations()
    rows = list(_rows())
    taken = {name for _, _, names in rows for name in names}
    uses = Counter(word for _, title, _ in rows for word in keywords.get(characters[title], ()))

    def unambiguous(word: str) -> bool:
        return (uses[word] == 1 and word not in taken and word not in AMBIGUOUS
                and re.fullmatch(r"[a-z][a-z\- ]{2,}", word) is not None)

    return tuple(
        Thing(number, characters[title], category, names,
              tuple(filter(unambiguous, keywords.get(characters[title], ()))))
        for number, (category, title, names) in enumerate(rows)
    )


def _rows():
    """(category, CLDR's name, names) for each line of objects.txt."""
    category = ""
    for line in (Path(__file__).parent / "objects.txt").read_text().splitlines():
        line = line.split("#")[0].strip()
        if line.startswith("["):
            category = line.strip("[]")
        elif line:
            title, _, aliases = line.partition(": ") if not line.startswith("man: ") else _bearded(line)
            names = [alias.strip().lower() for alias in aliases.split(",") if alias.strip()]
            own = title.lower().replace(": ", " with a ")
            yield category, title, tuple(names + [own] if own not in names else names)


def _bearded(line: str) -> tuple[str, str, str]:
    """CLDR's one name with a colon in it: "man: beard"."""
    title, colon, aliases = line.removeprefix("man: ").partition(": ")
    return "man: " + title, colon, aliases


def _annotations() -> tuple[dict[str, str], dict[str, list[str]]]:
    """CLDR's characters by name, and its keywords by character."""
    characters: dict[str, str] = {}
    keywords: dict[str, list[str]] = {}
    for folder in ("annotations", "annotationsDerived"):
        for note in ElementTree.parse(CLDR / folder / "en.xml").getroot().findall(".//annotation"):
            if note.get("type") == "tts":
                characters.setdefault(note.text, note.get("cp"))
            else:
                keywords[note.get("cp")] = [word.strip().lower() for word in note.text.split("|")]
    return characters, keywords


def with_article(name: str, adjective: str = "") -> str:
    """"a lion", "an owl", "the sun", "coffee"; with an adjective: "a blue owl", "warm coffee"."""
    phrase = f"{adjective} {name}".strip()
    if name in UNCOUNTED or name.split()[-1] in PLURAL_ONLY or name.endswith(" eyes"):
        return phrase
    if name in UNIQUE and not adjective:
        return "the " + phrase
    vowel = phrase[0] in "aeiou" and not phrase.startswith(("uni", "eu", "ewe", "one"))
    return ("an " if vowel else "a ") + phrase


def plural(name: str) -> str | None:
    """"lions", "foxes", "mice"; nothing where English, or this catalogue, has no simple plural."""
    if name in UNCOUNTED or name in UNIQUE or name.split()[-1] in PLURAL_ONLY or {"of", "with", "in"} & set(name.split()):
        return None
    *start, last = name.split()
    if last in IRREGULAR:
        last = IRREGULAR[last]
    elif last.endswith("y") and last[-2:-1] not in "aeiou":
        last = last[:-1] + "ies"
    elif last.endswith(("s", "x", "ch", "sh", "z")) or last in ("potato", "tomato", "mosquito", "mango", "buffalo", "dodo"):
        last += "es"
    else:
        last += "s"
    return " ".join(start + [last])
