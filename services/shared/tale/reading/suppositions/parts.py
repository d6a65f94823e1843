"""What the readers of premises share: plain forms of what a prompt says in many, beings, and what else is told."""

import re
from dataclasses import dataclass, replace

from services.shared.tale.reading.english.reader import Reader
from services.shared.tale.reading.frames import spans
from services.shared.tale.wish.phrases import Complement, NounPhrase, VerbPhrase
from services.shared.tale.wish.wish import Being, Wish
from services.shared.tale.words import lexicon

NOT = r"(?:do|does|did|will|would|can|could) (?:not|never)"
_CONTRACTED = (("won't", "will not"), ("can't", "can not"), ("cannot", "can not"))
_TAIL = re.compile(
    r" ?(?:[,.;!?]|\b(?:and then|but|so that|so|until|because|when|while|unless|and (?:a|the|his|her))\b)"
)
"""Where what is supposed ends, and more is told."""


def one_of(*forms: str) -> str:
    """A pattern of any of these."""
    return f"(?:{'|'.join(forms)})"


_HELPS = r"(?:(?:has to|have to|had to|must|needs? to|decides? to|tries to|tried to) )?" + one_of(
    "(?:find|look|go|search)(?:s|es|ed)?",
    "helps?(?:ed)?",
    "saves?",
    "saved",
    "went",
    "found",
    "wakes? (?:him|her|it|them)",
)
"""What somebody does who looks for another one; whoever does more than that has a tale of their own."""
_HELPER = re.compile(rf"^[\s,.;!?]*(?:(?:and|so|but|until|then) )*(?P<who>.+?) {_HELPS}\b", re.IGNORECASE)


@dataclass(frozen=True)
class Sentence:
    """A prompt without what only leads in: "What if", "The night that"."""

    text: str
    led: bool = False
    """Whether something led in, so that it holds for everybody."""
    time: str = "day"
    """The part of the day that it names."""


_LED = one_of(
    "what if",
    "what happens (?:if|when)",
    "what (?:would|might|will|could) happen if",
    "imagine(?: that| if)?",
    "suppose(?: that)?",
    "pretend(?: that)?",
    "if",
)
_TIMES = one_of("day", "night", "morning", "evening", "week", "year", "summer", "winter", "christmas")
_ALL = one_of(
    "the", "all", r"every\w+", "nobody", "no", "my", "our", "it", "an?", "gravity", "colou?rs", r"(?-i:[A-Z])\w*"
)
"""How what is told of a day begins, where no "that" stands before it."""
_START = re.compile(
    rf"^\W*(?:{_LED}|(?:an?|the|one) (?:[a-z]+ )?(?P<time>{_TIMES})(?:,| that| when| where|(?= {_ALL}\b)))"
    r" (?=\S+ \S)",
    re.IGNORECASE,
)


def sentence(text: str) -> Sentence:
    """The prompt in its plainest form: straight apostrophes, single spaces, "not" in full, nothing before it."""
    said = " ".join(text.replace("’", "'").split()).rstrip(".!? ")
    for short, full in _CONTRACTED:
        said = re.sub(rf"\b{short}\b", full, said, flags=re.IGNORECASE)
    said = re.sub(r"n't\b", " not", said)
    lead = _START.match(said)
    if lead is None:
        return Sentence(said)
    time = (lead["time"] or "day").lower()
    return Sentence(said[lead.end() :], led=True, time=time if time in ("night", "morning", "evening") else "day")


def divided(text: str) -> tuple[str, str]:
    """What a clause says, and what is told after it."""
    cut = _TAIL.search(text)
    return (text[: cut.start()].strip(), text[cut.end() :].strip()) if cut else (text.strip(" .!?"), "")


def owned(text: str) -> tuple[Being | None, NounPhrase | None]:
    """Whose it is and what: "a boy's shoes"; nobody and nothing where that is not said."""
    owner, mark, own = text.rpartition("'s ")
    found = thing(f"the {own}") if mark else None
    return (Reader(owner).being(), replace(found, determiner="their")) if found else (None, None)


def helper(rest: str) -> Being | None:
    """Who has to help, in what is told after a premise: "and Mia has to help"."""
    match = _HELPER.match(rest)
    who = match["who"].strip() if match else ""
    # A name alone could be a flower: "Lily".
    return Reader(f"a child named {who}" if who.istitle() and " " not in who else who).being() if who else None


def beside(text: str) -> tuple[NounPhrase, ...]:
    """Other people and things, but not places, that are told of after the premise."""
    found = Reader(text).extras([], ()) if text else ()
    return tuple(phrase for phrase in found if kind(phrase) not in lexicon.WHERE)


def occasion(text: str) -> Complement | None:
    """When it happens: "on my birthday"; None where that is not said."""
    if not re.match(r"(?:on|at|during|in|for) ", text, re.IGNORECASE):
        return None
    reader = Reader(f"A child waits {text}")
    reader.cast()
    found = reader.verb_phrase(own=True)
    return next(iter(found.complements), None) if found else None


def there(place: str) -> Wish:
    """Where it happens: "in a town"."""
    return Reader(f"A child waits {place}").read() if place else Wish()


def thing(text: str) -> NounPhrase | None:
    """A thing or a being as the prompt has it, without what follows."""
    found, _ = spans.phrase(text)
    return replace(found.phrase, name=found.name) if found else None


def verb(name: str, of: NounPhrase) -> VerbPhrase:
    """A verb of the lexicon with what it is done to."""
    known = next(one for one in lexicon.verbs_named(name) if one.kind == "wish")
    return VerbPhrase(known.name, known.goal, replace(of, determiner="the"))


def kind(phrase: NounPhrase) -> str:
    """The lexicon's kind of it; empty for a word that it does not have."""
    noun = lexicon.nouns().get(phrase.noun)
    return noun.kind if noun else ""
