"""Say the small words of a Spanish or French text whose English hangs on what was said before: de, a, que, en, si."""

from services.shared.tale.reading.foreign import rendering
from services.shared.tale.reading.foreign.glossary import Glossary
from services.shared.tale.reading.foreign.phrasing import Said, Span
from services.shared.tale.reading.foreign.sight import Sight
from services.shared.tale.words import lexicon

_FRENCH_ARTICLES = frozenset("le la les".split())
_TIMES = frozenset("day night morning evening afternoon summer winter".split())
_BY_NIGHT = frozenset("sleep shine wake up dance sing dream walk fly glow alone slept shone sang danced flew".split())
"""Words after which "la nuit" says when."""


ASKS = frozenset("tell write make create give read can could I we".split())
"""English words that a request for a story begins with."""


_FOR_WHOM = ASKS | frozenset(["me", "us", "him", "her"])
_OF_WHAT = frozenset("de sobre con".split())


_DAY = {"nuit": "night", "jour": "day"}
_TOO = {"trop": "too", "demasiado": "too", "muy": "very", "très": "very"}
_WITHIN = frozenset("en dans sous sur par por entre bajo".split())
_STUCK = frozenset("stuck trapped lost hidden locked forgotten asleep buried frozen".split())
"""How somebody is somewhere: "coincé dans un arbre"."""
_BEFORE_MORE = frozenset("para pour como".split())
"""Words after an adjective that say more of it."""


class Particles(Sight):
    """What was said so far, and the small words that come next."""

    def __init__(self, tokens: list[str], tables: Glossary) -> None:
        super().__init__(tokens, tables)
        self._takes_from = self._goes = self._turns = self._is_named = False
        """Whether after the last verb "de" is "from", "à" is "to", "en" is "into"; whether somebody was named last."""
        self._alive = False
        """Whether the last noun is that of somebody."""
        self._first: Said | None = None
        """The first verb that has a subject."""
        self._spans: list[Span] = []
        self._after_first = 0
        """Where the noun phrase after a verb that came first ends."""

    def _say(self, words: str, kind: str) -> None:
        self._said += words.split()
        self._last = kind or self._last
        if kind in ("noun", "name") and self._first and not self._first.begin and not self._after_first:
            self._after_first = len(self._said) - (self._said[:1] == ["¿"])

    def _small(self, at: int, *, is_named: bool) -> int | None:
        """Say a word that means something else after what was said last; how many they were, or None."""
        word, following = self._lower[at], self._lower[at + 1] if at + 1 < len(self._lower) else ""
        if word in ("para", "pour") and self._verbs.infinitive(at + 1) and not self._tables.find(following).noun:
            self._say("to", "preposition")
        elif word in ("y", "et") and is_named and self._verbs.finite(at + 1):
            # "Named Ana and wants to fly": it is she who does.
            self._say("who", "relative")
        elif word in ("y", "et") and following in ("que", "qui") and self._verbs.finite(at + 2):
            # "Qui aime la pluie et qui danse"
            self._say("and", "relative")
            return 2
        elif word in ("sino", "mais") and self._verbs.infinitive(at + 1):
            self._instead()
        elif word in ("en", "in") and self._turns and self._last in ("noun", "name", "pronoun", "determiner"):
            self._say("into", "be")
        elif word == "si" and self._last == "start" and "," not in self._lower:
            self._say("what if", "link")
        elif degree := self._degree(word, following):
            self._say(degree, "")
        elif word in ("uno", "una") and following in _OF_WHAT and self._said[-1:] and self._said[-1] in _FOR_WHOM:
            # "Cuéntame una de piratas"
            self._say("a story" if following == "con" else "a story about", "preposition")
            return 1 + (following != "con")
        elif word == "sur" and "story" in self._said and self._first is None:
            self._say("about", "preposition")
        elif word in _TOO and self._last == "noun" and self._tells(at + 1):
            self._say(f"who is {_TOO[word]}".strip(), "be")
        elif said := self._when(at, following):
            return said
        else:
            say = {"de": self._of, "a": self._to, "à": self._to, "que": self._that, "où": self._that, "ou": self._where}
            return say[word](at, following) if word in say else None
        return 1

    def _degree(self, word: str, following: str) -> str:
        """What makes a French adjective stronger: "sa plus belle robe", "si belle"; empty for all else."""
        if word == "plus" and self._last == "determiner":
            return "most"
        return "so" if word == "si" and self._tables.code == "fr" and self._tables.find(following).adjective else ""

    def _when(self, at: int, following: str) -> int:
        """Say when it is done; how many words that were: "chante la nuit", "pierde su escoba el día de Reyes"."""
        word, before = self._lower[at], self._said[-1] if self._said else ""
        if word in ("la", "le") and following in _DAY and before.rstrip("s") in _BY_NIGHT:
            self._say(f"during the {_DAY[following]}", "adverb")
            return 2
        of_day = word in ("el", "le") and following in ("día", "jour") and self._lower[at + 2 : at + 3] == ["de"]
        if of_day and self._first:
            self._say("on the day of", "preposition")
            return 3
        return 0

    def _tells(self, at: int) -> bool:
        """Whether an adjective stands here of which more is said: "trop petite pour voler"."""
        found = self._tables.find(self._lower[at]) if at < len(self._lower) else None
        if not found or not found.adjective:
            return False
        more = self._lower[at + 1] if at + 1 < len(self._lower) else ""
        to_whom = more in ("a", "à") and not self._verbs.infinitive(at + 2)
        return to_whom or more in _BEFORE_MORE or (more in _WITHIN and found.adjective in _STUCK)

    def _instead(self) -> None:
        """Say what somebody wants, and no more what they do not: "no quiere casarse, sino ser astronauta"."""
        first = self._first
        if first is None or not first.group.denied or first.group.english != "want to":
            self._say("but wants to", "verb")
            return
        del self._said[first.begin :]
        self._spans = [span for span in self._spans if span.end <= first.begin]
        past = first.group.form.tense == "past"
        self._say(rendering.finite("want to", past=past, plural=first.group.form.plural), "verb")

    def _of(self, at: int, following: str) -> int | None:
        if self._said[-1:] == ["no"]:
            return 1
        if self._tables.code == "fr" and self._last == "verb" and following and self._nominal(following):
            # "Ne fait plus de miel"
            self._say("", "determiner")
            return 1
        if self._takes_from and self._last in ("noun", "name", "verb"):
            self._say("from", "preposition")
            return 1
        if self._last == "noun" and self._is_town(at + 1) and self._alive:
            self._say("from", "preposition")
            return 1
        if following in _FRENCH_ARTICLES and self._last not in ("noun", "name"):
            # "Boit de l'eau", "avec des amis"
            self._say("some" if following == "les" else "", "determiner")
            return 2
        return None

    def _nominal(self, word: str) -> bool:
        found = self._tables.find(word)
        return bool(found.word is None and (found.noun or found.adjective))

    def _is_town(self, at: int) -> bool:
        """Whether the name of a place stands here, and not that of somebody: "de Buenos Aires"."""
        name = self._tokens[at] if at < len(self._tokens) else ""
        known = self._tables.find(name.lower())
        return name[:1].isupper() and name.lower() not in lexicon.names() and not (known.word or known.noun)

    def _to(self, at: int, following: str) -> int | None:
        if self._tables.code == "es" and self._last == "verb" and self._somebody(at + 1):
            # "Busca a su hermana"
            self._last = "determiner"
        elif self._hour(at + 1):
            self._say("at", "preposition")
        elif following and not self._goes and self._place(at + 1):
            self._say("in" if self._tokens[at + 1][0].isupper() else "at", "preposition")
        else:
            return None
        return 1

    def _hour(self, at: int) -> bool:
        """Whether a time of day stands here: "à minuit"."""
        found = self._tables.find(self._lower[at]).noun if at < len(self._lower) else None
        return found is not None and found.noun.name in ("midnight", "noon", "sunset", "sunrise", "dawn", "dusk")

    def _that(self, at: int, _following: str) -> int | None:
        if self._last == "noun" and self._said[-1] in _TIMES:
            # "El día que los colores desaparecieron"
            self._last = "link"
        elif self._last == "adjective":
            self._say("that it", "pronoun")
        elif self._last == "verb" and self._said[-1] in lexicon.noun_forms() and self._verbs.finite(at + 1):
            # "Hacen un muñeco de nieve que baila"
            return None
        elif self._last == "verb" and self._lower[at] == "que":
            self._say("that they" if self._tables.code == "es" and self._verbs.finite(at + 1) else "that", "pronoun")
        else:
            return None
        return 1

    def _where(self, at: int, _following: str) -> int | None:
        if self._tables.code == "fr" and self._clause(at + 1):
            self._say("where", "link")
            return 1
        return None
