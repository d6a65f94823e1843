"""Tell a clause of a Spanish or French prompt in its own words, as a tale says it: "las letras se movían".

The clause is found by the English words that it was read as. Its verb goes into the imperfect or the simple past, and
what is mine is the hero's. What cannot be told for sure is empty.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from services.shared.tale.grammar import narrated
from services.shared.tale.grammar.conjugation import Form, forms
from services.shared.tale.grammar.elision import elides
from services.shared.tale.reading.foreign.joining import joined
from services.shared.tale.reading.foreign.surface import Token
from services.shared.tale.reading.foreign.verbs import Finite, Group
from services.shared.tale.words import lexicon

_EVENTS = frozenset(
    "llegar caer perder romper encontrar desaparecer morir escapar nacer aparecer descubrir olvidar despertar quedar"
    " convertir empezar comenzar terminar acabar ganar robar decidir"
    " arriver tomber perdre casser trouver disparaître mourir échapper naître apparaître découvrir oublier réveiller"
    " transformer commencer finir gagner décider partir retrouver voler".split()
)
"""Verbs that say what happens."""
_ALWAYS_STATES = frozenset("trait other state reason time".split())
"""Remarks that say how things are."""
_TIMES = frozenset("día noche tarde mañana vez jour nuit soir matin fois".split())
_ALWAYS = frozenset("siempre cada toujours chaque".split())
"""Words with which a verb says what happens again and again."""
_OWN = {
    "es": {
        **dict.fromkeys("mi tu nuestro nuestra".split(), "su"),
        **dict.fromkeys("mis tus nuestros nuestras".split(), "sus"),
        **dict.fromkeys("me te nos".split(), "le"),
    },
    "fr": {
        **dict.fromkeys("mon ton notre votre".split(), "son"), **dict.fromkeys("ma ta".split(), "sa"),
        **dict.fromkeys("mes tes nos vos".split(), "ses"),
    },
}  # fmt: skip
_SPEAKERS = {
    "es": frozenset("yo mí conmigo tú ti contigo nosotros nosotras vosotros usted ustedes".split()),
    "fr": frozenset("je me moi tu te toi nous vous".split()),
}
"""Words of somebody who speaks of themselves: the clause would have to be said of another person."""
_SUBJECTS = {
    "es": frozenset("él ella ellos ellas yo tú nosotros".split()),
    "fr": frozenset("il elle ils elles je tu nous on".split()),
}
_NO = frozenset("no ne nunca jamás jamais tampoco".split())
_THIRD = frozenset("él ella ellos ellas il elle ils elles".split())
_BEFORE_VERBS = frozenset("ya no ne nunca jamás jamais le les lo la los las se me te nos lui leur y en".split())
_AFTER_VERBS = frozenset("pas plus jamais point guère".split())
_KNOWN = {
    "es": {"un": "el", "una": "la", "unos": "los", "unas": "las"},
    "fr": {"un": "le", "une": "la", "des": "les"},
}
"""Articles of what was told of before."""
_SEVERAL = frozenset("los las unos unas sus mis tus les des ses mes leurs nos dos tres deux trois".split())
_DEFINITE = frozenset("el la los las su sus le les son sa ses leur leurs".split())
HEROES = {"es": ("{:él|ella}", "{:ellos|ellas}"), "fr": ("{:il|elle}", "{:ils|elles}")}
"""The hero, and several."""
_THERE = {"es": {"hay": "había"}, "fr": {"y a": "avait", "ce est": "était"}}
"""Verbs of set phrases, by the word before them and themselves."""


@dataclass(frozen=True)
class Spoken:
    """An English word that was said, and the numbers of the words of the text that it stands for."""

    word: str
    indices: tuple[int, ...]


@dataclass(frozen=True)
class Wanted:
    """Which clause is to be told, and as what."""

    words: tuple[str, ...]
    """In English, as it was read."""
    kind: str
    """That of the remark."""
    subject: str
    """That of the remark."""
    several: bool
    """The prompt has several heroes."""


class Retelling:
    """The clauses of one text."""

    def __init__(
        self, tokens: Sequence[Token], spoken: Sequence[Spoken], finite: Mapping[int, Group], code: str
    ) -> None:
        """`finite`: verbs with a subject, by the number of their conjugated word."""
        self._tokens = tokens
        self._lower = [token.lower() for token in tokens]
        self._spoken = spoken
        self._finite = finite
        self._code = code
        self._covered = {index for item in spoken for index in item.indices}

    def clause(self, wanted: Wanted) -> str:
        """The clause; words such as {:él|ella} in it agree with the hero, also where Spanish leaves them out."""
        found = self._found(wanted.words)
        if not found:
            return ""
        begin, end = found
        if wanted.subject == "hero" and self._lower[begin] in _SUBJECTS[self._code]:
            # "Il" is whoever it was in the prompt; only who speaks of themselves is the hero.
            speaks = self._lower[begin] not in _THIRD
            begin += speaks
            wanted = wanted if speaks else replace(wanted, subject="")
        said: dict[int, str] = {}
        verbs = [index for index in range(begin, end) if index in self._finite]
        if wanted.subject == "hero" and not wanted.several and verbs and self._are_others(self._finite[verbs[0]]):
            if self._code == "fr":
                # It has a subject of its own in every French clause, and none here.
                return ""
            wanted = replace(wanted, subject="")
        if wanted.subject == "hero" and wanted.several and verbs and self._is_of_one(self._finite[verbs[0]]):
            wanted = replace(wanted, several=False)
        for index in verbs:
            said |= self._verb(self._finite[index], index, wanted, main=index == verbs[0])
        there = self._set_phrases(begin, end)
        if not (verbs or there):
            return ""
        said |= there
        lead = self._subject(begin, verbs[0] if verbs else end, wanted)
        if lead is None:
            return ""
        words = [*lead, *self._words(begin, end, said, known=wanted.kind in ("until", "after") and not lead)]
        if any(word.lower() in _SPEAKERS[self._code] for word, _ in words):
            return ""
        return joined(words, self._code)

    @staticmethod
    def _are_others(group: Group) -> bool:
        """Whether the verb is said of several: "se ríen"."""
        form = group.finite.form if group.finite else group.form
        return form.plural and not form.person

    @staticmethod
    def _is_of_one(group: Group) -> bool:
        """Whether the verb is said of one, who is the first hero: "va al museo y se pierde"."""
        form = group.finite.form if group.finite else group.form
        return not form.plural and not form.person

    def _found(self, words: Sequence[str]) -> tuple[int, int] | None:
        """Where the clause begins and ends in the text."""
        wanted = [_plain(word) for word in words]
        spoken = [_plain(item.word) for item in self._spoken]
        starts = [at for at in range(len(spoken)) if spoken[at : at + len(wanted)] == wanted] if wanted else []
        if not starts:
            return None
        at = starts[-1]
        inside = [index for item in self._spoken[at : at + len(wanted)] for index in item.indices]
        others = [*self._spoken[:at], *self._spoken[at + len(wanted) :]]
        if not inside:
            return None
        begin, end = min(inside), max(inside) + 1
        if any(begin <= index < end for item in others for index in item.indices):
            # Its words do not stand together.
            return None
        while begin and begin - 1 not in self._covered and self._lower[begin - 1] in _BEFORE_VERBS:
            begin -= 1
        while end < len(self._lower) and end not in self._covered and self._lower[end] in _AFTER_VERBS:
            end += 1
        return begin, end

    def _subject(self, begin: int, verb: int, wanted: Wanted) -> list[tuple[str, Token | None]] | None:
        """What stands before the clause's words; None where nobody is sure to be its subject."""
        if wanted.subject == "hero":
            return [(HEROES[self._code][wanted.several], None)]
        if wanted.subject == "whose":
            return (
                [("su" if self._code == "es" else "{:son|sa}", None)] if self._lower[begin - 1][:3] == "cuy" else None
            )
        if wanted.subject not in ("before", "thing"):
            return []
        relative = self._lower[begin - 1] == {"es": "que", "fr": "qui"}[self._code]
        if relative != (wanted.subject == "before") or set(self._lower[begin:verb]) - _BEFORE_VERBS:
            return None
        return self._noun_before(begin - relative, verb)

    def _noun_before(self, end: int, verb: int) -> list[tuple[str, Token | None]] | None:
        """The noun phrase that ends there, told of again; None where it is not sure to be the verb's subject."""
        if verb in self._finite and self._are_others(self._finite[verb]):
            several = set(self._lower[max(0, end - 4) : end]) & _SEVERAL
            if not several:
                # "Una bruja y un gato que cocinan": the verb is said of more than stands before it.
                return None
        start = next((at for at in range(end - 1, max(-1, end - 5), -1) if self._determines(at)), None)
        if start is not None and any(at in self._finite for at in range(start, end)):
            # "La sirena ve cosas que caen": the article is another one's.
            return None
        while start and self._lower[start - 1] in ("de", "à", "en", "con", "avec"):
            # "La llave de la casa": what stands first is the subject.
            outer = next((at for at in range(start - 2, max(-1, start - 5), -1) if self._determines(at)), None)
            if outer is None or any(at in self._finite for at in range(outer, start)):
                break
            start = outer
        if start is None:
            return [(str(self._tokens[end - 1]), None)] if self._tokens[end - 1][0].isupper() else None
        return [(_KNOWN[self._code].get(word.lower(), word), token) for word, token in self._words(start, end, {})]

    def _determines(self, at: int) -> bool:
        word = _OWN[self._code].get(self._lower[at], self._lower[at])
        return word in _DEFINITE or word in _KNOWN[self._code]

    def _verb(self, group: Group, index: int, wanted: Wanted, *, main: bool) -> dict[int, str]:
        """The words of a verb in the tense of a tale, by their numbers; empty ones are left out."""
        finite, done = group.finite, group.participle
        if finite and main and wanted.kind in ("trait", "other") and self._is_done(finite):
            # "Todos sabían que había perdido su loro"
            participle = next(form.text for form in forms(finite.infinitive, "es") if form.tense == "participle")
            return {index: f"{'habían' if finite.form.plural else 'había'} {participle}"}
        if finite is None or (finite.form.tense != "present" and not self._is_subjunctive(finite)):
            return {}
        plural = finite.form.plural and finite.form.person != "you"
        if finite.form.person == "we":
            plural = wanted.several
        event = main and self._is_event(done or finite, group, index, wanted)
        if done and event:
            return self._perfect(done, index, plural=plural)
        told = self._finite_form(finite, wanted.kind if main else "", event=event, plural=plural)
        denied = self._code == "fr" and set(self._lower[index + 1 : index + 2]) & _AFTER_VERBS
        if denied and "ne" not in self._lower[max(0, index - 3) : index]:
            # "Qui a jamais compté", as people speak
            told = f"n'{told}" if elides(told) else f"ne {told}"
        return {index: told}

    def _is_subjunctive(self, finite: Finite) -> bool:
        """Whether it is the Spanish form of what is only supposed: "si pudieran"."""
        form = finite.form
        return self._code == "es" and form.text == narrated.subjunctive(finite.infinitive, plural=form.plural)

    def _perfect(self, done: Finite, index: int, *, plural: bool) -> dict[int, str]:
        """The simple past for "a perdu", whose auxiliary has this number."""
        after = index + 1
        while self._lower[after] != done.form.text and self._between(after) and after + 1 < len(self._lower):
            after += 1
        feminine = self._code == "fr" and done.form.text.endswith("ée") and self._lower[index - 1] == "le"
        told = {index: narrated.simple_past(done.infinitive, self._code, plural=plural), after: ""}
        return told | ({index - 1: "la"} if feminine else {})

    def _finite_form(self, finite: Finite, kind: str, *, event: bool, plural: bool) -> str:
        """A verb in the present as a tale has it; `kind`: that of the remark for its own verb, else nothing."""
        if kind == "aim":
            return narrated.subjunctive(finite.infinitive, plural=plural) if self._code == "es" else finite.form.text
        if _is_future(finite, finite.form) and (would := narrated.conditional(finite.form.text, self._code)):
            return would
        return (narrated.simple_past if event else narrated.imperfect)(finite.infinitive, self._code, plural=plural)

    def _is_done(self, finite: Finite) -> bool:
        """Whether it is the Spanish simple past of a deed: "perdió"."""
        done = narrated.simple_past(finite.infinitive, "es", plural=finite.form.plural) if self._code == "es" else ""
        return finite.form.text == done and finite.infinitive not in narrated.STATES

    def _between(self, at: int) -> bool:
        return self._lower[at] in _AFTER_VERBS or self._lower[at] in ("déjà", "bien", "toujours", "tout", "ya")

    def _is_event(self, verb: Finite, group: Group, index: int, wanted: Wanted) -> bool:
        """Whether the verb says what happens, and not how things are."""
        denied = group.denied or any(word in _NO for word in self._lower[max(0, index - 3) : index])
        always = any(word in _ALWAYS for word in self._lower[max(0, index - 3) : index + 5])
        if wanted.kind == "trait" and verb.infinitive in _EVENTS and not (denied or always):
            # "Que pierde una pierna pero …"
            return True
        if (
            wanted.kind in _ALWAYS_STATES
            or denied
            or always
            or (verb.infinitive in narrated.STATES and group.participle is None and not self._is_passive(verb, index))
        ):
            return False
        if wanted.kind in ("first", "after", "until", "setback"):
            return True
        return verb.infinitive in _EVENTS or group.participle is not None

    def _is_passive(self, verb: Finite, index: int) -> bool:
        """Whether the verb says what somebody did to its subject: "est remplacée par un robot"."""
        return verb.infinitive in ("être", "ser") and {"par", "por"} & set(self._lower[index + 2 : index + 3]) != set()

    def _set_phrases(self, begin: int, end: int) -> dict[int, str]:
        said = {}
        for index in range(begin, end):
            before = f"{self._lower[index - 1]} {self._lower[index]}" if index else ""
            told = _THERE[self._code].get(before) or _THERE[self._code].get(self._lower[index])
            if told and index not in self._finite:
                said[index] = told
        return said

    def _words(
        self, begin: int, end: int, said: Mapping[int, str], *, known: bool = False
    ) -> Iterator[tuple[str, Token | None]]:
        """The words from one number to another, each with the token that it is, if it is still that."""
        for index in range(begin, end):
            token, lower = self._tokens[index], self._lower[index]
            if index in said:
                if said[index]:
                    yield said[index], None
            elif known and index == begin and lower in _KNOWN[self._code] and self._lower[index + 1] not in _TIMES:
                yield _KNOWN[self._code][lower], None
            elif lower in _OWN[self._code]:
                yield _OWN[self._code][lower], None
            else:
                starts = index == 0 or self._lower[index - 1] in (*".!?…¿¡",)
                given = lexicon.names().get(lower)
                yield (lower if starts and (given is None or given.word) else str(token)), token


def _is_future(finite: Finite, form: Form) -> bool:
    """Whether the form is of the future and no present that ends alike: "será", not "está"."""
    stem = finite.infinitive.removesuffix("e")[-1:]
    return stem == "r" and bool(re.search(r"r(?:á|án|a|ont)$", form.text)) and form.text not in ("está", "están")


def _plain(word: str) -> str:
    return "a" if word == "an" else word.lower()
