"""Say a Spanish or French prompt word for word in English, by the lexicon, so that one reader reads all three.

"Un zorro aprende a navegar" gives "a fox learns to sail". A word that the lexicon does not have stays as it was
written, as a name does.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from services.shared.tale.reading.foreign import rendering, surface
from services.shared.tale.reading.foreign.dialogue import spoken
from services.shared.tale.reading.foreign.glossary import Found, Glossary, glossary
from services.shared.tale.reading.foreign.nouns import Nouns
from services.shared.tale.reading.foreign.particles import ASKS
from services.shared.tale.reading.foreign.phrasing import Said, Span, asked, owned, siblings
from services.shared.tale.reading.foreign.retelling import Retelling, Spoken
from services.shared.tale.reading.foreign.sight import SUBJECTS, kind_of
from services.shared.tale.reading.foreign.verbs import Group
from services.shared.tale.reading.foreign.word_order import english_order
from services.shared.tale.words import lexicon

LIKELY = 0.3
"""Share of its words, without verbs and as they are written, that a text in the language has at least."""
SHORT = 3
"""Words of a text that may be verbs only."""
_MANY = frozenset("i you we they people".split())
_FIRST_OF_ALL = re.compile(r"^(one (?:day|night|morning|evening|afternoon))(?!,)\b")
_ANNOUNCED = re.compile(
    r"^(?:please )?(?:tell|write|make|I|we|can|could|a|(?=(?:bedtime )?story))\b[^:]*\bstor(?:y|ies)\b[^:]*:"
    r"\s*(?=(\S+ ){2})"
)
"""A request with the story itself after a colon."""
_GOES = frozenset("go come travel return move fly sail walk run climb give bring send offer belong fall".split())
"""Verbs after which "à" is "to"."""
_REQUESTS = ASKS | frozenset(["generate", "imagine"])
_OBJECTS = {"he": "him", "she": "her", "they": "them"}
_BEFORE_CLAUSES = frozenset("before until".split())
_WEATHER = frozenset(["rain", "snow"])
_TURNS = frozenset(["turn", "transform", "change"])
_FROM = frozenset("save rescue protect free hide travel fall come descend escape jump return".split())


@dataclass(frozen=True)
class Glossed:
    """A prompt in English words."""

    text: str
    genders: dict[str, str] = field(default_factory=dict)
    """By English noun, of beings whose gender the prompt's own form tells; the first of several counts."""
    nouns: dict[str, str] = field(default_factory=dict)
    """By English noun, the prompt's own word where it is not the lexicon's: its forms, as in the lexicon."""
    asked: str = ""
    """What somebody says in it, in its own words."""
    retelling: Retelling | None = None
    """Tells clauses of it in its own words."""


def gloss(text: str, code: str) -> Glossed:
    """The prompt, in the language of this BCP-47 code (es or fr), word for word in English."""
    if speech := spoken(text, code):
        said, rest = (gloss(part, code) for part in speech)
        return replace(rest, text=f"“{said.text}” {rest.text}", genders=said.genders | rest.genders, asked=speech[0])
    tables = glossary(code)
    written = surface.tokens(text, code)
    glosser = _Glosser(english_order(written, tables), tables)
    found = glosser.glossed()
    return replace(found, retelling=Retelling(written, glosser.spoken, glosser.finite, code))


def known_share(text: str, code: str) -> float:
    """Share of the words that the language has: 0 to 1; names count half, for every language takes them."""
    tables = glossary(code)
    words = [token.lower() for token in surface.tokens(text, code) if token[0].isalnum()]
    # Most texts are in another language: verbs, and words that have lost their accents, are looked up for the others.
    likely = len(words) <= SHORT or _share(words, tables.written) >= LIKELY
    return _share(words, tables.known if likely else tables.written)


def _share(words: list[str], known: Callable[[str], bool]) -> float:
    found = sum(1.0 if known(word) else 0.5 if word in lexicon.names() else 0.0 for word in words)
    return found / max(1, len(words))


class _Glosser(Nouns):
    """One pass over one text."""

    def __init__(self, tokens: list[str], tables: Glossary) -> None:
        super().__init__(tokens, tables)
        self.spoken: list[Spoken] = []
        """What was said in English, with the words of the text that it stands for."""
        self.finite: dict[int, Group] = {}
        """Verbs with a subject, by the number of their conjugated word in the text."""

    def glossed(self) -> Glossed:
        """All of it, adjectives before their nouns."""
        at = 0
        while at < len(self._tokens):
            begin = len(self._said)
            after = self._next(at)
            indices = [token.number for token in self._tokens[at:after] if isinstance(token, surface.Token)]
            self.spoken += [Spoken(word.lower(), tuple(indices)) for word in self._said[begin:] if word[0].isalnum()]
            at = after
        said = self._said
        if self._tokens and said[-1:] == ["?"]:
            said = asked(said, self._first, self._after_first)
        text = re.sub(r" (?=[.,;:!?])", "", " ".join(owned(said, self._spans, self._first)))
        text = re.sub(r"[¡¿]\s?", "", re.sub(r"\ba (?=[aeiou])", "an ", text))
        text = siblings(_ANNOUNCED.sub("tell me a story. ", text))
        return Glossed(_FIRST_OF_ALL.sub(r"\1,", text), self._genders, self._nouns)

    def _next(self, at: int) -> int:
        """Say what stands here, and return where the text goes on."""
        word = self._lower[at]
        if not word[0].isalnum():
            # "A girl named Ana. Ana wants to fly": it is she who does.
            goes_on = word == "." and self._last == "name" and self._goes_on(at + 1)
            self._say("who" if goes_on else word, "relative" if goes_on else "mark")
            return at + 1 + goes_on
        if self._named(at):
            named = self._last == "named" or self._is_named
            self._say(self._tokens[at], "name")
            self._spans.append(Span(len(self._said) - 1, len(self._said), True))
            self._is_named = named
            return at + 1
        is_named, self._is_named = self._is_named, False
        if (said := self._small(at, is_named=is_named)) is not None:
            return at + said
        return self._common(at)

    def _common(self, at: int) -> int:
        """Say what is no name and stands by itself."""
        word = self._lower[at]
        found, length = self._phrase(at)
        if word == "il" and (rains := self._verbs.group(at + 1, subject=True)) and (end := self._weather(rains)):
            return end
        group = self._verbs.group(at, subject=self._last in SUBJECTS)
        if group and self._is_said_as_verb(at, found, length, group):
            return self._verb(group)
        before = self._said[-1] if self._said else ""
        governed = before in lexicon.prepositions() and not self._verbs.finite(at + 1)
        if word == "lui" and governed:
            found = replace(found, word="him")
        if found.word in _OBJECTS and governed:
            found = replace(found, word=_OBJECTS[found.word])
        if found:
            return self._say_found(found, at, length)
        return self._unknown(at)

    def _is_said_as_verb(self, at: int, found: Found, length: int, group: Group) -> bool:
        """Whether what stands here is a verb, and neither what a table has for it nor a request for a story."""
        word = found.word or ""
        request = self._last in ("start", "mark") and word.split()[:1] and word.split()[0] in _REQUESTS
        if word and word not in ("me", "us", "we") and (group.object in ("me", "us") or request):
            return False
        longer = group.end - at - length
        return longer > 0 or (longer == 0 and self._is_verb(at, found, group))

    def _infinitive(self, group: Group) -> str:
        base, before = group.english.split()[0], self._said[-1] if self._said else ""
        after = before in lexicon.prepositions() and before != "to"
        said = group.english
        if (after or not self._said) and base != "can":
            said = " ".join([rendering.gerund(base), *group.english.split()[1:]])
        said = f"to {said}" if before in ("how", "want", "like") else said
        if said == "have" and before == "to" and self._verbs.thing_after(group.end):
            # "Quiere tener un perro"
            said = "get"
        return f"{group.denied} to {said}".strip() if group.denied and before != "to" else said

    def _weather(self, group: Group) -> int:
        """Say "the snow starts to fall" for "empieza a nevar"; where the text goes on, 0 if it is no weather."""
        base, end, starts = group.english.split()[0], group.end, ""
        if base == "start" and (inner := self._verbs.group(end, subject=False)):
            base, end, starts = inner.english.split()[0], inner.end, "start to"
        if base not in _WEATHER:
            return 0
        past = group.form.tense == "past"
        said = rendering.finite(starts or "fall", past=past, plural=False, denied=group.denied)
        self._say(f"the {base}", "noun")
        self._say(f"{said} fall" if starts else said, "verb")
        word = self._tokens[group.finite.at] if group.finite else ""
        if isinstance(word, surface.Token):
            self.finite[word.number] = group
        return end

    def _goes_on(self, at: int) -> bool:
        """Whether a sentence begins here that says what the one does who was just named."""
        if at + 1 >= len(self._tokens):
            return False
        same = self._tokens[at] == self._tokens[at - 2] or self._lower[at] in ("ella", "él", "elle", "il")
        return same and self._verbs.finite(at + 1)

    def _say_found(self, found: Found, at: int, length: int) -> int:
        """Say a phrase of a table."""
        end = at + length
        if found.word is not None and found.word.endswith(("story", "stories")):
            *before, story = found.word.split()
            adjectives, end = self._adjectives(end)
            self._say(" ".join([*before, *adjectives, story]), "noun")
        elif found.word is not None:
            self._say(found.word, kind_of(found.word))
            if self._last == "name":
                self._spans.append(Span(len(self._said) - len(found.word.split()), len(self._said), True))
        elif found.adjective and (self._noun_at(end) or not found.noun or self._is_so(found.noun)):
            if self._last == "noun" and self._tells(at):
                self._say("who is", "be")
            self._say(found.adjective, "adjective")
        elif found.noun:
            return self._noun(found.noun, at, end)
        else:
            self._say(found.preposition or "", "preposition")
        return end

    def _as_said(self, group: Group) -> Group:
        """The verb as English denies it: not twice, and "dislikes" for a thing that is not liked."""
        if self._said[-1:] and self._said[-1] in ("nobody", "nothing"):
            return replace(group, denied="")
        kind = self._verbs.kind_after(group.end)
        if group.denied == "not" and group.english in ("love", "like") and kind and kind not in lexicon.ALIVE:
            return replace(group, english="dislike", denied="")
        return group

    def _verb(self, group: Group) -> int:
        group = self._as_said(group)
        base = group.english.split()[0]
        goes = base in _GOES and not group.english.startswith("get lost")
        self._takes_from, self._goes, self._turns = base in _FROM, goes, base in _TURNS
        before = self._said[-1] if self._said else ""
        tense = group.form.tense
        if tense == "infinitive":
            said = self._infinitive(group)
        elif tense == "gerund":
            said = " ".join([rendering.gerund(base), *group.english.split()[1:]])
        elif tense == "participle":
            said = " ".join([rendering.participle(base), *group.english.split()[1:]])
            states = {verb.name for verb in lexicon.verbs() if verb.name.startswith(f"be {rendering.participle(base)}")}
            if self._last == "noun" and states:
                said = f"who is {said}"
        else:
            plural = group.form.plural or before.lower() in _MANY
            said = rendering.finite(group.english, past=tense == "past", plural=plural, denied=group.denied)
            if group.form.person and self._last in ("start", "mark", "link"):
                self._say(group.form.person, "pronoun")
        if tense in ("present", "past") and not group.form.person and self._last not in SUBJECTS:
            if weather := self._weather(group):
                return weather
            if before in _BEFORE_CLAUSES:
                # "Antes de que venga": Spanish needs no word for who.
                self._say("they" if plural else "he", "pronoun")
        begin = len(self._said) - (self._said[:1] == ["¿"])
        self._say(f"{said} {group.object}", "be" if base in ("be", "become") else "verb")
        word = self._tokens[group.finite.at] if group.finite else ""
        if tense in ("present", "past") and isinstance(word, surface.Token):
            self.finite[word.number] = group
        if tense in ("present", "past") and self._first is None:
            self._first = Said(group, begin, begin + len(said.split()))
        return group.end
