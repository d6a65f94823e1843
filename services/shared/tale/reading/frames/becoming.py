"""Say what whoever has become otherwise wants: "A pirate gets seasick", "The ocean turns pink"."""

import re

from services.shared.tale.reading.frames import spans
from services.shared.tale.words import lexicon

_BECOMES = re.compile(
    r"^,?\s*(?:(?:who|that)\s+)?(?:(?:suddenly|slowly|always|often|once|has|have|had|one day|overnight)\s+)*"
    r"(?P<does>(?P<verb>gets?|got|turns?|turned|goes|went|grows?|grew|feels?|felt|becomes?|became|is getting"
    r"|is turning)\s+"
    r"(?:(?:so|very|too|really|all|quite|a bit|more and more)\s+)?(?P<how>[a-z-]+))(?P<rest>.*?)[.!]*$",
    re.IGNORECASE | re.DOTALL,
)
_GOES_ON = re.compile(
    r"^(?:\s*[,;]|\s+(?:in|on|at|of|about|with|from|over|because|when|whenever|while|after|before|every|each|one|until|and"
    r"|but|so|overnight|again|during|for|by|without|since|instead|suddenly|as|to)\b|$)",
    re.IGNORECASE,
)
"""How a sentence goes on in which the adjective stands alone, and describes no noun."""
_GAINS = frozenset(
    "brave strong rich famous wise happy healthy kind better good clever ready big tall bold calm".split()
)
"""How somebody would be."""
_NOBODY = frozenset("everything everybody everyone nothing something nobody".split())
_OTHER = re.compile(r"^[,;]?\s*(?:and|but|so)\s+(?:an?|the|his|her|its|their|my|our)\b", re.IGNORECASE)
"""How a sentence goes on that is about somebody else."""
_OWNED = re.compile(r"^(?P<owner>.+?)['’]s?\s+(?P<own>(?:[\w-]+\s+)?[\w-]+)$")
_DOUBLED = re.compile(r"(?P<last>[bdgmnpt])(?P=last)er$")


def statement(text: str) -> str:
    """Who has become otherwise puts that right, or wants to be as before; empty where nobody has."""
    found = spans.subject(text.strip())
    match = _BECOMES.match(found.rest) if found else None
    if found is None or match is None or not _alone(found, match["rest"]):
        return ""
    how, base = match["how"].lower(), spans.base(match["verb"].split()[-1])
    if _named(f"{base} {how}"):
        return ""
    if _named(f"be {how}"):
        be = "am" if found.text.lower() == "i" else "are" if found.plain else "is"
        return f"{spans.capital(found.text)} {be} {how}{match['rest']}"
    return _wanted(found, match, how, base) if any(stem in lexicon.adjectives() for stem in _stems(how)) else ""


def _alone(found: spans.Subject, rest: str) -> bool:
    """Whether somebody is told of, and nobody else after them."""
    told = found.text.lower() not in _NOBODY and spans.kind(found.being) != "drink"
    return told and bool(_GOES_ON.match(rest)) and not _OTHER.match(rest)


def _wanted(found: spans.Subject, match: re.Match[str], how: str, base: str) -> str:
    """What they want: to be so, or as they were before."""
    want, rest = "want" if found.plain else "wants", match["rest"]
    gained = next((stem for stem in _stems(how) if stem in _GAINS), "")
    if base == "become" and not how.endswith("er"):
        return ""
    if gained:
        return "" if base in ("turn", "go") else f"{spans.capital(found.text)} {want} to become {gained}{rest}"
    back, whose, it = "feel better" if base == "feel" else "change back", found.text, found.pronoun
    if (owned := _OWNED.match(found.text)) and owned["own"].split()[-1].lower() not in found.being.phrase.noun.split():
        # "My brother's nose turns green"
        whose, it = owned["owner"], f"{found.own} {owned['own']}"
    return f"{spans.capital(whose)} {want} to {back} because {it} {match['does']}{rest}"


def _named(name: str) -> bool:
    """Whether the lexicon has it as something that one does, or has to put right."""
    rows = lexicon.verb_forms().get(name.partition(" ")[0], ())
    return any(verb.name == name or verb.name.startswith(f"{name} ") for verb, _ in rows)


def _stems(how: str) -> tuple[str, ...]:
    """The word, and what it may be the comparative of: "smaller", "bigger", "happier"."""
    return how, how.removesuffix("er"), how.removesuffix("r"), re.sub(r"ier$", "y", how), _DOUBLED.sub(r"\g<last>", how)
