"""What a clause of the bank leans on: "the wren looked out" needs a clause before it that tells of a wren.

It is read from the English text: a noun with "the", "that", "his" or the like, or a name, speaks of something known.
"""

import re
from collections.abc import Iterable
from functools import cache

_FORMS = re.compile(r"\{[a-z_]*[:#]([^|}]*)[^}]*\}")
_SLOT = re.compile(r"\{[a-z_]+\}")
_WORD = re.compile(r"[A-Za-z][A-Za-z-]*|[^\w\s]|_")
_MARKS = frozenset("the that this these those his her its their both each".split())
_ENDS = frozenset(
    "_ a an and or but so then of in on at to with by for from as who which was were is are be been had has have did"
    " do does not no all it he she they them him i if we you my your what when where while until because than into"
    " onto out up down over under behind beside between through along around after before like only also too still"
    " already even never always very quite just once again there here now away back would could can must may might"
    " about instead off round past every any some nobody somebody nothing something everything without"
    " came went looked stood lay said took sat got turned grew made moved fell heard asked ran hung put held flew"
    " began gave shook saw rang knew felt thought told kept broke burst sang led found left swam rose bit shut set"
    .split()
)  # fmt: skip
"""Words at which a noun phrase is over."""
_LOOSE = frozenset(
    "old new big small little large great tiny long short good best better last first second third fourth fifth next"
    " same other one two three whole half own right wrong left way time day night morning evening"
    " noon week year end world air sun moon sky middle people most many more place side thing open".split()
)  # fmt: skip
"""Words that need nobody to have told of them."""
COMMON = frozenset(
    "door window wind rain water house ground road path table wall roof light dark fear truth head face nose mouth ear"
    " eye heart hand feet word home floor corner top bottom row".split()
)
"""Words that need nobody to have told of them, unless it was just now and then not: of any house, body or weather."""
_PRONOUNS = frozenset("it they them she he that this those these both".split())
WIDTH = 3
"""So many words of a noun phrase are looked at."""


@cache
def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(_SLOT.sub("_", _FORMS.sub(r"\1", text)).replace("'s", "")))


def _stem(word: str) -> str:
    low = word.lower()
    return low[:-1] if len(low) > 3 and low.endswith("s") and not low.endswith("ss") else low


@cache
def stems(text: str) -> frozenset[str]:
    """The words that a text tells of."""
    return frozenset(_stem(word) for word in _words(text) if word[0].isalpha())


@cache
def known(text: str) -> frozenset[str]:
    """The words of a text that speak of something as known."""
    words = _words(text)
    found, new = set[str](), set[str]()
    for index, word in enumerate(words):
        if index and word[0].isupper() and len(word) > 1 and words[index - 1] not in ("“", ":"):
            found.add(_stem(word))
        if word.lower() in ("a", "an"):
            new |= {_stem(following) for following in words[index + 1 : index + 1 + WIDTH]}
        if word.lower() not in _MARKS:
            continue
        for place, following in enumerate(words[index + 1 : index + 1 + WIDTH]):
            ended = following.lower() in _ENDS | _MARKS or not following[0].isalpha()
            if ended or (place and following.endswith("ed")):
                break
            stem = _stem(following)
            if stem not in _LOOSE and not following.endswith("ed") and stem not in new:
                found.add(stem)
    return frozenset(found)


def means(text: str) -> bool:
    """Whether a text begins with a pronoun, or joins on with one, for something that is named before it."""
    words = [word.lower() for word in _words(text) if word not in "“”,."]
    return bool(words) and (words[0] in _PRONOUNS or "them" in words or words[:2] == ["one", "of"])


def told(texts: Iterable[str]) -> frozenset[str]:
    """The words that these texts tell of."""
    return frozenset().union(*map(stems, texts))


def missed(text: str, full: frozenset[str], said: frozenset[str]) -> frozenset[str]:
    """Words that a text speaks of as known: `full` has them, `said`, which is what was told of it, has not."""
    return (known(text) & full) - said
