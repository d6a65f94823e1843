"""How an attempt goes on after the help: "this time" is told in other words, which join it to what came before.

The bank's mends begin with "this time", and each other language with its words for that. What may stand there instead
is in bank/turns.txt: "{rest}" is the clause without these words, and in a turn about the hero without its subject.
"""

import re
from dataclasses import replace
from functools import cache

from services.shared.tale.plot import bank
from services.shared.tale.plot.bank import Clause, Known, Moment
from services.shared.tale.plot.chance import Chance

_LED = {"en": "this time ", "es": "esta vez ", "fr": "cette fois, "}
"""How a mend begins, by language."""
_MORE = re.compile(r" (?:and|but|not|no|nothing|nobody) |“")
"""What a clause has that tells of more than one deed, of none, or of words."""
_HERO = re.compile(r"\{hero\} (?!(?:and|y|e|et) )")


class Turns:
    """Chooses for one tale, in which no two attempts go on in the same way while there is another one."""

    def __init__(self, known: Known, chance: Chance) -> None:
        self._known = known
        self._chance = chance
        self._told: list[Clause] = []

    def turned(self, mend: Moment, help_: Moment) -> Moment:
        """The mend, joined to the help before it."""
        first, *others = mend.clauses
        rests = _rests(first)
        if rests is None:
            return mend
        turn = self._turn(help_, "hero" if _of_hero(first) else "any", follows=any(map(_follows, others)))
        plain = first.plain and _turned(first.plain, turn)
        return replace(mend, clauses=(replace(_turned(first, turn), plain=plain), *others))

    def _turn(self, help_: Moment, about: str, *, follows: bool) -> Moment:
        """One of those that were not told yet, about the hero's deed or about anything.

        `follows`: whether a later clause of the mend begins with "so"; then no turn does.
        """
        kinds = self._known.kinds | {"spoke": help_.needed[-1].speaker}
        known = replace(self._known, slots=self._known.slots | {"rest"}, kinds=kinds)
        fit = [*bank.find("turn", about, known=known), *bank.find("turn", known=known)]
        fit = [turn for turn in fit if not (follows and turn.clauses[0].text["en"].startswith("so "))]
        new = [turn for turn in fit if turn.clauses[0] not in self._told] or fit
        turn = self._chance.pick(f"turn {len(self._told)}", new)
        self._told.append(turn.clauses[0])
        return turn


def _follows(clause: Clause) -> bool:
    """Whether it begins with "so", in its own words or in plain ones."""
    return "so" in (clause.connective, clause.plain.connective if clause.plain else "")


def _rests(clause: Clause) -> dict[str, str] | None:
    """What follows "this time", by language; None where it does not begin so in each."""
    rests = {code: text.removeprefix(_LED[code]) for code, text in clause.text.items()}
    return rests if all(len(rest) < len(clause.text[code]) for code, rest in rests.items()) else None


def _of_hero(clause: Clause) -> bool:
    """Whether it says one thing that the hero did, in every language and in plain words too."""
    said = [rests for form in (clause, clause.plain) if form and (rests := _rests(form))]
    return all(not _MORE.search(rests["en"]) and all(_HERO.match(rest) for rest in rests.values()) for rests in said)


def _turned(clause: Clause, turn: Moment) -> Clause:
    rests = _rests(clause)
    if rests is None:
        return clause
    rests = {code: _HERO.sub("", rest, count=1) if turn.about else rest for code, rest in rests.items()}
    return replace(clause, text=turn.clauses[0].filled("rest", rests).text)


@cache
def leads() -> re.Pattern[str]:
    """What a turn puts before its clause's subject, in any language."""
    found = {text.removesuffix("{rest}") for turn in bank.find("turn") for text in turn.clauses[0].text.values()}
    return re.compile("|".join(map(re.escape, sorted(found, key=len, reverse=True))))
