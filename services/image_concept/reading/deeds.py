"""What a verb of a text tells to draw: a pose, and the thing that it is done with."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.image_concept.figures.pose import pose
from services.image_concept.reading import nouns, words
from services.image_concept.reading.nouns import DETERMINERS, Named

_NEGATIVE = frozenset(
    "not never no without nobody nothing couldn't didn't wouldn't can't cannot don't nunca ni jamais ne".split()
)
_ONLY_MEANT = frozenset(
    "want wants wanted wish wished hope hoped dream dreamed dreamt afraid able how learn learned need"
    " needed refuse refused"
    " quería querían quiere voulait veut".split()
)
_WITH_THING = frozenset(
    ("hold", "give", "read", "eat", "drink", "play", "work", "cook", "ride", "bend", "reach", "push", "point", "climb")
)
_TOOLS = {
    verb: tool
    for tool, verbs in {
        "paintbrush": "paint",
        "pencil": "draw write",
        "shovel": "dig",
        "needle": "sew",
        "boat": "sail row",
        "car": "drive",
        "plant": "plant",
        "spoon": "stir",
        "bread": "bake knead",
        "book": "read study",
    }.items()
    for verb in verbs.split()
}
"""By English verb: what it is done with where the text names no thing that fits."""
_USUAL = {"read": "book", "work": "hammer", "cook": "spoon", "eat": "bread", "drink": "tea", "climb": "stone"}
_FITTING = {
    "read": frozenset(("book", "letter", "paper", "map", "painting", "telephone", "computer")),
    "eat": frozenset(("food",)),
    "drink": frozenset(("tea", "milk", "drink", "bottle", "soup")),
    "cook": frozenset(("food", "pot", "spoon")),
    "play": frozenset(("play", "bell", "kite", "balloon")),
    "ride": frozenset(("vehicles",)),
    "climb": frozenset(("tree", "fir", "ladder", "mountain", "tower", "house", "fence", "stone")),
    "work": frozenset(
        ("hammer", "saw", "toolbox", "paintbrush", "needle", "pencil", "shovel", "machine", "gear", "rope")
    ),
}
"""Groups and names of the things that some poses are done with; the others are done with any."""
_NOT_HELD = frozenset(
    ("music", "bunting", "wind", "storm", "rain", "snow", "cloud", "wave", "river", "mountain", "planet")
)
_REACH = 8
"""Words after a verb among which its object is looked for."""


@dataclass(frozen=True)
class Deed:
    """Somebody does something: a pose, and the thing that it is done with."""

    doing: str
    thing: Named | None
    weight: float


def deed(tokens: Sequence[str], at: int, language: str) -> Deed | None:
    """The deed of the verb here; None where the word is none, or is not done."""
    word = tokens[at]
    name = words.pose_of(word, language)
    before = tokens[max(0, at - 4) : at]
    if not name or (before and before[-1] in DETERMINERS) or _NEGATIVE & set(before[-3:]):
        return None
    if language != "en" and nouns.noun(word, language):
        return None
    weight = float(pose(name).strength)
    if _ONLY_MEANT & set(before):
        weight -= 2.5
    thing = None
    if name in _WITH_THING:
        after = tokens[at + 1 : at + 1 + _REACH]
        stop = next((index for index, token in enumerate(after) if "\x00" in token and index > 1), len(after))
        thing = next((named for named in nouns.within(after[:stop], language) if _fits(name, named)), None)
        if thing is None:
            base = next((tool for stem, tool in _TOOLS.items() if language == "en" and word.startswith(stem[:4])), "")
            tool = base or _USUAL.get(name, "")
            thing = Named(tool, "tool") if tool else None
        weight += 0.5 if thing else -1
    return Deed(name, thing, weight)


def _fits(doing: str, named: Named) -> bool:
    """Whether it is done with such a thing: one reads no bread."""
    thing = named.thing
    if doing == "ride" and named.kind == "animal":
        return True
    if thing is None or (named.kind in nouns.PLACES and doing not in ("climb", "point", "push")):
        return False
    fitting = _FITTING.get(doing)
    held = thing.name not in _NOT_HELD or doing == "climb"
    return held and (fitting is None or bool({thing.group, thing.name} & fitting))


def ranked(deeds: list[Deed]) -> tuple[Deed, ...]:
    """The most telling first; of two alike the one that comes first."""
    best: dict[str, Deed] = {}
    for deed in sorted(deeds, key=lambda deed: -deed.weight):
        best.setdefault(deed.doing, deed)
    return tuple(deed for deed in best.values() if deed.weight > -1)
