"""Write a plan out in one language; every language has the same number of sentences."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from services.shared.tale.grammar import proper
from services.shared.tale.grammar.french import French
from services.shared.tale.grammar.language import START, Agreement, Language
from services.shared.tale.grammar.romance import Romance
from services.shared.tale.grammar.spanish import Spanish
from services.shared.tale.plot.bank import Clause
from services.shared.tale.plot.beside import LETTERS
from services.shared.tale.plot.cast import Person
from services.shared.tale.plot.plan import Plan
from services.shared.tale.plot.scenes import Paragraph, Scene
from services.shared.tale.plot.suited import destination, inside, kind_of
from services.shared.tale.reading.foreign.retelling import HEROES
from services.shared.tale.telling import familiar, joining, premises
from services.shared.tale.wish.phrases import NounPhrase, Statement
from services.shared.tale.wish.wish import GENERIC, WHEN, Remark, Wish
from services.shared.tale.words import lexicon

_LANGUAGES: dict[str, type[Language]] = {"en": Language, "es": Spanish, "fr": French}
_DO_IT = {"en": "do it", "es": "hacerlo", "fr": "faire cela"}
_IN = {"en": "in", "es": "en", "fr": "dans"}
_RELATIVE = frozenset(["best friend", *"friend classmate playmate teammate neighbour neighbor companion".split()])
"""Roles that somebody has for the hero: "her neighbour"."""
_NAME_AFTER_ROLE = re.compile(r"\{a_role\} (?:called|named|by the name of) \{hero\}")
"""After which a name of some kinds needs a comma."""
_TOLD = re.compile(r"\{(?:a_)?thing[}#:]")
_PHRASES = "thing foe price form destination".split()
"""Slots of what a wish is about."""
_NAMES_THING = frozenset("thing a_thing deed did".split())
"""Slots that say what the goal is about."""
_AFTER_HERO = frozenset("state reason aim trouble".split()) | {WHEN}
"""Remarks that stand after a sentence about the hero."""
_HERO = re.compile(r"^\{:(?:he\|she|él\|ella|il\|elle)\}")
_PRONOUN = re.compile(r"^\{:(?:él\|ella|ellos\|ellas)\} ")
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


def _about(wish: Wish) -> tuple[NounPhrase | None, ...]:
    return wish.thing, wish.foe, wish.price, wish.form, destination(wish)


class Teller:
    """Writes the clauses of one plan in one language."""

    def __init__(self, plan: Plan, code: str) -> None:
        self._plan = plan
        own = plan.wish.genders if plan.wish.language == code else None
        self._language = _LANGUAGES[code](plan.hero.gender, own)
        self._code = code
        language = self._language
        language.living = frozenset(person.role.noun for person in plan.cast)
        language.nouns = plan.wish.nouns if plan.wish.language == code else {}
        self._agreements = {person.part: Agreement(person.gender, neuter=code == "en") for person in plan.cast}
        living = {"thing"} if plan.wish.thing and kind_of(plan.wish.thing) in lexicon.ALIVE else set()
        self._people = {"foe", "extra", *living, *self._agreements}
        """Names of the slots of who can be meant by a pronoun."""
        slots = {person.part: self.name(person) for person in plan.cast}
        for person in plan.cast[1:]:
            role = person.role
            if role.determiner == "a" and (role.noun in _RELATIVE or (role.noun == "owner" and code != "en")):
                role = replace(role, determiner="their")
            slots[f"{person.part}_role"] = language.noun_phrase(role, person.gender)
            the = replace(role, determiner="the")
            slots[f"the_{person.part}_role"] = language.noun_phrase(the, person.gender)
        slots |= {name: phrase[code] for name, phrase in plan.place.phrases.items()}
        slots["place"] = slots["in"]
        if where := plan.wish.where:
            at = replace(where, phrase=where.phrase.definite())
            slots["place"], slots["there"] = language.complement(at), language.noun_phrase(at.phrase)
        slots["a_role"] = self._a_role(plan.hero)
        slots["is_role"] = slots["a_role"]
        if not plan.hero.several:
            slots["is_role"] = language.predicate(plan.hero.role, plan.hero.gender)
        slots |= self._kind() | self._deeds()
        wish = plan.wish
        for name, phrase in zip(_PHRASES, _about(wish), strict=True):
            if phrase:
                known = phrase.definite()
                if phrase.plural and not phrase.determiner and (name == "form" or wish.act not in GENERIC):
                    known = replace(known, determiner="the")
                # What the hero becomes has the hero's gender.
                gender = plan.hero.gender if plan.goal.becomes == "@" and phrase == plan.goal.thing else ""
                slots[name] = language.noun_phrase(known, gender)
                slots[f"a_{name}"] = language.noun_phrase(phrase, gender)
                self._agreements[name] = language.agreement(phrase, gender)
        self._short = language.noun_phrase(short) if wish.thing and (short := familiar.short(wish.thing, plan)) else ""
        """The goal's thing as it is called once the tale has named it in full."""
        if wish.foe:
            # One of many is new where the goal has named them all.
            many = plan.goal.thing and plan.goal.thing.plural and not wish.foe.plural
            slots["one_foe"] = slots["a_foe" if many else "foe"]
        for letter, remark in zip(LETTERS, plan.wish.remarks, strict=False):
            slots[f"said_{letter}"] = self._said(remark, slots["hero"])
            if remark.deed:
                slots[f"remark_did_{letter}"] = language.verb_phrase(remark.deed, done=True)
            if remark.thing:
                somebody = self._of_the_cast(remark.thing)
                slots[f"remark_{letter}"] = slots[somebody.part] if somebody else language.noun_phrase(remark.thing)
                self._agreements[f"remark_{letter}"] = (
                    self._agreements[somebody.part] if somebody else language.agreement(remark.thing)
                )
        self._slots = slots

    def _kind(self) -> dict[str, str]:
        """The hero as one of a kind, "the giraffe", and all of the kind."""
        role = self._plan.hero.role
        return {
            "the_hero_role": self._language.noun_phrase(replace(role, determiner="the"), self._plan.hero.gender),
            "all_role": self._language.noun_phrase(NounPhrase(role.noun, determiner="all", plural=True)),
        }

    def _deeds(self) -> dict[str, str]:
        """What is wanted and done, what it is for, and where; what is asked."""
        wish, goal, language = self._plan.wish, self._plan.goal, self._language
        found = {
            "deed": language.verb_phrase(goal),
            "known_deed": language.verb_phrase(goal.known()),
            "task": language.verb_phrase(goal.known().bare()),
            "did": language.verb_phrase(familiar.met(self._plan), done=True),
            "first_did": language.verb_phrase(goal, done=True),
        }
        if goal.purpose:
            found["purpose_did"] = language.verb_phrase(goal.purpose.known(), done=True)
        if place := inside(wish):
            found["inside"] = language.complement(place.met())
        if wish.question:
            found["asked"] = language.agreed(wish.question.statement)
        if when := next((remark for remark in wish.remarks if remark.kind == WHEN), None):
            found["whenever"] = self._said(when, "")
        if wish.skill:
            found["skill"] = language.verb_phrase(wish.skill)
        return found | (premises.slots(wish.premise, wish.thing, language) if wish.premise else {})

    def _said(self, remark: Remark, hero: str) -> str:
        """A remark's own words, in which the hero is named where nothing before says who it is."""
        said = remark.said if self._code == "en" else remark.own.get(self._code, "") or self._stated(remark.statement)
        if remark.kind not in _AFTER_HERO:
            said = _HERO.sub(lambda _: hero, said)
        if self._code == "es":
            said = _PRONOUN.sub("", said)
        return self._language.agreed(said)

    def _stated(self, statement: Statement | None) -> str:
        """A statement of the prompt in a language that is not its own."""
        if statement is None or not isinstance(self._language, Romance):
            return ""
        phrase = statement.subject
        if phrase and phrase.noun in self._language.anybody:
            subject, several = self._language.anybody[phrase.noun]
            return f"{subject} {self._language.stated(statement, Agreement('m', several))}"
        somebody = self._plan.cast[0] if phrase is None else self._of_the_cast(phrase)
        if phrase is None:
            subject = HEROES[self._code][self._plan.hero.several]
        elif somebody:
            subject = self.name(somebody)
        else:
            known = phrase if phrase.name or phrase.determiner == "a" else phrase.definite()
            subject = self._language.noun_phrase(known)
        agreement = Agreement(somebody.gender) if somebody else self._language.agreement(phrase or NounPhrase())
        agreement = replace(agreement, plural=agreement.plural or (phrase is None and self._plan.hero.several))
        return f"{subject} {self._language.stated(statement, agreement)}"

    def _of_the_cast(self, phrase: NounPhrase) -> Person | None:
        """Who of the cast is meant, whose name the tale says."""
        same = (person for person in self._plan.cast if person.role.noun == phrase.noun)
        return None if phrase.plural else next(same, None)

    def name(self, person: Person) -> str:
        """As the language says it: a title is translated, and a name that no prompt gave is spelt as there."""
        given = {being.name for being in (self._plan.wish.hero, self._plan.wish.friend) if being}
        spelt = person.name if person.name in given else proper.spelt(person.name, self._code)
        return self._language.named(spelt, person.gender)

    def role(self, person: Person) -> str:
        """What somebody is, without an article: "shy dragon"."""
        return self._language.noun_phrase(replace(person.role, determiner="", plural=False), person.gender)

    def _a_role(self, hero: Person) -> str:
        if hero.several:
            others = [person.gender for person in self._plan.cast[1:2] if person.role.noun == hero.role.noun]
            return self._language.one_of(hero.role, "m" if "m" in others else hero.gender)
        return self._language.noun_phrase(hero.role, hero.gender)

    def clause(self, clause: Clause, paragraph: Paragraph | None = None, before: Sequence[Clause] = ()) -> str:
        """One clause, not yet a sentence; `before` are those of its sentence that come before it."""
        slots, agreements = self._slots, self._agreements
        # "One of two brothers", and a title with its article: "el doctor Patel".
        aside = self._plan.hero.several or slots["hero"][:1].islower()
        if aside and clause.plain and _NAME_AFTER_ROLE.search(clause.text["en"]):
            clause = clause.plain
        if paragraph and paragraph.extra:
            slots = slots | {"extra": self._language.noun_phrase(paragraph.extra)}
            agreements = agreements | {"extra": self._language.agreement(paragraph.extra)}
        text = clause.text[self._code]
        text = joining.subject(text, [said.text[self._code] for said in before], self._people, self._language)
        if paragraph and paragraph.brief:
            there = slots["place"] if self._plan.wish.where else f"{_IN[self._code]} {START}{slots['there']}"
            slots = slots | {"deed": _DO_IT[self._code], "place": there}
        elif paragraph and "{deed}" in text and self._is_told(clause, paragraph):
            slots = slots | {"deed": slots["known_deed"]}
        elif paragraph and self._plan.wish.where and paragraph in self._plan.scenes[0].paragraphs:
            # The place is new there, as the prompt says it.
            slots = slots | {"place": self._language.complement(self._plan.wish.where)}
        if self._short and paragraph and "{thing}" in text and self._is_named(clause, paragraph):
            slots = slots | {"thing": self._short}
        return self._language.clause(text, slots, agreements)

    def _is_named(self, clause: Clause, paragraph: Paragraph) -> bool:
        """Whether the tale has named the goal's thing before this clause."""
        for known in (paragraph for scene in self._plan.scenes for paragraph in scene.paragraphs):
            for told in known.chosen:
                if known is paragraph and told is clause:
                    return False
                if not _NAMES_THING.isdisjoint(told.slots):
                    return True
        return False

    def _is_told(self, clause: Clause, paragraph: Paragraph) -> bool:
        """Whether the tale has told of the goal's thing before the goal of this clause."""
        for known in (paragraph for scene in self._plan.scenes for paragraph in scene.paragraphs):
            for told in known.chosen:
                text = told.text[self._code]
                if known is paragraph and told is clause:
                    return bool(_TOLD.search(text[: text.index("{deed}")]))
                if "{deed}" in text or _TOLD.search(text):
                    return True
        return False

    def sentence(self, group: Sequence[Clause], paragraph: Paragraph, before: Sequence[Clause] = ()) -> str:
        """One sentence of one or more clauses; `before` are those of the sentence before it."""
        joint = joining.opener(group, before)
        text = self._language.openers[joint] + self.clause(group[0], paragraph)
        for index, clause in enumerate(group[1:], 1):
            joint = joining.joint(clause, joint, text, self._language)
            text = self._language.join(joint, text, self.clause(clause, paragraph, group[:index]))
        return self._language.sentence(text)

    def paragraph(self, paragraph: Paragraph) -> tuple[Sentence, ...]:
        """A paragraph's sentences."""
        groups = paragraph.sentences()
        return tuple(
            Sentence(self.sentence(group, paragraph, before), next(filter(None, (one.speaker for one in group)), ""))
            for before, group in pairwise([[], *groups])
        )

    def tale(self) -> Tale:
        """The whole tale."""
        # Nothing is known yet in a title: "How Ann Caught a Thief".
        new = self._slots | {"did": self._language.verb_phrase(self._plan.goal, done=True)}
        said = self._language.clause(self._plan.title.text[self._code], new, self._agreements)
        title = self._language.sentence(said).rstrip(".")
        if self._code == "en":
            title = _title_case(title)
        scenes = tuple(self._scene(scene) for scene in self._plan.scenes)
        return Tale(title, scenes, frozenset(self._language.unknown))

    def _scene(self, scene: Scene) -> tuple[tuple[Sentence, ...], ...]:
        told: list[tuple[Sentence, ...]] = []
        for paragraph in scene.paragraphs:
            before = told.pop() if paragraph.runs_on and told else ()
            told.append((*before, *self.paragraph(paragraph)))
        return tuple(told)


def tell(plan: Plan, code: str) -> Tale:
    """The plan in the language of this BCP-47 code."""
    return Teller(plan, code).tale()


def _title_case(text: str) -> str:
    words = text.split()
    return " ".join(
        word if index and word in _SMALL else word[:1].upper() + word[1:] for index, word in enumerate(words)
    )
