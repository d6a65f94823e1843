"""Read a deed word for word: "sneezes glitter" is no cold that is to be cured."""

from services.shared.tale.reading.english.reader import Reader
from services.shared.tale.reading.frames import spans
from services.shared.tale.wish.phrases import VerbPhrase
from services.shared.tale.words import lexicon, wordforms

_TURNS = frozenset("turn go become get".split())
"""Verbs of what somebody becomes: "turns green"."""


class _Deed(Reader):
    """Reads the deed that a text begins with."""

    def deed(self) -> VerbPhrase | None:
        """As a goal of the lexicon that says the deed itself, else by the words for it."""
        base = spans.base(self.word()) or wordforms.lemmas(self.word()).get("VERB", "")
        found = None if base in lexicon.deeds() else self.verb_phrase(own=True)
        if found is not None and found.literal and not found.inner and found.verb.split()[0] == base:
            return found
        self.at = 0
        if not base:
            return None
        self.at = 1
        if base in _TURNS and (quality := lexicon.adjectives().get(self.word())):
            said = quality.forms
            goal = {"en": f"{base} {quality.name}", "es": f"volverse {said['es'][0]}", "fr": f"devenir {said['fr'][0]}"}
            return VerbPhrase(base, goal)
        thing = self.noun_phrase()
        return VerbPhrase(base, _goal(base, thing=thing is not None), thing, complements=tuple(self._complements()))


def literal(text: str) -> VerbPhrase | None:
    """The deed that the text begins with; None where no verb begins."""
    return _Deed(text).deed()


def _goal(base: str, *, thing: bool) -> dict[str, str] | None:
    """How the deed itself is said in each language; None for a verb that the lexicon does not have so."""
    if said := lexicon.deeds().get(base):
        return {code: f"{words} @" if thing else words for code, words in said.items()}
    rows = [row.goal for row in lexicon.verbs_named(base) if row.goal and row.goal["en"].split()[0] == base]
    return next((goal for goal in rows if goal["en"].endswith(" @") == thing), rows[0] if rows else None)
