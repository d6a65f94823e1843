"""Read what somebody cannot help: "sneezes glitter", "hiccups every time he lies", "whose spells go wrong", "barks"."""

import re
from dataclasses import replace

from services.shared.tale.reading.english.reader import Reader
from services.shared.tale.reading.frames import spans
from services.shared.tale.reading.premises.literal import literal
from services.shared.tale.reading.premises.parts import ADVERBS, RELATIVE, Who, premise, who
from services.shared.tale.wish.phrases import NounPhrase, VerbPhrase
from services.shared.tale.wish.wish import WHEN, Remark, Wish
from services.shared.tale.words import lexicon

_GIVES_OFF = frozenset(
    "sneeze hiccup hiccough burp cough cry yawn snore sweat breathe spit laugh giggle weep whistle".split()
)
"""Verbs of what comes out of somebody, whether they want it or not."""
_HABITS = frozenset(
    "bark meow purr moo quack oink neigh crow cluck croak hoot howl roar chirp tweet buzz hiss talk sing whistle hum"
    " giggle glow rain snow swim dance walk run grow give lay print pour".split()
)
"""Verbs of what an animal or a thing does day after day: "barks", "runs on lemonade", "grows candy"."""
_USUAL = {
    "dog": "bark howl", "wolf": "howl", "cat": "meow purr", "cow": "moo", "duck": "quack swim", "pig": "oink",
    "rooster": "crow", "hen": "cluck", "frog": "croak swim", "owl": "hoot", "lion": "roar", "bird": "sing",
    "bee": "buzz", "snake": "hiss", "fish": "swim",
}  # fmt: skip
"""What is no wonder in some of them."""
_HOW = frozenset(("on", "like"))
"""Prepositions of how it is done; any other one says where, and that it happens once."""
_BACKWARDS = {"en": "run backwards", "es": "ir hacia atrás", "fr": "aller à reculons"}
_WHEN = re.compile(
    r"\s*,?\s*(?:every\s+time|each\s+time|whenever|when|if)\s+(?P<when>(?:he|she|they|it|i|we|you)\s+.+)$",
    re.IGNORECASE,
)
_EVERY_TIME = re.compile(
    r"^(?:every\s+time|each\s+time|whenever)\s+(?P<who>.+?)\s+(?P<when>(?:tells?\s+a\s+lie|lies|fibs))\s*,\s*(?:he|she|they|it)\s+(?P<does>.+)$",
    re.I,
)
_LIES = re.compile(
    r"\b(?:lies?|lying|lied|fibs?|tells?\s+(?:a\s+)?(?:lies?|fibs?)|does(?:n['’]t| not)\s+tell\s+the\s+truth)\b",
    re.IGNORECASE,
)
_AWRY = re.compile(
    rf"^whose\s+(?P<what>[\w\s-]+?)\s+{ADVERBS}(?:(?:keep|keeps|kept)\s+)?(?:go|goes|going|went|turns?\s+out|turning\s+out"
    r"|comes?\s+out|coming\s+out|ends?\s+up)\s+(?:all\s+)?(?:wrong|awry|badly|backwards|differently)[.!]*$"
    rf"|^whose\s+(?P<fails>[\w\s-]+?)\s+{ADVERBS}(?:backfires?|misfires?|fails?|never\s+works?"
    r"|(?:do|does)(?:n['’]t| not)\s+work)(?:\s+(?:properly|right|as\s+\w+\s+should))?[.!]*$",
    re.IGNORECASE,
)
_ALL_WRONG = re.compile(
    rf"^{ADVERBS}(?:gets?|mixes|muddles)\s+(?:all\s+)?(?:his|her|their|its)\s+(?P<what>[\w\s-]+?)\s+(?:wrong|mixed\s+up)"
    r"(?P<fails>)[.!]*$",
    re.IGNORECASE,
)
_RIGHT = {"en": "do it right for once", "es": "hacerlo bien por una vez", "fr": "réussir pour une fois"}


def wish(text: str) -> Wish | None:
    """What happens to somebody again and again; None for all else."""
    if every := _EVERY_TIME.match(text):
        text = f"{every['who']} {every['does'].rstrip('.!')} every time he {every['when']}"
    found = who(text)
    if found is None:
        return None
    if found.kind and found.kind not in _PEOPLE and (habit := _habit(found)):
        return premise(found, "oddity", "habit", habit, thing=habit.thing)
    return None if found.kind and found.kind not in lexicon.ALIVE else _befalls(found)


def _befalls(found: Who) -> Wish | None:
    """What comes of somebody alive, whether they want it or not."""
    rest = found.rest.strip()
    if awry := _AWRY.match(rest) or _ALL_WRONG.match(RELATIVE.sub("", rest)):
        return _awry(found, awry["what"] or awry["fails"])
    rest = re.sub(rf"^{ADVERBS}", "", RELATIVE.sub("", rest), flags=re.IGNORECASE).strip(" .!")
    when = _WHEN.search(rest)
    deed = literal(_WHEN.sub("", rest))
    if deed is None or deed.verb in ("want", "wish"):
        return None
    if when and _LIES.search(when["when"]):
        return premise(found, "oddity", "lies", deed, thing=deed.thing)
    if when and (cause := _cause(found, when["when"])):
        return replace(premise(found, "oddity", "when", deed, thing=deed.thing), remarks=(cause,))
    odd = deed.verb.split()[0] in _GIVES_OFF and deed.thing is not None and not deed.complements
    return premise(found, "oddity", "gift", deed, thing=deed.thing) if odd and len(rest.split()) < _SHORT else None


_PEOPLE = frozenset(("person", "kin", "trade", "creature", "place", "idea", "time", "event"))
"""Kinds of those of whom such a clause says what they do once, or who they are."""


def _habit(found: Who) -> VerbPhrase | None:
    """What an animal or a thing does that no other one does; None for an event, and where more is told."""
    rest = found.rest.strip(" .!")
    said = RELATIVE.sub("", rest)
    deed = literal(said) if said != rest and not found.hero.name and len(rest.split()) < _SHORT else None
    if deed is None or deed.verb not in _HABITS or deed.verb in _USUAL.get(found.hero.phrase.noun, "").split():
        return None
    if deed.thing and deed.thing.noun == "backwards":
        return replace(deed, goal=_BACKWARDS, thing=None)
    is_more = any(item.preposition not in _HOW for item in deed.complements) or _MORE.search(said)
    return None if is_more or deed.goal is None else deed


_MORE = re.compile(r"\b(?:and|but|until|when|because|so|to)\b|,", re.IGNORECASE)
_SHORT = 9
"""A longer sentence says more than what comes out of somebody."""


def _cause(found: Who, when: str) -> Remark | None:
    """When it happens: "he is happy"; None where that cannot be read."""
    who_is = found.hero.name or " ".join(["a", *found.hero.phrase.adjectives, found.hero.phrase.noun])
    remarks = Reader(f"{who_is} sings when {when}").read().remarks
    return next((replace(remark, kind=WHEN) for remark in remarks if remark.kind == "time" and remark.statement), None)


def _awry(found: Who, what: str) -> Wish | None:
    """What somebody makes goes wrong."""
    being, left = spans.phrase(what)
    if being is None or left.strip():
        return None
    thing = NounPhrase(being.phrase.noun, being.phrase.adjectives, "their", being.phrase.plural)
    return premise(found, "oddity", "awry", VerbPhrase("do", _RIGHT), thing=thing)
