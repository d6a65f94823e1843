"""Whole plots, "arcs": of each class of action some whose moments were written as one and are only told together.

Their moments are in bank/arcs/, each with the limit "arc=" and the name of its plot. A tale of more attempts than its
arc has begins with others of its class, for an arc's last attempt leads to its climax.
"""

from collections.abc import Sequence
from dataclasses import replace

from services.shared.tale.plot import bank
from services.shared.tale.plot.bank import Known, Moment
from services.shared.tale.plot.chance import Chance

APART = 5
"""So many seeds that follow each other tell another plot each. Where fewer fit a wish, the last of these seeds mix
moments of its class, where it has any but whole plots."""


def chosen(about: str, known: Known, chance: Chance, *, mix: bool = False) -> Known:
    """What is known, with the arc that is told; without one, moments of the class are mixed.

    `mix`: mix them wherever there are any but those of arcs.
    """
    mixed = [known] if can_mix(about, known) else []
    if mix and mixed:
        return known
    names = dict.fromkeys(name for moment in bank.find("want", about) for name in moment.limits.get("arc", ()))
    options = [replace(known, kinds=known.kinds | {"arc": name}) for name in names]
    options = [option for option in options if _is_whole(about, option)]
    mixed = mixed if options else [known]
    return chance.turn("arc", options + mixed * (APART - len(options)), lambda option: _made(about, option))


def can_mix(about: str, known: Known) -> bool:
    """Whether there are moments of the class that are not an arc's."""
    return any(not told(moment) for moment in bank.fitting("want", about, known=known))


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
    wants = _of_arc("want", about, known) if "arc" in known.kinds else []
    limits = {name for want in wants for name in want.limits if not name.startswith("not-")}
    return len({"arc"} & limits) + (len(limits) > 1) + any(name.endswith("-word") for name in limits)
