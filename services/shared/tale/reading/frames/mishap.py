"""Say what somebody puts right that was done by accident: "A wizard turns his cat into a teapot by accident"."""

import re

from services.shared.tale.reading.frames import spans

_BY = re.compile(r",?\s*\b(?:accidentally|mistakenly|unintentionally|by (?:accident|mistake))\b", re.IGNORECASE)
_DEED = re.compile(r"^,?\s*(?:(?:has|had|have)\s+)?(?P<verb>[a-z]+)\s+(?P<whom>\S.*?)[.!]*$", re.I | re.DOTALL)
_CHANGES = frozenset(
    "turn change transform transfigure shrink enlarge send lock freeze teleport zap launch mail post ship trap leave"
    " make forget glue enchant curse hypnotise hypnotize blow drop".split()
)
"""What is to be undone when it was done to somebody; what breaks a thing is a mishap by itself."""


def statement(text: str) -> str:
    """Who did it saves whomever they did it to; empty for what nobody did to anybody by accident."""
    told = _BY.sub("", text.strip())
    found = spans.subject(told) if told != text.strip() else None
    deed = _DEED.match(found.rest) if found and found.alive else None
    if found is None or deed is None or spans.base(deed["verb"]) not in _CHANGES:
        return ""
    whom = spans.subject(deed["whom"])
    if whom is None or not whom.alive:
        return ""
    did = found.rest.strip(" ,.!")
    wants = "want" if found.plain else "wants"
    return f"{found.text} {wants} to save {whom.text} because {found.pronoun} accidentally {did}"
