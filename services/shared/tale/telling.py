"""Write a plan out in one language; every language has the same number of sentences."""

from dataclasses import dataclass, replace

from services.shared.tale.bank import Clause
from services.shared.tale.cast import Person
from services.shared.tale.french import French
from services.shared.tale.language import START, Agreement, Language
from services.shared.tale.plan import Paragraph, Plan
from services.shared.tale.spanish import Spanish

_LANGUAGES: dict[str, type[Language]] = {"en": Language, "es": Spanish, "fr": French}
_DO_IT = {"en": "do it", "es": "hacerlo", "fr": "faire cela"}
_IN = {"en": "in", "es": "en", "fr": "dans"}
_SMALL = frozenset("a an and of the in on to with by for at from".split())


@dataclass(frozen=True)
class Sentence:
    """One sentence, and the part of who speaks in it (hero, friend, elder, rival, other); empty for the teller."""

    text: str
    speaker: str


@dataclass(frozen=True)
class Tale:
    """A plan told in one language."""

    title: str
    scenes: tuple[tuple[tuple[Sentence, ...], ...], ...]
    """Sentences in paragraphs in scenes."""
    unknown: frozenset[str]
    """Words of the prompt that stayed as they were written."""


class Teller:
    """Writes the clauses of one plan in one language."""

    def __init__(self, plan: Plan, code: str) -> None:
        self._plan = plan
        self._language = _LANGUAGES[code](plan.hero.gender)
        self._code = code
        language = self._language
        self._agreements = {person.part: Agreement(person.gender, neuter=code == "en") for person in plan.cast}
        slots = {person.part: person.name for person in plan.cast}
        for person in plan.cast[1:]:
            slots[f"{person.part}_role"] = language.noun_phrase(person.role, person.gender)
            the = replace(person.role, determiner="the")
            slots[f"the_{person.part}_role"] = language.noun_phrase(the, person.gender)
        slots |= {name: phrase[code] for name, phrase in plan.place.phrases.items()}
        slots["place"] = slots["in"]
        if where := plan.wish.where:
            known = replace(where, phrase=where.phrase.definite())
            slots["place"], slots["there"] = language.complement(known), language.noun_phrase(known.phrase)
        slots["a_role"] = self._a_role(plan.hero)
        slots["is_role"] = slots["a_role"]
        if not plan.hero.several:
            slots["is_role"] = language.predicate(plan.hero.role, plan.hero.gender)
        slots["deed"] = language.verb_phrase(plan.goal)
        slots["did"] = language.verb_phrase(plan.goal.known(), done=True)
        if plan.wish.skill:
            slots["skill"] = language.verb_phrase(plan.wish.skill)
        for name, phrase in (("thing", plan.wish.thing), ("foe", plan.wish.foe), ("price", plan.wish.price)):
            if phrase:
                slots[name] = language.noun_phrase(phrase.definite())
                slots[f"a_{name}"] = language.noun_phrase(phrase)
                self._agreements[name] = language.agreement(phrase)
        self._slots = slots

    def role(self, person: Person) -> str:
        """What somebody is, without an article: "shy dragon"."""
        return self._language.noun_phrase(replace(person.role, determiner="", plural=False), person.gender)

    def _a_role(self, hero: Person) -> str:
        if hero.several:
            return self._language.one_of(hero.role, hero.gender)
        return self._language.noun_phrase(hero.role, hero.gender)

    def clause(self, clause: Clause, paragraph: Paragraph | None = None) -> str:
        """One clause, not yet a sentence."""
        slots, agreements = self._slots, self._agreements
        if paragraph and paragraph.extra:
            slots = slots | {"extra": self._language.noun_phrase(paragraph.extra)}
            agreements = agreements | {"extra": self._language.agreement(paragraph.extra)}
        if paragraph and paragraph.brief:
            slots = slots | {"deed": _DO_IT[self._code], "place": f"{_IN[self._code]} {START}{slots['there']}"}
        return self._language.clause(clause.text[self._code], slots, agreements)

    def sentence(self, group: list[Clause], paragraph: Paragraph) -> str:
        """One sentence of one or more clauses."""
        first, *others = group
        text = self._language.openers[first.connective] + self.clause(first, paragraph)
        joint = first.connective
        for clause in others:
            # Where the bank does not say how, "and" and ";" take turns.
            joint = clause.connective or ("" if joint == "and" else "and")
            text = self._language.join(joint, text, self.clause(clause, paragraph))
        return self._language.sentence(text)

    def paragraph(self, paragraph: Paragraph) -> tuple[Sentence, ...]:
        """A paragraph's sentences."""
        return tuple(
            Sentence(self.sentence(group, paragraph), next((clause.speaker for clause in group if clause.speaker), ""))
            for group in paragraph.sentences()
        )

    def tale(self) -> Tale:
        """The whole tale."""
        title = self._language.sentence(self.clause(self._plan.title)).rstrip(".")
        if self._code == "en":
            title = _title_case(title)
        scenes = tuple(
            tuple(self.paragraph(paragraph) for paragraph in scene.paragraphs) for scene in self._plan.scenes
        )
        return Tale(title, scenes, frozenset(self._language.unknown))


def tell(plan: Plan, code: str) -> Tale:
    """The plan in the language of this BCP-47 code."""
    return Teller(plan, code).tale()


def _title_case(text: str) -> str:
    words = text.split()
    return " ".join(
        word if index and word in _SMALL else word[:1].upper() + word[1:] for index, word in enumerate(words)
    )
