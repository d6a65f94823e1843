"""Whole plots, "arcs": of each class of action some whose moments were written as one and are only told together.

Their moments are in bank/arcs/, each with the limit "arc=" and the name of its plot. A tale of more attempts than its
arc has begins with others of its class, for an arc's last attempt leads to its climax.
"""

from collections.abc import Sequence
from dataclasses import replace

from services.shared.tale.plot import bank
from services.shared.tale.plot.bank import Known, Moment
from services.shared.tale.plot.chance import Chance
from services.shared.tale.plot.topics import topics

APART = 5
"""How many plots a wish should have to choose from. Where its class has fewer, those of any deed are added; a topic
adds its mixed moments."""
ANY_DEED = "deed"
"""The class whose arcs are true of any deed that somebody can be seen doing."""
_SEEN = frozenset("become build clean collect cook create grow heal learn open perform persuade repair teach".split())
"""Classes of such deeds. What is searched, feared or fled from cannot be practised before an audience."""


def chosen(about: str, known: Known, chance: Chance, *, further: int | None = 0) -> Known:
    """What is known, with the arc that is told; where none fits, without one, and moments of the class are mixed.

    Its `act` is the class whose arc it is. `further`: how many plots further than the one that is the seed's turn; None
    for none, where moments can be mixed.
    """
    if further is None and any(not told(moment) for moment in bank.fitting("want", about, known=known)):
        return known
    options = _fitting(about, known)
    if len(options) < APART and any(topic.name == about for topic in topics()):
        options += [known] if bank.fitting("want", about, known=known) else []
    if len(options) < APART and about in _SEEN:
        options += _fitting(ANY_DEED, replace(known, kinds=known.kinds | {"act": ANY_DEED}))
    return chance.turn("arc", options or [known], lambda option: _made(about, option), further or 0)


def _fitting(about: str, known: Known) -> list[Known]:
    """What is known with each arc of the class that can be told of it."""
    names = dict.fromkeys(name for moment in bank.find("want", about) for name in moment.limits.get("arc", ()))
    options = [replace(known, kinds=known.kinds | {"arc": name}) for name in names]
    return [option for option in options if _is_whole(about, option)]


def told(moment: Moment) -> bool:
    """Whether it is one of an arc."""
    return "arc" in moment.limits


def own(moments: Sequence[Moment]) -> list[Moment]:
    """Those of the arc, where it has any; else all."""
    return [moment for moment in moments if told(moment)] or list(moments)


def has_single_foe(about: str, known: Known) -> bool:
    """Whether who stands in the way is one in the plot that is told."""
    return any("single" in moment.limits for moment in _of_arc("want", about, known))


def _is_whole(about: str, known: Known) -> bool:
    """Whether all parts of the arc can be told of what is known."""
    parts = {kind: _of_arc(kind, about, known) for kind in ("want", "obstacle", "climax", "result")}
    mended = all(bank.fitting("mend", about, *moment.tags, known=known) for moment in parts["obstacle"])
    return all(parts.values()) and mended


def _of_arc(kind: str, about: str, known: Known) -> list[Moment]:
    return [moment for moment in bank.fitting(kind, about, known=known) if told(moment)]


def _made(about: str, known: Known) -> int:
    """How closely an arc fits: 3 if it is made for a word of the prompt, 2 for a kind of thing, 1 for any; else 0."""
    if "arc" not in known.kinds or known.kinds["act"] != about:
        return 0
    limits = {name for want in _of_arc("want", about, known) for name in want.limits if not name.startswith("not-")}
    return 1 + (len(limits) > 1) + any(name.endswith("-word") for name in limits)
