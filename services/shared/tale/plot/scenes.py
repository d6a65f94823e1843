"""Scenes of paragraphs of clauses: what a plan is made of, and what is chosen of it to be told."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import product

from services.shared.tale.plot import bank, leaning
from services.shared.tale.plot.bank import Clause, Moment
from services.shared.tale.plot.cast import Person
from services.shared.tale.wish.phrases import NounPhrase
from services.shared.tale.words.lexicon import CODES


@dataclass
class Paragraph:
    """A moment as it is told: the chosen clauses, in groups that are one sentence each."""

    moment: Moment
    chosen: list[Clause]
    extra: NounPhrase | None = None
    """The thing of the prompt that it is about."""
    joined: set[int] = field(default_factory=set)
    """Indexes of the clauses that continue the sentence before them."""
    spare: bool = False
    """It goes first where the tale would be too long."""
    brief: bool = False
    """The place and the goal are only meant: "in the harbour", "do it"."""
    after: "Paragraph | None" = None
    """The one that it goes on from: a mend from its obstacle, a closing from its opening."""
    runs_on: bool = False
    """It is told in one paragraph with the one before it."""
    whole: Moment | None = None
    """The moment as it was before it was told in plain words."""

    def next_detail(self) -> Clause | None:
        """The first clause that is not told yet, if all that it leans on is told; they come in order."""
        clause = next((clause for clause in self.moment.clauses if clause not in self.chosen), None)
        if clause is None or self.after is None or not self.after.hides(clause):
            return clause
        return None

    def hides(self, clause: Clause) -> bool:
        """Whether a later clause leans on one of this paragraph that is not told."""
        full, said = (leaning.told(known.text["en"] for known in part) for part in (self.moment.clauses, self.chosen))
        return bool(leaning.missed(clause.text["en"], full, said))

    def add(self, clause: Clause) -> None:
        """Tell this clause too, in its place."""
        self.chosen = [known for known in self.moment.clauses if known in self.chosen or known == clause]

    def begin_with(self, clauses: tuple[Clause, ...]) -> None:
        """Tell these clauses first."""
        self.moment = replace(self.moment, clauses=(*clauses, *self.moment.clauses))
        self.chosen = [*clauses, *self.chosen]

    def simplify(self) -> None:
        """Tell it in plain words, all of it, and leave out the details that lean on other words."""
        if self.whole is not None:
            return
        self.whole = self.moment
        before = self.after.whole or self.after.moment if self.after else None
        told = {known.text["en"] for known in self.chosen} | {
            known.plain.text["en"] for known in self.chosen if known.plain
        }
        self.moment = bank.simplified(self.moment, before)
        self.chosen = [known for known in self.moment.clauses if known.text["en"] in told]

    def swap(self, clause: Clause, other: Clause) -> None:
        """Tell another clause in the place of this one."""
        self.chosen = [other if known is clause else known for known in self.chosen]
        clauses = tuple(other if known is clause else known for known in self.moment.clauses)
        self.moment = replace(self.moment, clauses=clauses)

    def sentences(self) -> Iterator[list[Clause]]:
        """The chosen clauses, grouped into sentences."""
        group: list[Clause] = []
        for index, clause in enumerate(self.chosen):
            if group and index not in self.joined:
                yield group
                group = []
            group.append(clause)
        if group:
            yield group


@dataclass
class Scene:
    """Paragraphs of one beat: opening, want, interlude, attempt, climax or resolution."""

    beat: str
    paragraphs: list[Paragraph]


def introduce(paragraphs: Sequence[Paragraph], people: Sequence[Person]) -> None:
    """Say who these people are where each of them is first named, and only there, in every language."""
    for person, code in product(people, CODES):
        name, role = f"{{{person.part}}}", f"{{the_{person.part}_role}}"
        known = False
        for paragraph, clause in [(item, clause) for item in paragraphs for clause in item.chosen]:
            text = said = clause.text[code]
            match = re.search(rf"{name}(?!')", text)
            if known:
                said = text.replace(f"{name}, {role},", name).replace(f"{name}, {role}", name)
            elif role in text:
                known = True
            elif match:
                known, after = True, text[match.end() :]
                comma = "" if after[:1] in ("", *",.;:”»") else ","
                said = f"{text[: match.end()]}, {role}{comma}{after}"
            if said != text:
                paragraph.swap(clause, replace(clause, text=clause.text | {code: said}))
