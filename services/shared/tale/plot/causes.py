"""Clauses that join events: a failure shows what is missing, an attempt what it won, the end what was learnt.

Each lack has its clauses in bank/causes.txt; a topic, whose moments follow from each other by themselves, has none.
"""

from dataclasses import replace

from services.shared.tale.plot import bank
from services.shared.tale.plot.bank import Known, Moment
from services.shared.tale.plot.chance import Chance
from services.shared.tale.plot.scenes import Paragraph

GAINED = 2
"""So many of the attempts are summed up before the climax, the last ones."""


class Causes:
    """Chooses for one tale."""

    def __init__(self, known: Known, chance: Chance, *, joined: bool = False) -> None:
        """`joined`: for long sentences, which words that somebody speaks cannot be a part of."""
        self._known = known
        self._chance = chance
        self._joined = joined
        self._next = chance.order("next", self._find("next"))

    def _find(self, kind: str, about: str = "") -> list[Moment]:
        found = bank.find(kind, about, known=self._known)
        return [moment for moment in found if not (self._joined and moment.clauses[0].speaker)]

    def failed(self, obstacle: Moment, *, first: bool) -> Moment:
        """An attempt that fails, with how it follows from the one before and what it shows to be missing."""
        needs = self._find("need", _lack(obstacle))
        if not needs:
            return obstacle
        need = self._chance.pick(f"need {_lack(obstacle)}", needs)
        begun = () if first or not self._next else self._next.pop().clauses
        return replace(obstacle, clauses=(*begun, *obstacle.clauses, *need.clauses))

    def gained(self, obstacles: list[Moment]) -> list[Paragraph]:
        """What the attempts have won, and that one part is left."""
        found: list[Moment] = []
        for obstacle in obstacles[-GAINED:]:
            fit = self._find("gained", _lack(obstacle))
            fit = [moment for moment in fit if ("too" in moment.tags) == bool(found)]
            if fit:
                found.append(self._chance.pick(f"gained {_lack(obstacle)}", fit))
        if not found:
            return []
        last = self._chance.pick("last", self._find("last"))
        moment = replace(last, clauses=tuple(clause for part in (*found, last) for clause in part.clauses))
        return [Paragraph(moment, list(moment.needed), spare=True)]

    def learnt(self, obstacles: list[Moment]) -> list[Paragraph]:
        """What the hero keeps of the last attempt."""
        fit = self._find("learnt", _lack(obstacles[-1])) if obstacles else []
        return [Paragraph(moment := self._chance.pick("learnt", fit), list(moment.needed), spare=True)] if fit else []


def _lack(obstacle: Moment) -> str:
    return obstacle.limits["lack"][0]
