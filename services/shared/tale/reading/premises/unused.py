"""Read a thing that nobody uses: "A tractor who is left in the barn until the storm comes", "A sled nobody wants"."""

import re
from dataclasses import replace

from services.shared.tale.reading.english import hints
from services.shared.tale.reading.english.reader import Reader
from services.shared.tale.reading.frames import spans
from services.shared.tale.reading.premises.parts import single, who
from services.shared.tale.reading.premises.plainly import one_of
from services.shared.tale.wish.phrases import VerbPhrase
from services.shared.tale.wish.premise import Premise
from services.shared.tale.wish.wish import Remark, Wish

_NO_MORE = r"(?: any ?more| anymore| any longer| at all)?"
_DONE = one_of(
    r"left(?! alone)(?! behind (?:on|in|at|by)\b)(?: behind| outside| out)?",
    "forgotten",
    "abandoned",
    "neglected",
    "unused",
    "unwanted",
    "thrown (?:away|out)",
    "put away",
    "locked away",
    "stored(?: away)?",
    "retired",
    "replaced",
    f"(?:not|never|no longer) (?:used|needed|wanted|played with|driven|worn|chosen){_NO_MORE}",
)
_BEFALLEN = re.compile(
    r"^(?:(?:in|on|at) the [a-z]+\s+)?,?\s*(?:(?:who|that|which)\s+)?(?:(?:is|was|has been|had been|gets?|got"
    r"|lies|sits|stands|lay|sat|stood)\s+"
    rf"(?:(?:all|just|completely|always|long|sadly)\s+)*{_DONE}"
    rf"|(?:nobody|no one|no-one)\s+(?:ever\s+)?(?:wants?|wanted|uses?|used|needs?|needed|chooses|chose|plays? with"
    rf"|played with|wears?|drives?|drove){_NO_MORE}"
    r"|(?:still\s+)?(?:remembers?|misses|waits for|longs for|dreams of)\s+(?:its|his|her|the|their)\s+(?:old\s+)?"
    r"(?:child|owner|boy|girl|children|family))\b(?P<where>(?:\s+(?!until\b|till\b)[^\s,.;!?]+)*)"
    r"(?P<until>,?\s+(?:until|till)\s+.+?)?[.!]*$",
    re.IGNORECASE,
)
_PLACED = re.compile(r"(?:(?:in|on|at|under|behind|by|for|near|inside|beside|with)\b.*)?$", re.IGNORECASE)
"""All that may follow: where, and for how long."""
_KINDS = frozenset(
    "building vehicle machine toy clothing furniture tool instrument container light writing thing".split()
)
_TOYS = ("teddy", "stuffed", "toy", "plush", "doll", "rag doll", "puppet")
_DRIVES = frozenset(("vehicle", "machine"))
_SLIDES = frozenset("sled sledge sleigh toboggan".split())
"""Toys that carry people."""
_TOLD = frozenset("trait first setback trouble state until".split())
"""Kinds of remarks that say how it came to that, and what ends it."""
_USED = {"en": "be of use again", "es": "volver a ser útil", "fr": "servir de nouveau"}


def wish(text: str) -> Wish | None:
    """The thing is the hero; None where more is told of it than that nobody uses it."""
    found = who(text)
    said = _BEFALLEN.match(found.rest) if found else None
    if found is None or said is None or found.hero.name or found.friend or not _PLACED.match(said["where"].strip()):
        return None
    noun, kind = found.hero.phrase.noun, found.kind
    if kind not in _KINDS and not noun.startswith(_TOYS):
        return None
    until = re.sub(r"^,?\s*(?:until|till)\s+", "", (said["until"] or "").strip())
    told = _told(found.rest[: said.start("until")] if said["until"] else found.rest, until.rstrip(".! "))
    sort = "stands" if kind == "building" else "drives" if kind in _DRIVES or noun in _SLIDES else "lies"
    goal = VerbPhrase("be of use again", _USED)
    return Wish(
        hero=single(found.hero),
        act="face",
        topic="unused",
        goal=goal,
        home=hints.home((), None, [], found.hero) or told.home,
        remarks=told.remarks,
        premise=Premise(sort),
    )


def _told(how: str, until: str) -> Wish:
    """How it came to that and what ends it, read as if it were told of somebody."""
    how = re.sub(r"^,?\s*(?:who|that|which)\s+", "", how.strip())
    after = spans.subject(until)
    comes = " comes" if after and not after.rest.strip(" .!") else ""
    read = Reader(f"A child who {how}" + (f" until {until}{comes}" if until else "")).read()
    return replace(read, remarks=tuple(remark for remark in read.remarks if _is_told(remark)))


def _is_told(remark: Remark) -> bool:
    """Whether it says how it came to that or what ends it; a clause that breaks off, "she was not", says nothing."""
    return remark.kind in _TOLD and not remark.said.endswith(" not")
