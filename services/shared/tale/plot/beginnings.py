"""How a tale begins: who the hero is and what they do as what they are, who the friend is, how an adjective shows.

The hero does something that has to do with the wish (bank/starts/), or has a habit of their kind (bank/habits/), which
is told in the clause that introduces them (bank/intros.txt); the end may come back to either. The friend comes in by
what somebody of their kind does with the hero, or somebody who is to help with such a wish (bank/company/).
"""

from dataclasses import dataclass, replace

from services.shared.tale.plot import bank
from services.shared.tale.plot.bank import Clause, Known, Moment
from services.shared.tale.plot.chance import Chance
from services.shared.tale.plot.scenes import Paragraph
from services.shared.tale.wish.wish import Wish

PLANTED = 400
"""From so many words on an opening plants something that the end takes up, and whoever stands in the way has a reason;
before, there is no room to tell of it."""
SHORT = 140
"""Up to so many words there is no room to introduce a companion that the prompt does not name."""
OF_WORD, OF_ACT, OF_KIND = 20, 8, 3
"""How much a moment for a word of the prompt, or what the hero does for the wish's sake, somebody who is to help with
such a wish, and a moment for a kind of being or thing is preferred to one for any."""


@dataclass(frozen=True)
class Begun:
    """The beginning of one tale, and what the end takes up of it."""

    opening: Paragraph
    after: tuple[Paragraph, ...]
    """The friend, what the prompt says of both, how the hero's adjective shows."""
    endings: tuple[Paragraph, ...]


class Beginnings:
    """Chooses for one tale."""

    def __init__(self, wish: Wish, known: Known, length: int, chance: Chance, *, easy: bool) -> None:
        """`easy`: in short sentences."""
        self._wish = wish
        self._known = known
        # The companion comes in only after the opening.
        self._alone = replace(known, slots=frozenset(name for name in known.slots if "friend" not in name))
        self._planted = length >= PLANTED and not wish.topic
        self._short = length <= SHORT
        self._easy = easy
        self._chance = chance

    def begun(self, beside: tuple[Clause, ...]) -> Begun:
        """All of it; `beside` is what the prompt says of hero and companion."""
        opening = self._opening()
        shown = self._shown()
        planted = next(iter(opening.tags), "")
        if shown:
            first = shown.clauses if shown.kind == "start" else self._introduced(shown)
            opening = replace(opening, clauses=(*(first or opening.clauses[:1]), *opening.clauses[1:]))
        begun = Paragraph(opening, list(opening.needed))
        after = [Paragraph(_of("remark", beside), list(beside), runs_on=True)] if beside else []
        after.append(self._company())
        traits = self._trait()
        closings = self._closings(planted, begun) if planted else self._returned(shown) if not traits else []
        return Begun(begun, (*after, *traits[:1]), (*traits[1:], *closings))

    def _opening(self) -> Moment:
        """How it begins; in a short tale, or in one of real life, with nothing planted that only its end takes up."""
        fit = bank.find("opening", "calm" if self._wish.calm else "", known=self._alone)
        if self._wish.calm or self._planted:
            return self._chance.pick("opening", fit, preferred)
        moment = self._chance.pick("opening", fit, preferred)
        return replace(moment, clauses=moment.clauses[:1], tags=frozenset())

    def _shown(self) -> Moment | None:
        """What the hero does that has to do with the wish, or as what they are."""
        if self._short or self._wish.calm:
            return None
        several = self._known.kinds["number"] == "several"
        fit = [] if several else bank.find("habit", known=self._alone)
        # Where it is the prompt has said, so it is told; a topic begins with what it is about.
        if not self._known.kinds["where"] and not self._wish.topic:
            fit += bank.find("start", self._known.kinds["act"], known=self._alone)
        return self._chance.pick("habit", fit, preferred) if fit else None

    def _introduced(self, habit: Moment) -> tuple[Clause, ...]:
        """The hero with this habit; nothing where no introduction fits."""
        known = replace(self._alone, slots=self._alone.slots | {"habit"})
        fit = bank.find("intro", "short" if self._easy else "", known=known)
        # Where it is the prompt has said, so it is told.
        fit = [moment for moment in fit if not self._wish.where or _says_where(moment)]
        (said,) = habit.clauses
        intro = self._chance.pick("intro", fit, preferred) if fit else None
        return tuple(clause.filled("habit", said.text) for clause in intro.clauses) if intro else ()

    def _company(self) -> Paragraph:
        """The friend, in the paragraph of the opening where that plants nothing."""
        fit = bank.find("company", "short" if self._short else "", known=self._known)
        moment = self._chance.pick("company", fit, preferred)
        friend = self._wish.friend
        told = not self._short or (friend is not None and not friend.several)
        return Paragraph(moment, list(moment.needed) if told else [], spare=not told, runs_on=not self._planted)

    def _trait(self) -> list[Paragraph]:
        """What shows an adjective of the hero's in the opening, and what has become of it in the end."""
        trait = self._wish.trait
        fit = bank.find("trait", trait, "opening", known=self._known) if trait else []
        if not fit:
            return []
        shown = self._chance.pick("trait opening", fit, preferred)
        ends = bank.find("trait", trait, *(shown.tags - {"opening"}), "closing", known=self._known)
        moments = (shown, self._chance.pick("trait closing", ends))
        return [Paragraph(moment, list(moment.needed), spare=True, runs_on=not self._planted) for moment in moments]

    def _closings(self, planted: str, opening: Paragraph) -> list[Paragraph]:
        """What has become of what the opening plants, told when there is room."""
        about = opening.moment.about
        fit = bank.find("closing", about, planted, known=self._known)
        return [Paragraph(self._chance.pick(f"closing {planted}", fit), [], after=opening)] if fit else []

    def _returned(self, shown: Moment | None) -> list[Paragraph]:
        """What the end takes up of how the hero was shown, told when there is room."""
        fit = bank.find("return", "", *shown.tags, known=self._known) if shown and shown.tags else []
        return [Paragraph(self._chance.pick("return", fit), [], runs_on=True)] if fit else []


def preferred(moment: Moment) -> float:
    """How much a moment is preferred for being made for a word of the prompt, for its wish, or for a kind of thing."""
    word = any(name.endswith("-word") and not name.startswith("not-") for name in moment.limits)
    if word or moment.kind == "start":
        return OF_WORD
    if "act" in moment.limits:
        return OF_ACT
    return OF_KIND if {"hero", "friend", "where"} & moment.limits.keys() else 1


def _says_where(intro: Moment) -> bool:
    """Whether it names the place, in plain words too."""
    first = intro.clauses[0]
    return all("{place}" in form.text["en"] for form in (first, first.plain or first))


def _of(kind: str, clauses: tuple[Clause, ...]) -> Moment:
    return Moment(kind, "", frozenset(), {}, clauses)
