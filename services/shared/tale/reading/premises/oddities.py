"""Read what somebody cannot help: "sneezes glitter", "hiccups every time he lies", "whose spells go wrong"."""

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
    if found is None or (found.kind and found.kind not in lexicon.ALIVE):
        return None
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
