"""How a tale begins: who the hero is and what they do as what they are, who the friend is, how an adjective shows.

A habit of the hero's kind (bank/habits/) is told in the clause that introduces them (bank/intros.txt), and the end may
come back to it. The friend comes in by what somebody of their kind does with the hero (bank/company/).
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
OF_WORD, OF_KIND = 15, 3
"""How much a moment for a word of the prompt, and one for a kind, is preferred to one for any."""


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
        habit = self._habit()
        planted = next(iter(opening.tags), "")
        if habit:
            opening = self._with(habit, opening)
        begun = Paragraph(opening, list(opening.needed))
        after = [Paragraph(_of("remark", beside), list(beside), runs_on=True)] if beside else []
        after.append(self._company())
        traits = self._trait()
        closings = self._closings(planted, begun) if planted else self._returned(habit) if not traits else []
        return Begun(begun, (*after, *traits[:1]), (*traits[1:], *closings))

    def _opening(self) -> Moment:
        """How it begins; in a short tale, or in one of real life, with nothing planted that only its end takes up."""
        fit = bank.find("opening", "calm" if self._wish.calm else "", known=self._alone)
        if self._wish.calm or self._planted:
            return self._chance.pick("opening", fit, preferred)
        moment = self._chance.pick("opening", fit, preferred)
        return replace(moment, clauses=moment.clauses[:1], tags=frozenset())

    def _habit(self) -> Moment | None:
        """What the hero does as what they are."""
        none = self._short or self._wish.calm or self._known.kinds["number"] == "several"
        fit = [] if none else bank.find("habit", known=self._alone)
        return self._chance.pick("habit", fit, preferred) if fit else None

    def _with(self, habit: Moment, opening: Moment) -> Moment:
        """The opening with this habit in the clause that introduces the hero."""
        known = replace(self._alone, slots=self._alone.slots | {"habit"})
        fit = bank.find("intro", "short" if self._easy else "", known=known)
        # Where it is the prompt has said, so it is told.
        fit = [moment for moment in fit if not self._wish.where or _says_where(moment)]
        if not fit:
            return opening
        (said,) = habit.clauses
        told = [clause.filled("habit", said.text) for clause in self._chance.pick("intro", fit, preferred).clauses]
        return replace(opening, clauses=(*told, *opening.clauses[1:]))

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

    def _returned(self, habit: Moment | None) -> list[Paragraph]:
        """What the hero does of their habit in the end, told when there is room."""
        fit = bank.find("return", "", *habit.tags, known=self._known) if habit and habit.tags else []
        return [Paragraph(self._chance.pick("return", fit), [], runs_on=True)] if fit else []


def preferred(moment: Moment) -> float:
    """How much a moment is preferred for being made for a word of the prompt, or for a kind of being or thing."""
    if any(name.endswith("-word") and not name.startswith("not-") for name in moment.limits):
        return OF_WORD
    return OF_KIND if {"hero", "friend", "where"} & moment.limits.keys() else 1


def _says_where(intro: Moment) -> bool:
    """Whether it names the place, in plain words too."""
    first = intro.clauses[0]
    return all("{place}" in form.text["en"] for form in (first, first.plain or first))


def _of(kind: str, clauses: tuple[Clause, ...]) -> Moment:
    return Moment(kind, "", frozenset(), {}, clauses)
