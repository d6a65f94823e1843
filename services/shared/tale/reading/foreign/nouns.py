"""Say the nouns of a Spanish or French text, known or not, with the adjectives after them, which English has before."""

import re

from services.shared.tale.reading.foreign import rendering
from services.shared.tale.reading.foreign.glossary import Found, Glossary, Named
from services.shared.tale.reading.foreign.particles import Particles
from services.shared.tale.reading.foreign.phrasing import Span
from services.shared.tale.reading.foreign.sight import BEFORE
from services.shared.tale.words import lexicon

_INTENSIFIERS = frozenset("muy tan demasiado más très trop si plus bien".split())
_SEVERAL = frozenset(
    "les des ses mes tes leurs nos vos quelques deux trois quatre cinq los las unos unas mis tus sus dos tres cuatro"
    " cinco".split()
)
_FEMININE = frozenset("la una las unas esta esa aquella otra une cette ma ta sa".split())
_RELATIVES = frozenset("que qui quien donde où".split())
_OTHER_KINDS = lexicon.ALIVE | frozenset("place building room time force body group".split())
"""Kinds of things that are no kind of another one."""
LONGEST_PARTICLE = 3
"""Letters of a short word that is no adjective."""
FAR = 8
"""Words to the verb of a subject, at most."""
_ASKED = re.compile(r"\w+[aeiáéí](?:me|nos|le)|\w+-(?:moi|nous|lui)(?:-en)?")
"""An imperative with whom it is for: "recitame", "chante-nous"."""


class Nouns(Particles):
    """What was said so far, and the noun that comes next."""

    def __init__(self, tokens: list[str], tables: Glossary) -> None:
        super().__init__(tokens, tables)
        self._genders: dict[str, str] = {}
        self._nouns: dict[str, str] = {}
        self._holds = True
        """Whether "de" after the noun says what is in it or whose it is: "una caja de galletas"."""

    def _is_so(self, named: Named) -> bool:
        """Whether somebody is said to be so, and not to be that: "está enfermo", but "es bailarina"."""
        if self._said[-1:] and self._said[-1] in ("too", "very"):
            return True
        return self._last == "be" and named.noun.kind not in ("trade", "creature", "animal")

    def _noun(self, named: Named, at: int, end: int) -> int:
        """A noun with the adjectives after it, which stand before it in English."""
        noun = named.noun
        if named.said:
            self._nouns.setdefault(noun.name, named.said)
        told = {item.gender for item in noun.forms(self._tables.code)}
        if noun.alive and (len(told) > 1 or named.gender not in told):
            # "La astronauta": the article tells what the noun does not.
            feminine = "f" in told and self._last == "determiner" and self._lower[at - 1] in _FEMININE
            self._genders.setdefault(noun.name, "f" if feminine else named.gender)
        elif noun.gender not in ("M", "F") and not named.plural:
            # "Une licorne", whoever it is.
            self._genders.setdefault(noun.name, named.gender)
        self._holds = noun.kind in ("container", "group", "force", "time") or "group" in noun.tags
        adjectives, end = self._adjectives(end)
        self._holds = True
        adjectives += ["little"] if named.little else []
        form = noun.forms("en")[0]
        # "Les souris": the article alone tells how many.
        plural = named.plural or (
            self._last == "determiner" and self._lower[at - 1] in _SEVERAL and not form.only_plural
        )
        if self._last == "be" and noun.alive and not plural:
            # "Quiere ser astronauta"
            self._say("a", "")
        begin, self._alive = len(self._said), noun.alive
        alike = form.plural == form.singular and not form.only_plural
        several = lexicon.english_plural(form.singular) if alike else form.plural
        self._say(" ".join([*adjectives, several if plural else form.singular]), "noun")
        self._spans.append(Span(begin, len(self._said), noun.alive and not plural))
        return end

    def _adjectives(self, at: int) -> tuple[list[str], int]:
        """Those after a noun in English order, and where the text goes on."""
        found: list[str] = []
        while (following := self._made_of(at) or self._adjective(at) or self._unknown_adjective(at)) is not None:
            adjective, at = following
            found = [adjective, *found] if adjective else found
        return found, at

    def _made_of(self, at: int) -> tuple[str, int] | None:
        """An adjective of two or three words: "en plastique", "de oro"."""
        for length in (3, 2):
            found = self._tables.find(" ".join(self._lower[at : at + length]))
            if found.adjective and found.word is None and len(self._lower) >= at + length:
                return found.adjective, at + length
        return self._kind_of_it(at)

    def _kind_of_it(self, at: int) -> tuple[str, int] | None:
        """A noun after "de" that says what kind the noun before is of: "gâteau de riz" is "rice cake"."""
        here = self._lower[at : at + 2]
        found = self._tables.find(here[1]) if here[:1] == ["de"] and len(here) > 1 else None
        if not found or not found.noun or found.word is not None or self._holds or self._named(at + 1):
            return None
        noun = found.noun.noun
        longer = self._phrase(at + 1)[1] > 1
        more = self._tables.find(self._lower[at + 2]) if at + 2 < len(self._lower) else None
        if longer or noun.kind in _OTHER_KINDS or (more and (more.adjective or more.preposition or more.word == "and")):
            return None
        return noun.name, at + 2

    def _adjective(self, at: int) -> tuple[str, int] | None:
        """An adjective after its noun, and where the text goes on: "muy tímido", "y solitario"; None where none is."""
        joined = at < len(self._lower) and self._lower[at] in ("y", "et")
        at += joined
        if not joined and self._tells(at + (at < len(self._lower) and self._lower[at] in _INTENSIFIERS)):
            # "Un chevalier allergique aux chevaux"
            return None
        so = self._lower[at : at + 1] in (["tan"], ["si"]) and self._lower[at + 2 : at + 3] == ["que"]
        while at < len(self._lower) and self._lower[at] in _INTENSIFIERS:
            at += 1
        if at >= len(self._lower) or so:
            # "Un pan tan grande que no cabe": it is no part of the name.
            return None
        found = self._tables.find(self._lower[at])
        group = self._verbs.group(at, subject=False)
        if (
            not joined
            and found.noun
            and not found.adjective
            and found.noun.noun.kind in ("trade", "creature")
            and not group
        ):
            # "Un chat pirate"
            return found.noun.noun.name, at + 1
        if found.adjective:
            verb = group is not None and group.form.tense in ("present", "past") and self._acts(group)
            other = verb or found.word is not None or self._named(at) or (joined and found.noun)
            return None if other else (found.adjective, at + 1)
        if joined or found or not group or group.form.tense != "participle" or not group.bare:
            return None
        # "Una puerta cerrada": what was done to it, unless more is said of that.
        following = self._tables.find(self._lower[group.end]) if group.end < len(self._lower) else Found()
        said = rendering.participle(group.english.split()[0])
        return None if following.preposition else (said if said in lexicon.adjectives() else "", group.end)

    def _unknown_adjective(self, at: int) -> tuple[str, int] | None:
        """A word that no table has where an adjective stands: "un pêcheur sénégalais"; None where it may be a verb."""
        word = self._tokens[at] if at < len(self._tokens) else ""
        if len(word) <= LONGEST_PARTICLE or not word.isalpha() or not word.islower() or self._tables.known(word):
            return None
        following = self._lower[at + 1] if at + 1 < len(self._lower) else "."
        goes_on = self._verbs.finite(at + 1) or following in _RELATIVES or not following[0].isalnum()
        later = any(self._verbs.finite(ahead) for ahead in range(at + 2, min(at + FAR, len(self._lower))))
        said = goes_on or self._first is not None or (later and self._tables.find(following).preposition)
        noun = self._tables.find(following).noun or self._tables.find(following).word in BEFORE
        return (word, at + 1) if said and not noun else None

    def _unknown(self, at: int) -> int:
        """Say a word that no table has as it is written."""
        word = self._lower[at]
        if self._last == "start" and _ASKED.fullmatch(word) and at + 1 < len(self._tokens):
            # Some verb with which one asks for a story: never somebody in it.
            self._say("tell me", "")
            return at + 1
        given = lexicon.names().get(word)
        lone = self._tokens[at].capitalize() if given and not given.word else self._tokens[at]
        adjectives, end = self._adjectives(at + 1) if self._last in ("determiner", "adjective") else ([], at + 1)
        for adjective in adjectives:
            self._say(adjective, "adjective")
        self._say(lone if self._last != "start" or given else lone.lower(), "noun")
        return end
