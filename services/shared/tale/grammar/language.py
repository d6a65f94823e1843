"""Turn phrases into words: the rules that all languages share, and those of English."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import ClassVar

from services.shared.tale.grammar import proper
from services.shared.tale.grammar.english import indefinite_article, is_english
from services.shared.tale.wish.phrases import Complement, NounPhrase, VerbPhrase
from services.shared.tale.words import lexicon, wordforms

START = "\x02"
"""Stands before every phrase that is put into a sentence: only there do "de el" and "de le" melt into one word."""
_COUNTS = {count: f"a {count}" for count in ("dozen", "hundred", "thousand", "million")}
_QUOTED = re.compile(r"(: [«“][\s¿¡]*)(\w)")
"""What is quoted after a colon begins with a capital letter."""
_SLOT = re.compile(r"\{([a-z_]*)(?:([:#])([^}]*))?\}")
_PAST = {"be": "was", "do": "did", "go": "went", "have": "had"}
"""Of verbs that the lexicon has only in longer phrases, such as "be the best"."""


Words = Mapping[str, str]


@dataclass(frozen=True)
class Agreement:
    """What words that are about somebody or something agree with."""

    gender: str
    """"m", "f", or in English "n" for what is neither."""
    plural: bool = False

    def choose(self, forms: list[str], mark: str) -> str:
        """The form that agrees.

        After "#": one, several. After ":": masculine, feminine; or of four, in English masculine, feminine, neither,
        several, and elsewhere masculine, feminine and the plurals of both.
        """
        if mark == "#":
            return forms[self.plural]
        if len(forms) == 2:
            return forms[self.gender == "f"]
        if self.neuter:
            return forms[3] if self.plural else forms["mfn".index(self.gender)]
        return forms[(self.gender == "f") + 2 * self.plural]

    neuter: bool = False
    """The language has a word for what is neither: English."""


class Language:
    """The grammar of one language; it collects the words of one tale that the lexicon does not have."""

    code = "en"
    joints: ClassVar[Words] = {"and": ", and ", "but": ", but ", "so": ", so ", "then": ", and then ", "": "; "}
    """Between two clauses of one sentence."""
    openers: ClassVar[Words] = {"and": "", "but": "but ", "so": "so ", "then": "then ", "": ""}
    """Before a clause that begins a sentence of its own."""

    anything: ClassVar[tuple[lexicon.Form, lexicon.Form]] = (
        lexicon.Form("character", "characters"),
        lexicon.Form("thing", "things"),
    )
    """What stands for somebody, and for something, that another language has a word for."""

    links: ClassVar[re.Pattern[str]] = re.compile(r"(?:and|but|yet|so) ")
    """How a clause begins that needs no word before it."""

    again: ClassVar[Words] = {"hero": "{:he|she} ", "friend": "{friend:he|she} "}
    """How a template names its subject, where the one before it in the sentence had the same."""

    def __init__(self, gender: str, own: Mapping[str, str] | None = None) -> None:
        """`gender`: the hero's, "m" or "f"; what is the hero's own and what the hero becomes agree with it.

        `own`: of a prompt in this very language, the genders of its words, as far as its articles tell them; what of
        them the lexicon does not have is then a word like any other. None for a prompt in another language.
        """
        self.gender = gender
        self.own = own
        self.nouns: Mapping[str, str] = {}
        """By English noun, the prompt's own word for it: its forms, as the lexicon has them."""
        self.living: frozenset[str] = frozenset()
        """Nouns of who acts in the tale, of which the lexicon may not have all."""
        self.unknown: set[str] = set()

    def clause(self, template: str, slots: Mapping[str, str], agreements: Mapping[str, Agreement]) -> str:
        """Fill {slots}, and choose the form that agrees with who it is about; nobody named is the hero."""

        def fill(match: re.Match[str]) -> str:
            name, mark, forms = match.groups()
            if mark is None:
                return START + slots[name]
            return agreements[name or "hero"].choose(forms.split("|"), mark)

        return _SLOT.sub(fill, template)

    def agreement(self, phrase: NounPhrase, gender: str = "") -> Agreement:
        """What words about the phrase agree with; `gender` is that of the being, where it is known."""
        noun = lexicon.nouns().get(phrase.noun)
        if phrase.name:
            given = lexicon.names().get(phrase.name.split()[-1].lower())
            known = (
                gender
                or (noun.gender.lower() if noun else "")
                or (given.gender if given and given.gender != "n" else "m")
            )
            return Agreement(known, neuter=self.code == "en")
        if self.code == "en":
            person = noun is not None and noun.kind in ("person", "kin", "trade") and "group" not in noun.tags
            own = gender or (noun.gender.lower() if noun else "")
            several = phrase.plural or (noun is not None and "pl" in noun.tags)
            return Agreement((own or "m") if person else "n", several, neuter=True)
        if noun is None:
            return Agreement(self._unknown_form(phrase).gender if phrase.noun else "m", phrase.plural)
        form = self.form(noun, gender or noun.gender.lower() or "m")
        return Agreement(form.gender, phrase.plural or form.only_plural)

    def join(self, connective: str, before: str, after: str) -> str:
        """Two clauses as one sentence; after a question or a cry there begins a new one."""
        if before.endswith(("?", "!", "?”", "!”")):
            return f"{before} {_capital(self.openers[connective] + after)}"
        if self.links.match(after):
            # It brings its own "but".
            return f"{before}, {after}"
        return f"{before}{self.joints[connective]}{after}"

    def sentence(self, text: str) -> str:
        """A whole sentence: words contracted, the first letter capitalised, a full stop at the end."""
        text = _capital(self.melt(text).replace(START, ""))
        text = _QUOTED.sub(lambda match: match[1] + match[2].upper(), text)
        return text if text.endswith((".", "?", "!")) else self.close(text)

    def close(self, text: str) -> str:
        """End a sentence; in English the full stop stands inside the quotation marks."""
        if text.endswith("”"):
            return text if text[-2] in ".?!" else f"{text[:-1]}.”"
        return f"{text}."

    def melt(self, text: str) -> str:
        """Contract words where the language does, such as "de el" to "del"."""
        return text

    # ---- Phrases

    def noun_phrase(self, phrase: NounPhrase, gender: str = "") -> str:
        """Say it; `gender` is that of the being it is about, where the noun has two forms."""
        if phrase.name:
            return self.named(phrase.name, gender)
        phrase = self.owned(phrase)
        noun = lexicon.nouns().get(phrase.noun)
        if noun is None and phrase.within and not self.sayable(phrase.noun):
            # A part of something, which only the prompt's language has a word for.
            self.unknown.update(phrase.noun.split())
            return self.noun_phrase(phrase.within.phrase)
        form = self.form(noun, gender or noun.gender or "m") if noun else self._unknown_form(phrase)
        if form.only_plural:
            phrase = replace(phrase, plural=True)
        word = form.plural if phrase.plural else form.singular
        said = self.determined(phrase, form.gender, self.described(phrase, form.gender, word))
        return f"{said} {self.complement(phrase.within)}" if phrase.within else said

    def form(self, noun: lexicon.Noun, gender: str) -> lexicon.Form:
        """The noun's form for somebody of this gender: the prompt's own word, if it has one, else the lexicon's."""
        if noun.name not in self.nouns:
            return noun.form(self.code, gender)
        forms = lexicon.forms_of(self.code, self.nouns[noun.name])
        return next((form for form in forms if form.gender == gender), forms[0])

    def named(self, name: str, gender: str = "") -> str:
        """A proper name; titles and places have names of their own in other languages."""
        return proper.said(name, self.code, gender)

    def owned(self, phrase: NounPhrase) -> NounPhrase:
        """The phrase, in which an owner stands as the language says it; in English before what is owned."""
        return phrase

    def described(self, phrase: NounPhrase, gender: str, word: str) -> str:
        """The noun with its adjectives, in the language's order."""
        return " ".join([*(name for name in phrase.adjectives if self.own is not None or is_english(name)), word])

    def bare(self, phrase: NounPhrase, gender: str = "m") -> str:
        """The words without any article."""
        noun = lexicon.nouns().get(phrase.noun)
        form = self.form(noun, gender) if noun else self._unknown_form(phrase)
        return self.described(phrase, form.gender, form.plural if phrase.plural else form.singular)

    def determined(self, phrase: NounPhrase, gender: str, words: str) -> str:
        """The words with an article or what stands in its place."""
        if phrase.determiner == "a" and not phrase.plural:
            return f"{indefinite_article(words)} {words}"
        if phrase.determiner == "their":
            return f"{self._own} {words}"
        if phrase.determiner.startswith("their "):
            return f"{self._own} {phrase.determiner.removeprefix('their ')} {words}"
        if phrase.determiner in _COUNTS:
            return f"{_COUNTS[phrase.determiner]} {words}"
        return f"{phrase.determiner} {words}" if phrase.determiner not in ("", "a", "all") else words

    @property
    def _own(self) -> str:
        return "his" if self.gender == "m" else "her"

    def _unknown_form(self, phrase: NounPhrase) -> lexicon.Form:
        self.unknown.update(phrase.noun.split())
        if not self.sayable(phrase.noun):
            return self.anything[phrase.noun not in self.living]
        quoted = self.foreign(phrase.noun)
        several = wordforms.several(phrase.noun) if self.code == "en" else quoted
        return lexicon.Form(quoted, several, "m")

    def sayable(self, words: str) -> bool:
        """Whether words that the lexicon does not have may stand in the tale: those of its own language."""
        return self.own is not None

    def foreign(self, words: str) -> str:
        """Quote words that the lexicon does not have."""
        return words

    def predicate(self, phrase: NounPhrase, gender: str) -> str:
        """What somebody is: "a baker"."""
        return self.noun_phrase(phrase, gender)

    @staticmethod
    def is_trade(phrase: NounPhrase) -> bool:
        """A person's role without more, which Spanish and French say without an article."""
        noun = lexicon.nouns().get(phrase.noun)
        return noun is not None and noun.kind in ("trade", "kin") and phrase.determiner == "a" and not phrase.adjectives

    def one_of(self, phrase: NounPhrase, gender: str) -> str:
        """One of several of them."""
        return f"one of {self.noun_phrase(replace(phrase, plural=True, determiner=phrase.determiner or 'the'), gender)}"

    def complement(self, complement: Complement) -> str:
        """A preposition and its phrase."""
        return self.governing(complement.preposition, complement.phrase)

    def governing(self, preposition: str, phrase: NounPhrase) -> str:
        """A preposition and its phrase, which has the article that the language wants."""
        return f"{lexicon.prepositions()[preposition][self.code]} {START}{self.noun_phrase(phrase)}"

    def done(self, infinitive: str) -> str:
        """The simple past of a phrase that begins with an infinitive."""
        first, _, rest = infinitive.partition(" ")
        return f"{_past(first)} {rest}".strip()

    def agreed(self, said: str) -> str:
        """Words such as {:he|she} in the form that agrees with the hero."""
        return _SLOT.sub(lambda match: match[3].split("|")[self.gender == "f"], said)

    def verb_phrase(self, phrase: VerbPhrase, *, done: bool = False) -> str:
        """An infinitive with all that belongs to it; or what was done."""
        if phrase.goal is None:
            return self.unknown_deed(phrase, done=done)
        goal = self.agreed(self.goal(phrase, phrase.goal))
        # "No … más" is about the verb that follows.
        said = goal.replace("…", START + self.verb_phrase(phrase.inner) if phrase.inner else "").strip()
        if done:
            said = self.done(said)
        if phrase.inner is None or phrase.thing:
            for mark, thing in (("@", phrase.thing), ("%", phrase.other)):
                becomes = mark == phrase.becomes == "@"
                one, gender = (_one(thing), self.gender) if becomes and thing else (thing, "")
                said = said.replace(mark, self.object(goal, one, mark, gender) if one else "").strip()
            said = " ".join([said, *(self.complement(item) for item in phrase.complements)])
        if phrase.purpose:
            said = f"{said} {self.purpose(self.verb_phrase(phrase.purpose))}"
        return " ".join(said.split())

    def goal(self, phrase: VerbPhrase, goal: Mapping[str, str]) -> str:
        """The goal in this language, by what it is about."""
        return goal[self.code]

    def object(self, goal: str, thing: NounPhrase, mark: str = "@", gender: str = "") -> str:
        """The object that stands at the mark of a goal such as "open @".

        `gender`: that of the hero, where the object is what the hero becomes.
        """
        return START + (self.predicate(thing, gender) if gender else self.noun_phrase(thing))

    def purpose(self, said: str) -> str:
        """A clause of purpose, from an infinitive."""
        return f"to {said}"

    def unknown_deed(self, phrase: VerbPhrase, *, done: bool = False) -> str:
        """A verb that the lexicon does not have."""
        if self.own is None and not wordforms.known(phrase.verb):
            self.unknown.add(phrase.verb)
            return f"{'made' if done else 'make'} {self._own} wish come true"
        things = [START + self.noun_phrase(phrase.thing)] if phrase.thing else []
        verb = self.done(phrase.verb) if done else phrase.verb
        return " ".join([verb, *things, *(self.complement(item) for item in phrase.complements)])


@cache
def _past(verb: str) -> str:
    """The simple past of an English verb; a row of the lexicon may leave out what another one says."""
    pasts = [known.past for known in lexicon.verbs() if known.name.partition(" ")[0] == verb]
    known = next((past for past in pasts if past), () if pasts else None)
    return _PAST.get(verb) or (wordforms.past(verb) if known is None else lexicon.english_past(verb, known))


def _one(phrase: NounPhrase) -> NounPhrase:
    """With "a" where another language has no article: "devenir danseuse"."""
    noun = lexicon.nouns().get(phrase.noun)
    bare = noun is not None and noun.alive and not (phrase.determiner or phrase.plural or phrase.name)
    return replace(phrase, determiner="a") if bare else phrase


def _capital(text: str) -> str:
    """The text with a capital first letter."""
    first = next((index for index, character in enumerate(text) if character.isalnum()), 0)
    return text[:first] + text[first].upper() + text[first + 1 :]
