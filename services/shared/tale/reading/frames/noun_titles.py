"""Say as a sentence a title that has no verb: "Lily's first swimming lesson", "A letter to the moon", "Snow day!"."""

import re

from services.shared.tale.reading.frames import doings, spans
from services.shared.tale.words import lexicon

_OWNED = re.compile(
    r"^(?P<who>(?:my|our)(?!\s+(?:[\w-]+\s+){0,2}?[\w-]+['’]s?\s)|(?:(?:an?|the|my|our)\s+)?(?:[\w-]+\s+){0,2}?[\w-]+['’]s?)"
    r"\s+(?P<what>.+)$",
    re.IGNORECASE,
)
_OF = re.compile(
    r"^(?P<what>the\s+(?:first|last|big|great)\s+[\w ]+?)\s+of\s+(?P<who>(?:an?|my|our)\s+.+|(?-i:[A-Z])\w+)$", re.I
)
_LOST = re.compile(r"^(?:lost|missing)\s+(?P<thing>[\w -]+)$", re.IGNORECASE)
_BUILT = re.compile(
    r"^(?:secret|new|magic|amazing|great)\s+"
    r"(?:hiding place|hideout|den|fort|tree\s?house|club\s?house|invention|machine)$",
    re.IGNORECASE,
)
_TITLES = (
    (r"(?:the |an? )?letter to (?P<whom>.+)", r"A child writes a letter to \g<whom>"),
    (
        r"(?:the |an? )?(?:\w+ )?friendship (?:between|of) (?P<one>.+?) and (?P<other>.+)",
        r"\g<one> makes friends with \g<other>",
    ),
    (r"(?:the |an? |our |my )?(?:first |big )?snow day", "On a snow day, a child builds a snowman"),
    (r"(?:the |an? )?rainy (?P<when>day|afternoon|morning)", r"On a rainy \g<when>, a child builds a paper boat"),
    (r"(?P<meal>tea|breakfast|lunch|dinner|supper) with (?P<whom>.+)", r"A child invites \g<whom> to \g<meal>"),
    (r"(?:an? )?visit from (?P<whom>.+)", r"A child invites \g<whom>"),
)
_TWO = re.compile(r"^(?:the\s+)?two\s+(?P<who>[\w-]+)\s+and\s+the\s+(?P<thing>[\w -]+)$", re.IGNORECASE)
_INSIDE = re.compile(
    r"^(?:the|an?|my|our)\s+(?P<who>[\w-]+(?:\s+[\w-]+)?)\s+in\s+(?:the|my|our)\s+(?P<where>[\w-]+(?:\s+[\w-]+)?)$",
    re.I,
)
_WILD = frozenset(
    "bear crocodile dinosaur dragon elephant giraffe gorilla hippo kangaroo lion octopus penguin polar_bear rhino shark"
    " tiger unicorn walrus whale zebra".split()
)
"""Who does not belong in a house."""
_READ = tuple((re.compile(rf"^{pattern}$", re.IGNORECASE), told) for pattern, told in _TITLES)
_NO_VERB = re.compile(r"^[\w'’ -]+$")
_ALONE = re.compile(
    r"^(?:moving day|(?:the|an?)\s+[\w-]+\s+lesson|(?:the|an?)\s+(?:[\w-]+\s+){0,2}(?:walk|ride)\s+\w.+"
    r"|(?:the|a)\s+picnic\s+\w.+"
    r"|the\s+race\s+to\s.+|the\s+big\s+(?:game|match|race))$",
    re.IGNORECASE,
)
"""Titles of which nobody's name stands in front."""


def statement(text: str) -> str:
    """The same with its deed; empty for a text that is no such title."""
    plain = text.strip().rstrip(".!")
    if not _NO_VERB.match(plain) or re.search(r"\b(?:who|that|which|and then|but|for)\b", plain):
        return ""
    low = plain[:1].lower() + plain[1:]
    if told := next((match.expand(said) for pattern, said in _READ if (match := pattern.match(low))), ""):
        return spans.capital(told)
    if told := _both(plain) or _come(plain):
        return told
    if owned := _OWNED.match(plain) or _OF.match(plain):
        who = {"my": "I", "our": "We"}.get(owned["who"].lower()) or re.sub(r"['’]s?$", "", owned["who"])
        return _owned(who, owned["what"])
    return _does("A child", low) if _ALONE.match(plain) else ""


def _both(plain: str) -> str:
    """Two of a kind and one thing: both want it."""
    match = _TWO.match(plain)
    thing, _ = spans.phrase(f"the {match['thing']}") if match else (None, "")
    found = spans.subject(f"two {match['who']}") if match else None
    dead = thing is not None and bool(spans.kind(thing)) and spans.kind(thing) not in lexicon.ALIVE | lexicon.WHERE
    return f"Two {match['who']} both want the {match['thing']}" if match and dead and found and found.alive else ""


def _come(plain: str) -> str:
    """Somebody wild in a house has come there."""
    match = _INSIDE.match(plain)
    where, _ = spans.phrase(f"the {match['where']}") if match else (None, "")
    wild = match is not None and match["who"].lower().replace(" ", "_") in _WILD
    indoors = spans.kind(where) in ("room", "furniture", "building", "container")
    return f"A {match['who']} appears in the {match['where']}" if match and wild and indoors else ""


def _owned(who: str, what: str) -> str:
    """What the owner does with it."""
    found = _somebody(who)
    if found is None or not _is_noun(what):
        return ""
    if lost := _LOST.match(what):
        noun = lexicon.nouns().get(lost["thing"].split()[-1].lower())
        gone = noun is not None and not noun.alive
        return (
            f"{spans.capital(who)} {'lose' if found.plain else 'loses'} {_own(who, found)} {lost['thing']}"
            if gone
            else ""
        )
    if _BUILT.match(what):
        return f"{spans.capital(who)} {'build' if found.plain else 'builds'} a {what}"
    return _does(who, what)


def _does(who: str, what: str) -> str:
    """Who does what with it; empty where nobody knows."""
    found = _somebody(who)
    deed = doings.deed(what, found) if found else ""
    if found is None or not deed:
        return ""
    verb, _, rest = deed.partition(" ")
    if verb == "be":
        verb = {"i": "am", "we": "are"}.get(who.lower(), "are" if found.several else "is")
    elif not found.plain:
        verb = lexicon.third_person(verb)
    return f"{spans.capital(who)} {verb} {rest}"


def _somebody(who: str) -> spans.Subject | None:
    """Who it is; nobody for a thing. "Lily" alone could be a flower, and in front of a verb she is a girl."""
    found = spans.subject(f"{who} wait") if who in ("I", "We") else spans.subject(f"{who} waits")
    if found is None or found.rest.strip() not in ("wait", "waits") or not found.alive:
        return None
    return found


def _is_noun(what: str) -> bool:
    """Whether no verb follows: "trip to the zoo", but not "dog wins the race"."""
    named, rest = spans.phrase(what if what.lower().startswith("the ") else f"the {what}")
    return named is not None and (not rest.strip() or rest.split()[0].lower() in lexicon.prepositions())


def _own(who: str, found: spans.Subject) -> str:
    return {"i": "my", "we": "our"}.get(who.lower(), found.own)
