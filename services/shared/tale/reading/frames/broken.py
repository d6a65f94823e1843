"""Say what is to be repaired: "Leo's bike is broken", "The school bell does not ring any more"."""

import re

from services.shared.tale.reading.frames import spans

_BROKEN = re.compile(
    r"^(?P<what>\S.*?)\s+(?:(?:is|are|was|were|gets?|got|has|have)\s+(?:suddenly\s+)?(?:broken|torn|cracked|damaged|smashed)(?:\s+down)?"
    r"|(?:stops?|stopped)\s+working|(?:does|do|did)(?:n['’]t| not)\s+work|has a (?:hole|leak)|leaks)"
    r"(?:\s+any\s?more)?(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_OWNED = re.compile(r"^(?P<owner>(?:(?:an?|the|my)\s+)?[\w-]+(?:\s+[\w-]+)??)['’]s?\s+(?P<own>\S.*)$", re.DOTALL)
_DOER = re.compile(r"^\s*,?\s*(?:and|but|so)\s+(?P<who>.+)$", re.IGNORECASE | re.DOTALL)


def statement(text: str) -> str:
    """Whose it is repairs it, or whoever acts next, else a child; empty where it is no thing."""
    match = _BROKEN.match(text.strip().rstrip(".!"))
    found = spans.subject(match["what"]) if match else None
    if match is None or (found is None and not match["what"]):
        return ""
    owned = _OWNED.match(match["what"])
    thing = spans.phrase(f"the {owned['own']}" if owned else match["what"])
    if thing[0] is None or thing[1] or not spans.kind(thing[0]) or spans.kind(thing[0]) in _NO_THINGS:
        return ""
    return _told(match, owned)


_NO_THINGS = frozenset("person kin trade animal creature body idea event time".split())


def _told(match: re.Match[str], owned: re.Match[str] | None) -> str:
    """Who repairs it."""
    doer = _DOER.match(match["rest"])
    who = spans.subject(doer["who"]) if doer else None
    what = f"{match['what'][:1].lower()}{match['what'][1:]}" if not owned else match["what"]
    if who and who.alive and who.acts and not spans.PRONOUN.match(who.text):
        want = "want" if who.plain else "wants"
        return f"{spans.capital(who.text)} {want} to repair {what}. {spans.capital(who.pronoun)} {who.rest.strip()}."
    if owned:
        owner = spans.subject(owned["owner"])
        if owner and owner.alive:
            want = "want" if owner.plain else "wants"
            return f"{spans.capital(owner.text)} {want} to repair {owner.own} {owned['own']}{match['rest']}"
    return f"A child wants to repair {what}{match['rest']}"
