"""Who is in a book: the story's cast, or for a text that somebody supplied, whom its words tell of."""

import re
from collections import Counter
from dataclasses import dataclass

from pipeline.v1 import draft_pb2
from services.image_concept import palette
from services.image_concept.frame import Member
from services.image_concept.looks import look_of
from services.image_concept.reading import nouns
from services.image_concept.reading.moment import Who
from services.image_concept.reading.nouns import PEOPLE
from services.shared.tale.words import lexicon

MAX_CAST = 4
"""Characters of a supplied text that are drawn."""
_WORD = r"[^\W\d_]+"


_NO_NAMES = frozenset(
    "he she they it we you i the a an his her their my our your this that there then who what".split()
)
"""What a careless reader takes for names at the beginning of a sentence."""


@dataclass(frozen=True)
class Person:
    """One of the cast: a name, a role such as "lighthouse keeper" (may be empty), and a pronoun."""

    name: str
    role: str
    pronoun: str
    also: tuple[str, ...] = ()
    """Other names for them."""


def people(draft: draft_pb2.Draft, text: str) -> list[Person]:
    """The cast; where the story has none, those whom the analyzer found in the text."""
    if draft.story.characters:
        return [Person(one.name, one.role, one.pronoun) for one in draft.story.characters]
    names = [one.name for one in draft.analysis.characters]
    # "Grandma Rosa" is one person with two names.
    double = {one: other for one in names for other in names if one != other and f"{one} {other}" in text}
    found = []
    for one in draft.analysis.characters:
        if one.name in double or one.name.lower() in _NO_NAMES:
            continue
        also = tuple(first for first, last in double.items() if last == one.name)
        role = one.role or next(filter(None, (role_in(text, name) for name in (one.name, *also))), "")
        role = role or next((name.lower() for name in also if nouns.noun(name.lower(), "en")), "")
        found.append(Person(one.name, role, pronoun_in(text, one.name), also))
    return found[:MAX_CAST]


def member(person: Person, index: int) -> Member:
    """How all scenes show them."""
    role = " ".join([*(name.lower() for name in person.also), person.role]).strip()
    return Member(person.name, look_of(person.name, role, person.pronoun), palette.coat(index))


def who(person: Person, language: str) -> Who:
    """How a text names them: the last noun of the role in its language."""
    words = person.role.lower().split(" who ")[0].split()
    for length in (2, 1):
        known = lexicon.nouns().get(" ".join(words[-length:]))
        if known:
            forms = known.forms(language if language in lexicon.CODES else "en")
            return Who(
                person.name,
                tuple(dict.fromkeys(form.singular for form in forms)),
                person.pronoun,
                person.also,
                known.name,
            )
    return Who(person.name, tuple(words[-1:]), person.pronoun, person.also)


def role_in(text: str, name: str) -> str:
    """The noun of a living thing that stands beside a name: "her dog Max", "Max, a small dog,", "Max was a dog"."""
    known = re.escape(name)
    called = re.findall(rf"\b((?:[\w-]+ )?{_WORD}) (?:named|called) {known}\b", text)
    before = re.findall(rf"\b((?:[\w-]+ )?{_WORD}) {known}\b", text)
    after = re.findall(rf"\b{known}(?:,| was| is) (?:an?|the|his|her|their) ((?:[\w-]+ ){{0,3}}{_WORD})", text)
    for phrase in (*after, *called, *before):
        words = phrase.lower().split()
        for at in range(len(words), 0, -1):
            named = nouns.noun(words[at - 1], "en")
            if named and (named.kind in PEOPLE or named.kind in ("animal", "creature")):
                kept = words[max(0, at - 2) : at] if phrase not in before else words[at - 1 : at]
                return " ".join(word for word in kept if word not in ("a", "an", "the", "his", "her", "their", "my"))
    return ""


def pronoun_in(text: str, name: str) -> str:
    """The pronoun that comes most often after a name, before another name; empty where none does."""
    other = r"(?![A-Z][a-z]+ )[^.!?]"
    pattern = rf"\b{re.escape(name)}\b(?:{other})*(?:[.!?][”\"]? )?(?:{other})*?\b([Ss]he|[Hh]e)\b"
    found = Counter(pronoun.lower() for pronoun in re.findall(pattern, text))
    return "" if found["she"] == found["he"] else "she" if found["she"] > found["he"] else "he"
