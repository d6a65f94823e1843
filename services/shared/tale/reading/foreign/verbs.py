"""Read a Spanish or French verb with what stands around it: pronouns, denial, auxiliary, and the rest of its phrase."""

from dataclasses import dataclass, replace

from services.shared.tale.grammar.conjugation import Form
from services.shared.tale.reading.foreign.glossary import MAX_WORDS, Glossary, Sense

_DENIALS = {"no": "not", "ne": "not", "nunca": "never", "jamás": "never", "jamais": "never", "tampoco": "not"}
_CLITICS = {
    "es": {"lo": "it", "la": "it", "los": "them", "las": "them", "le": "", "les": "", "me": "me", "te": "you",
           "nos": "us", "se": ""},
    "fr": {"le": "it", "la": "it", "les": "them", "lui": "", "leur": "", "me": "me", "te": "you", "nous": "us",
           "vous": "you", "se": "", "y": "", "en": ""},
}  # fmt: skip
"""Pronouns before a verb; to whom something is done is not said, for the sentence says it again."""
_FRENCH_WHOM = frozenset("lui leur".split())
_SPANISH_WHOM = frozenset("le les".split())
_ENCLITICS = ("los", "las", "les", "nos", "lo", "la", "le", "me", "te", "se")
_ARTICLES = frozenset("lo la los las le les".split())
_PERFECT = {"es": ("haber",), "fr": ("avoir", "être")}
_PROGRESSIVE = frozenset("estar ir seguir andar continuar".split())
_MOVES = frozenset(
    "aller venir partir arriver entrer sortir monter descendre tomber naître mourir rester retourner revenir devenir"
    " rentrer passer repartir".split()
)
"""French verbs whose past has "être": "est parti"."""
_BETWEEN = frozenset("ya déjà bien toujours tout siempre enfin vraiment un".split())
_MAX_CLITICS = 4
_DATIVE = frozenset("gustar encantar apetecer costar faltar".split())


@dataclass(frozen=True)
class Group:
    """A verb's phrase in a text."""

    end: int
    """Where the text goes on."""
    english: str
    """In its base form: "look for"."""
    form: Form
    denied: str = ""
    """"not", "never" or nothing."""
    object: str = ""
    """The pronoun that stood before it, as English says it after it."""
    bare: bool = True
    """Nothing but one word of the verb's own: it may be another word."""
    finite: "Finite | None" = None
    """Its conjugated word."""
    participle: "Finite | None" = None
    """The participle after that, of what was done: "perdu" in "a perdu"."""


@dataclass(frozen=True)
class Finite:
    """One word of a verb in a text."""

    at: int
    infinitive: str
    form: Form


class Verbs:
    """Reads the verbs of one text; `words` are in lower case."""

    def __init__(self, words: list[str], tables: Glossary) -> None:
        self._words = words
        self._tables = tables

    def group(self, at: int, *, subject: bool) -> Group | None:
        """The verb that begins here; `subject`: a subject stands before, so that "la" is no article."""
        start, denied, objects, reflexive = at, "", "", False
        clitics = _CLITICS[self._tables.code]
        while at - start < _MAX_CLITICS and at < len(self._words):
            word = self._words[at]
            if word in _DENIALS:
                denied = _DENIALS[word]
            elif word in clitics and (subject or denied or word not in _ARTICLES or not self._nominal(at + 1)):
                reflexive = reflexive or word == "se"
                objects = clitics[word] or objects
            else:
                break
            at += 1
        found = self._perfect(at, reflexive) or self._progressive(at, reflexive) or self._plain(at, reflexive)
        if found is None:
            return None
        if found.english.startswith("learn to") and self._to_whom(start, at):
            # "Lui apprendre à nager"
            found = replace(found, english=found.english.replace("learn", "teach them", 1))
        bare = found.bare and at == start
        if self.infinitive(found.end):
            objects = ""
        return replace(found, denied=denied, object=found.object or objects, bare=bare)

    def _to_whom(self, start: int, end: int) -> bool:
        """Whether a pronoun before the verb says to whom."""
        whom = {"es": _SPANISH_WHOM, "fr": _FRENCH_WHOM}[self._tables.code]
        return any(word in whom for word in self._words[start:end])

    def infinitive(self, at: int) -> bool:
        """Whether an infinitive stands here, after its pronouns."""
        clitics = _CLITICS[self._tables.code]
        while at < len(self._words) and (self._words[at] in clitics or self._words[at] in _DENIALS):
            at += 1
        return at < len(self._words) and any(form.tense == "infinitive" for _, form in self._forms(at)[0])

    def finite(self, at: int) -> bool:
        """Whether a verb with a subject can stand here."""
        found = self.group(at, subject=True)
        return found is not None and found.form.tense in ("present", "past")

    def _nominal(self, at: int) -> bool:
        """Whether the word is a noun or an adjective too."""
        found = self._tables.find(self._words[at]) if at < len(self._words) else None
        return bool(found and (found.noun or found.adjective))

    def _forms(self, at: int) -> tuple[list[tuple[str, Form]], bool, str]:
        """What the word is a form of, whether "se" hangs on it, and the other pronoun that does."""
        word = self._words[at] if at < len(self._words) else ""
        if (found := self._tables.forms(word)) or self._tables.code == "fr":
            return found, False, ""
        reflexive, pronoun = False, ""
        for _ in range(2):
            ending = next((end for end in _ENCLITICS if word.endswith(end) and len(word) >= len(end) + 2), "")
            if not ending:
                break
            word = word.removesuffix(ending)
            reflexive = reflexive or ending == "se"
            pronoun = _CLITICS["es"][ending] or pronoun
            forms = [item for item in self._tables.forms(word) if item[1].tense in ("infinitive", "gerund")]
            if forms:
                return forms, reflexive, pronoun
        return [], False, ""

    def _perfect(self, at: int, reflexive: bool) -> Group | None:
        """What was done: "a perdu", "ha perdido", "est parti", "s'est perdu"."""
        forms = {name: form for name, form in self._forms(at)[0] if form.tense in ("present", "past")}
        auxiliary = next((name for name in _PERFECT[self._tables.code] if name in forms), "")
        if not auxiliary:
            return None
        after = at + 1
        while after < len(self._words) and self._words[after] in _BETWEEN:
            after += 1
        for infinitive, form in self._forms(after)[0]:
            if form.tense != "participle":
                continue
            if auxiliary == "être" and not reflexive and infinitive not in _MOVES:
                continue
            if group := self._phrase(after, infinitive, form, reflexive):
                done = Form(form.text, "past", forms[auxiliary].plural)
                finite, participle = Finite(at, auxiliary, forms[auxiliary]), Finite(after, infinitive, form)
                return replace(group, form=done, bare=False, finite=finite, participle=participle)
        return None

    def _progressive(self, at: int, reflexive: bool) -> Group | None:
        """What is being done: "está buscando", "est en train de chercher"; "vient de perdre" is what was."""
        if just := self._just(at, reflexive):
            return just
        forms = {name: form for name, form in self._forms(at)[0] if form.tense in ("present", "past")}
        auxiliary = next((name for name in forms if name in _PROGRESSIVE), "")
        found, hangs, pronoun = self._forms(at + 1)
        for infinitive, form in found if auxiliary else []:
            if form.tense == "gerund" and (group := self._phrase(at + 1, infinitive, form, reflexive or hangs)):
                finite = Finite(at, auxiliary, forms[auxiliary])
                return replace(group, form=forms[auxiliary], object=pronoun, bare=False, finite=finite)
        return None

    def _just(self, at: int, reflexive: bool) -> Group | None:
        here = self._words[at : at + 4]
        just = {"fr": "venir", "es": "acabar"}[self._tables.code]
        if here[1:2] == ["de"] and any(name == just for name, _ in self._forms(at)[0]):
            after, tense = at + 2, "past"
        elif here[1:] == ["en", "train", "de"]:
            after, tense = at + 4, "present"
        else:
            return None
        first = next((item for item in self._forms(at)[0] if item[1].tense in ("present", "past")), None)
        finite = Finite(at, *first) if first else None
        reflexive = reflexive or self._words[after : after + 1] == ["se"]
        after += self._words[after : after + 1] == ["se"]
        for infinitive, form in self._forms(after)[0]:
            if form.tense == "infinitive" and (group := self._phrase(after, infinitive, form, reflexive)):
                return replace(group, form=Form(form.text, tense), bare=False, finite=finite)
        return None

    def _plain(self, at: int, reflexive: bool) -> Group | None:
        found, hangs, pronoun = self._forms(at)
        order = {"present": 0, "past": 0, "infinitive": 0, "gerund": 1, "participle": 2}
        groups = [
            group
            # "Se fue" is of "irse", and not of "ser".
            for infinitive, form in sorted(
                found, key=lambda item: (reflexive and item[0] == "ser", order[item[1].tense])
            )
            if (group := self._phrase(at, infinitive, form, reflexive or hangs))
        ]
        best = max(groups, key=lambda group: group.end, default=None)
        return replace(best, object=pronoun) if best else None

    def _phrase(self, at: int, infinitive: str, form: Form, reflexive: bool) -> Group | None:
        """The longest phrase of the verb here that what follows it allows."""
        names = [f"se {infinitive}", infinitive] if reflexive else [infinitive]
        finite = Finite(at, infinitive, form)
        for name in names:
            rests = self._tables.rests(name)
            fallback = None
            for length in range(MAX_WORDS, -1, -1):
                rest = self._words[at + 1 : at + 1 + length]
                if len(rest) < length or not (senses := rests.get(" ".join(rest))):
                    continue
                end = at + 1 + length
                if sense := self._fitting(senses, end):
                    plural = form.plural and infinitive not in _DATIVE
                    told = replace(form, plural=plural)
                    return Group(end, sense.english, told, bare=not length, finite=finite)
                english = senses[0].english.removesuffix(" to")
                fallback = fallback or Group(end, english, form, bare=not length, finite=finite)
            if fallback:
                return fallback
        return None

    def _fitting(self, senses: list[Sense], end: int) -> Sense | None:
        follows, kind = self._following(end)
        fits = [sense for sense in senses if sense.after == follows or (kind and kind in sense.after.split())]
        fits.sort(key=lambda sense: sense.after == follows)
        general = [sense for sense in senses if not sense.after]
        return next(iter([*fits, *general]), None)

    def kind_after(self, at: int) -> str:
        """The kind of the noun that follows; empty where none does."""
        return self._following(at)[1]

    def thing_after(self, at: int) -> bool:
        """Whether a noun follows that is no feeling."""
        follows, kind = self._following(at)
        return follows == "@" and kind not in ("", "idea", "time")

    def _following(self, at: int) -> tuple[str, str]:
        """What follows a verb: "…" for a verb, "@" for an object, else "-"; and the kind of the object."""
        if self.infinitive(at):
            return "…", ""
        start = at
        while at < len(self._words) and at - start < MAX_WORDS:
            found = self._tables.find(self._words[at])
            if found.noun and not (at == start and found.word):
                return "@", found.noun.noun.kind
            partitive = self._tables.code == "fr" and self._words[at] == "de" and at == start
            determiner = found.word in _DETERMINERS
            if not (determiner or found.adjective or partitive):
                break
            at += 1
        known = at < len(self._words) and (
            self._tables.known(self._words[at]) or self._tables.find(" ".join(self._words[at : at + 2]))
        )
        unknown = at < len(self._words) and self._words[at][0].isalnum() and not known
        pronoun = at < len(self._words) and self._tables.find(self._words[at]).word in _OBJECTS
        return ("@" if at > start or unknown or pronoun else "-"), ""


_DETERMINERS = frozenset(
    "a the some their my your our two three four five six seven eight nine ten many several every another other".split()
)
_OBJECTS = frozenset("somebody nobody everybody everything something nothing".split())
