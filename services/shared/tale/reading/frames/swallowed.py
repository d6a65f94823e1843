"""Say what is to be done about what nobody eats: "Theo swallows a button", "A goat eats the mayor's speech"."""

import re

from services.shared.tale.reading.frames import spans

_EATS = re.compile(
    r"^,?\s*(?:who\s+|that\s+)?(?P<did>(?:(?:has|have|had|accidentally|just|once)\s+)*"
    r"(?:swallow(?:s|ed)?|eats?|ate|eaten|gobble[sd]?(?: up)?|gulp(?:s|ed)?(?: down)?|munche[sd](?: up)?"
    r"|chew(?:s|ed)?(?: up)?)\s+(?P<what>.+?))[.!]*$",
    re.IGNORECASE | re.DOTALL,
)
_HELPER = re.compile(
    r"^(?P<said>.+?),?\s+and\s+(?P<who>(?:(?:my|our|his|her|the|an?)\s|[A-Z])[^.;!?]*?)\s+"
    r"(?P<must>has to|have to|must|needs? to)\s+(?P<deed>[^.;!?]+)",
    re.DOTALL,
)
"""“… and my aunt, who is a nurse, has to help”"""
_OWNER = re.compile(r"^(?P<who>(?:(?:my|our|the|an?|his|her|their)\s+)?(?:[\w-]+\s+){0,2}?[\w-]+)['’]s?\s")
_OWN = re.compile(r"^(?:his|her|its|their)\b", re.IGNORECASE)
_THINGS = frozenset(
    "clothing vehicle tool instrument container furniture toy machine light writing treasure material thing".split()
)
"""Kinds of what nobody eats."""
_EATEN = frozenset("food drink plant animal kin person trade creature".split())
"""Kinds of which a meal is made, also when it is somebody else's, and of who is swallowed whole."""
_MORE = re.compile(r"[,.;!?]|\b(?:and|but|until|because|so|who|that|which|when|while)\b", re.IGNORECASE)


def statement(text: str) -> str:
    """Who ate it says sorry to whose it was, or else gets well; empty for food, and where the story goes on.

    Somebody else who has to do something about it is the hero.
    """
    helper = _HELPER.match(text.strip())
    found = spans.subject(helper["said"] if helper else text.strip())
    match = _EATS.match(found.rest) if found else None
    deed = _deed(match["what"]) if match else ""
    if found is None or match is None or not deed:
        return ""
    if helper:
        who = found.being.name or found.text
        return f"{spans.capital(helper['who'])} {helper['must']} {helper['deed']} because {who} {match['did']}"
    return f"{spans.capital(found.text)} {match['did']} and {'want' if found.plain else 'wants'} to {deed}"


def _deed(eaten: str) -> str:
    """What is wanted by who ate it; empty for what can be eaten."""
    owner = _OWNER.match(eaten)
    what = None if _MORE.search(eaten) else spans.phrase(eaten[owner.end() :] if owner else eaten)[0]
    if what is None or what.phrase.noun == "hole" or (_OWN.match(eaten) and not owner):
        return ""
    if owner:
        return "" if spans.kind(what) in _EATEN else f"say sorry to {owner['who']}"
    return "get well" if spans.kind(what) in _THINGS else ""
