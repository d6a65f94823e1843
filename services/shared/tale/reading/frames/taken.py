"""Make a child the hero whom grown-ups take along: "Grandpa takes Leo camping" is Leo's story."""

import re

from services.shared.tale.reading.frames import spans

_TAKES = re.compile(r"^,?\s*(?:takes?|took|is taking|are taking|brings?|brought)\s+(?P<whom>\S.*)$", re.I | re.DOTALL)
_OUT = re.compile(
    r"^(?:along\s+)?(?:out\s+)?(?P<out>[a-z]+ing\b|(?:to|on|into|for|through)\s+\S+)(?P<rest>.*)$", re.I | re.DOTALL
)
_WITH = re.compile(r"[,;.!]|\s+(?:and|but|until|when|where|because|so)\b|$", re.IGNORECASE)
_GROWN = frozenset(
    "mother father mum mom dad mama papa mommy daddy grandmother grandfather grandma grandpa granny grandad granddad"
    " nana aunt uncle parent teacher".split()
)
_YOUNG = frozenset(
    "boy girl child kid son daughter grandson granddaughter grandchild nephew niece twin class brother sister".split()
)
_WHOSE = re.compile(r"^(?:his|her|their|our|my|the)\s+", re.IGNORECASE)


def statement(text: str) -> str:
    """Who is taken along goes there with them; empty where it is no child, or leads nowhere."""
    found = spans.subject(text.strip())
    match = _TAKES.match(found.rest) if found else None
    if found is None or match is None or (found.being.phrase.noun not in _GROWN and not _is_grown(found)):
        return ""
    whom = spans.subject(match["whom"])
    out = _OUT.match(whom.rest) if whom else None
    if whom is None or out is None or not (whom.being.name or _YOUNG & set(whom.being.phrase.noun.split())):
        return ""
    said = f"{out['out']}{out['rest']}"
    end = _WITH.search(said)
    cut = end.start() if end else len(said)
    who = _WHOSE.sub("A ", whom.text) if not whom.being.name and not whom.several else whom.text
    grown = found.text if found.being.name else f"{found.text[:1].lower()}{found.text[1:]}"
    if whom.several:
        return f"{spans.capital(who)} go {said[:cut]} with {grown}{said[cut:]}"
    return f"{spans.capital(who)} and {grown} go {said}"


def _is_grown(found: spans.Subject) -> bool:
    """Whether a name says what they are to the child: "Grandpa", "Uncle Tom"."""
    return found.being.name.split(" ")[0].lower() in _GROWN
