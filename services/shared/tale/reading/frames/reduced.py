"""Say in full what is said shorter of somebody: "A volcano afraid of its noise" is one that is afraid of it."""

import re

from services.shared.tale.reading.frames import spans
from services.shared.tale.words import lexicon

_DESCRIBED = re.compile(r"^,?\s*(?P<how>[a-z]+\s+(?:of|to|about|with))\s+\S", re.IGNORECASE)
_BECAUSE = re.compile(
    r"\bbecause of\s+(?P<what>(?P<own>his|her|its|their|my|our)?\s*[\w' -]+?)(?P<after>[,.;!?].*)?$", re.I
)
_LEADS = re.compile(r"^because of\s+(?P<what>[\w' -]+?),\s*(?P<rest>\S.*?)[.!]*$", re.IGNORECASE | re.DOTALL)
_HAVING = {"his": "he has", "her": "she has", "its": "it has", "their": "they have", "my": "I have", "our": "we have"}


def statement(text: str) -> str:
    """The text with the clause in full; empty where nothing is said shorter."""
    plain = text.strip()
    if lead := _LEADS.match(plain):
        rest = lead["rest"]
        plain = f"{spans.capital(rest)} because of {lead['what']}"
    because = _BECAUSE.search(plain)
    # Of several, each is read by itself.
    if because and " and " not in because["what"]:
        return f"{plain[: because.start()]}because {_reason(because)}{because['after'] or ''}"
    found = spans.subject(plain)
    match = _DESCRIBED.match(found.rest) if found else None
    if found is None or match is None or not lexicon.verbs_named(f"be {' '.join(match['how'].lower().split())}"):
        return ""
    return f"{found.text} who {'are' if found.plain else 'is'} {found.rest.lstrip(', ')}"


def _reason(because: re.Match[str]) -> str:
    """A clause for what stands behind "because of"."""
    what = because["what"].strip()
    if own := because["own"]:
        return f"{_HAVING[own.lower()]} {what[len(own) :].strip()}"
    being, _ = spans.phrase(what)
    return f"there {'are' if being and being.phrase.plural else 'is'} {what}"
