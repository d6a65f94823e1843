"""Tell what the words of a Spanish or French text are where they stand: names, nouns, verbs, by what is around them."""

from services.shared.tale.reading.english.grammar_words import (
    ARTICLES,
    BE,
    GRAMMAR,
    LINKS,
    NEVER,
    NUMBERS,
    OWN,
    PRONOUNS,
    RELATIVE,
)
from services.shared.tale.reading.foreign.glossary import MAX_WORDS, Found, Glossary
from services.shared.tale.reading.foreign.verbs import Group, Verbs
from services.shared.tale.words import lexicon

SUBJECTS = frozenset("noun name relative pronoun denial".split())
"""Kinds of what stands before a verb."""
BEFORE = frozenset(ARTICLES) | OWN | NUMBERS | frozenset("some every another other all".split())
"""English words that stand before a noun."""


_ARTICLES = frozenset("el la le".split())
"""What stands between a name and what its bearer is."""


class Sight:
    """The words of one text."""

    def __init__(self, tokens: list[str], tables: Glossary) -> None:
        self._tokens = tokens
        self._lower = [token.lower() for token in tokens]
        self._tables = tables
        self._verbs = Verbs(self._lower, tables)
        self._said: list[str] = []
        """What was said so far, in English."""
        self._last = "start"
        """Kind of what was said last: determiner, adjective, noun, name, verb, be, preposition, relative, link, …"""

    def _named(self, at: int) -> bool:
        """Whether the word is a name, and no word of the language that is written large."""
        token, word = self._tokens[at], self._lower[at]
        if not token[0].isupper():
            return False
        found = self._tables.find(word)
        first = at == 0 or self._lower[at - 1] in (*".!?¡¿:…",)
        given = lexicon.names().get(word)
        if not first:
            if found.word is not None:
                return False
            noun = found.noun.noun if found.noun else None
            # "La Luna", "Maman", "Navidad"
            return not (
                noun
                and (
                    self._last in ("determiner", "adjective")
                    or (not given and (noun.kind == "kin" or noun.name[0].isupper()))
                )
            )
        following = self._lower[at + 1] if at + 1 < len(self._lower) else ""
        acts = following in ("y", "et", ",", "e", "el", "la", "le", "les") or bool(
            following and self._verbs.finite(at + 1)
        )
        if (
            following in _ARTICLES
            and found.word is None
            and not (found.preposition or found.adjective)
            and self._tables.find(" ".join(self._lower[at + 2 : at + 3])).noun
        ):
            # "Tito el tractor"
            return True
        if found or self._tables.forms(word):
            return bool(given and acts and found.word is None)
        return bool(given or acts)

    def _phrase(self, at: int) -> tuple[Found, int]:
        """The longest phrase here that a table has, and its number of words."""
        for length in range(min(MAX_WORDS, len(self._lower) - at), 0, -1):
            if found := self._tables.find(" ".join(self._lower[at : at + length])):
                return found, length
        return Found(), 0

    def _is_verb(self, at: int, found: Found, group: Group) -> bool:
        """Whether a word that can be a verb and something else is a verb here."""
        finite = group.form.tense in ("present", "past")
        after_subject = self._last in SUBJECTS
        if found.word is not None:
            if found.word in ("named", "about"):
                return False
            grammar = found.word.split()[0] in GRAMMAR or found.word in lexicon.prepositions() if found.word else True
            return after_subject and finite and not grammar
        if found.preposition or not found:
            # "Un brillo" is no "brilló" without its accent.
            return not found and not (finite and self._last == "determiner")
        if found.noun and group.form.tense == "infinitive":
            return self._said[-1:] == ["to"]
        if found.noun:
            # "Antes de que nieve"
            clause = self._lower[at - 1 : at] == ["que"]
            return finite and (after_subject or clause or (self._last == "link" and self._acts(group)))
        return finite and after_subject and self._acts(group)

    def _acts(self, group: Group) -> bool:
        """Whether an object or another verb follows."""
        if self._verbs.infinitive(group.end):
            return True
        following = self._lower[group.end] if group.end < len(self._lower) else ""
        return self._tables.find(following).word in BEFORE or (bool(following) and self._named(group.end))

    def _clause(self, at: int) -> bool:
        """Whether a subject and its verb follow: "où les élèves sont"."""
        if self._tables.find(self._lower[at]).word not in BEFORE if at < len(self._lower) else True:
            return False
        return any(self._verbs.finite(ahead) for ahead in range(at + 2, min(at + 4, len(self._lower))))

    def _somebody(self, at: int) -> bool:
        """Whether it is somebody: the "a" before them says nothing in English."""
        while at < len(self._lower):
            found = self._tables.find(self._lower[at])
            if found.noun:
                return found.noun.noun.alive
            if self._tokens[at][0].isupper() or found.word in ("somebody", "everybody", "nobody"):
                return True
            if found.word not in BEFORE and not found.adjective:
                return False
            at += 1
        return False

    def _place(self, at: int) -> bool:
        """Whether it is a place that one is at."""
        if self._tables.code == "es" or at >= len(self._lower):
            return False
        found = self._tables.find(self._lower[at])
        if found.word in BEFORE and at + 1 < len(self._lower):
            found = self._tables.find(self._lower[at + 1])
        return bool(found.noun and found.noun.noun.where) or self._tokens[at][0].isupper()

    def _noun_at(self, at: int) -> bool:
        while at < len(self._lower) and self._tables.find(self._lower[at]).adjective:
            if self._tables.find(self._lower[at]).noun:
                return True
            at += 1
        return at < len(self._lower) and bool(self._tables.find(self._lower[at]).noun)


def kind_of(english: str) -> str:
    """The kind of a word of grammar; empty for one after which all is as before."""
    if english[:1].isupper() and " " in english and english.rsplit(maxsplit=1)[-1][0].isupper():
        return "name"
    last = english.rsplit(maxsplit=1)[-1].lower() if english else ""
    kinds = (
        (frozenset(["named"]), "named"),
        (BEFORE, "determiner"),
        (RELATIVE, "relative"),
        (LINKS, "link"),
        (BE, "be"),
        (NEVER, "denial"),
        (frozenset(lexicon.prepositions()), "preposition"),
        (PRONOUNS, "pronoun"),
        (frozenset(lexicon.noun_forms()), "noun"),
    )
    return next((kind for words, kind in kinds if last in words), "")
