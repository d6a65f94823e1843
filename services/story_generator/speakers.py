"""Who says what is said in a text: by "said Ana", by who acts beside it, or by turns."""

import re
from collections.abc import Iterator, Sequence

from services.shared.speech import SAYING, curly, narrated
from services.story_generator.mentions import words_of
from services.story_generator.naming import PRONOUNS, titles
from services.story_generator.person import Person
from services.story_generator.tokens import Token

OTHER = "other"
"""Speaks where nobody can be found who does."""
_UNKNOWN = "?"
_INVERTED = re.compile(r"(\w+)-(?:t-)?(il|elle)\b")
"""French "dit-il": two words in one."""
_NOBODY = frozenset("it they everyone everybody someone somebody i we all todos ellos ellas ils elles on".split())
_UNTAGGED = re.compile(r"\s*[—–][^—–]*")
_CLOSED = re.compile(r"^\s*[—–].*[—–][.,:;]?$")


def _is_open(sentence: str, *, tagged: bool) -> bool:
    """Whether what is said goes on in the next sentence: marks are open, or a dash closes what the narrator says.

    `tagged`: the sentence tells who says it.
    """
    marked = curly(sentence)
    if marked.count("“") + marked.count("«") > marked.count("”") + marked.count("»") or _CLOSED.search(marked):
        return True
    return not tagged and bool(_UNTAGGED.fullmatch(marked))


class Speakers:
    """Finds the speaker of each sentence of one text, from its first to its last."""

    def __init__(self, people: Sequence[Person], language: str) -> None:
        self._people = people
        self._language = language
        self._recent: list[Person] = []
        self._turns: list[str] = []

    def of(self, paragraph: Sequence[str]) -> list[str]:
        """The speaker of each sentence of the next paragraph: a name, OTHER, or empty where nothing is said."""
        found: list[str] = []
        beside: list[str] = []
        goes_on = False
        for sentence in paragraph:
            told = narrated(sentence, self._language)
            if goes_on and told == sentence:
                told = ""
            here = list(self._named(told))
            said = self._said_by(told, sentence)
            found.append("" if told == sentence else said or self._only(here) or _UNKNOWN)
            beside.append(self._only(here))
            goes_on = _is_open(sentence, tagged=bool(said)) or (goes_on and not told)
            # Who is named first is mostly who the sentence is about, and whom a pronoun means.
            self._recent += reversed(here)
        return self._told_by_others(found, beside)

    def _told_by_others(self, found: list[str], beside: list[str]) -> list[str]:
        """Fill in who speaks by the other sentences of the paragraph, or by turns; `beside`: who is named in each."""
        known = next((speaker for speaker in found if speaker not in ("", OTHER, _UNKNOWN)), "") or next(
            filter(None, beside), ""
        )
        if _UNKNOWN in found and not known and len(self._turns) > 1 and OTHER not in self._turns[-2:]:
            known = self._turns[-2] if self._turns[-1] != self._turns[-2] else ""
        filled = [known or OTHER if speaker == _UNKNOWN else speaker for speaker in found]
        spoken = [speaker for speaker in filled if speaker]
        self._turns = [*self._turns, spoken[-1]] if spoken else []
        return filled

    @staticmethod
    def _only(people: Sequence[Person]) -> str:
        names = {person.name for person in people}
        return names.pop() if len(names) == 1 else ""

    def _said_by(self, told: str, sentence: str) -> str:
        """The subject of a verb such as "said" in what the narrator tells; nobody who is named in what is said."""
        if told == sentence:
            return ""
        saying, spanish = SAYING[self._language], self._language == "es"
        tellers = [*self._named(told)]
        addressed = [person for person in self._named(sentence) if person not in tellers]
        others = [person for person in (*self._people[::-1], *self._recent) if person not in addressed]
        for piece in told.split("|"):
            text = words_of(_INVERTED.sub(r"\1 \2", piece), self._language)
            for at, token in enumerate(text):
                if token.lower not in saying:
                    continue
                after = text[at + 1 : at + 4 if self._language == "en" else at + 5]
                said = self._subject(after, others) or self._subject(text[max(0, at - 4) : at][::-1], others)
                # Spanish leaves the pronoun out: "gritó".
                if said or (spanish and self._recent and others):
                    return said or others[-1].name
        return ""

    def _subject(self, text: Sequence[Token], others: Sequence[Person]) -> str:
        """The person, or the one of `others` whom the pronoun means, among the words beside a verb."""
        for at, token in enumerate(text):
            if person := self._person(token, text[at - 1] if at else None):
                return person.name
            if token.lower in _NOBODY:
                return OTHER
            if pronoun := PRONOUNS[self._language].get(token.lower):
                return next((person.name for person in reversed(others) if person.pronoun in (pronoun, "they")), "")
        return ""

    def _named(self, told: str) -> Iterator[Person]:
        text = words_of(told, self._language)
        for at, token in enumerate(text):
            if person := self._person(token, text[at - 1] if at else None):
                yield person

    def _person(self, token: Token, before: Token | None) -> Person | None:
        """The person whose name ends with this word; where two have it, the one with this title."""
        fit = [person for person in self._people if any(form[-1] == token.lower for form in person.forms)]
        fit = [person for person in fit if token.capital or person.name[0].islower() or (token.lower,) in person.forms]
        if len(fit) > 1 and before is not None and before.lower in titles(self._language):
            fit = [person for person in fit if person.name.lower().startswith(before.lower)]
        return fit[0] if fit else None
