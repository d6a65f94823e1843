"""Say as a lie what somebody does not admit: "Two brothers do not want to admit that they broke the vase"."""

import re

from services.shared.tale.reading.frames import spans

_ADMITS = re.compile(
    r"^,?\s*(?:who\s+|that\s+)?(?:\S+\s+){0,5}?(?:admit|admits|admitting|confess|confesses|own up|owns up)\s+"
    r"(?:(?:to\s+)?(?:\w+\s+)?(?:that|when)\s+|to\s+)(?P<what>(?:he|she|they|it|we|i)\s+.+?)[.!]*$",
    re.IGNORECASE | re.DOTALL,
)


def statement(text: str) -> str:
    """Who does not admit what they did tells a lie about it, which is put right; empty for all else."""
    found = spans.subject(text.strip())
    match = _ADMITS.match(found.rest) if found and found.alive else None
    if found is None or match is None:
        return ""
    return f"{spans.capital(found.text)} {'tell' if found.plain else 'tells'} a lie because {match['what']}"
