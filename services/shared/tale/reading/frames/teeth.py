"""Read a lost tooth as a search: in "Ben's tooth fell out and he dropped it", Ben looks for it."""

import re

from services.shared.tale.reading.frames import spans

_TOOTH = r"(?:(?:first|loose|front|wobbly|wiggly|baby|milk|last|false|gold|golden|own|little)\s+)*(?:tooth|teeth)"
_WHERE = r"(?:\s+(?:at|in|on|under|down)\s+(?:the\s+|his\s+|her\s+|their\s+|a\s+)?[\w'’-]+(?:\s+[\w'’-]+)?)?"
_GONE = (
    r"(?:can(?:no|['’])?t find|couldn['’]?t find|could not find|ha(?:s|ve) to (?:look|search|find)"
    r"|looks?\b|looked\b|search|drops? (?:it|them)|dropped (?:it|them)|loses? (?:it|them)|lost (?:it|them)"
    r"|never finds?|does(?:n['’]?t| not) know where|it (?:is|was) gone|they (?:are|were) gone)"
)
_LOSES = re.compile(
    rf"^,?\s*(?:who\s+)?(?:loses?|lost|drops?|dropped)\s+(?P<whose>an?|the|his|her|their|my)\s+(?P<tooth>{_TOOTH})"
    rf"(?P<where>{_WHERE}),?\s+(?:and|but)\s+(?:then\s+)?(?:(?:he|she|they|it|i|we)\s+)?{_GONE}",
    re.IGNORECASE,
)
_FALLS = re.compile(
    rf"^(?P<who>my|(?:(?:an?|the)\s+)?(?:[\w-]+\s+){{0,2}}?[\w-]+['’]s)\s+(?P<tooth>{_TOOTH})\s+"
    rf"(?:has\s+)?(?:falls?|fell|fallen|comes?|came|come)\s+out(?P<where>{_WHERE})"
    rf"(?P<gone>,?\s+(?:and|but)\s+(?:then\s+)?(?:(?:he|she|they|i|we)\s+)?{_GONE})?.*$",
    re.IGNORECASE | re.DOTALL,
)


def statement(text: str) -> str:
    """Who has lost the tooth cannot find it; a tooth that only comes out is lost. Empty for any other text."""
    plain = text.strip()
    if falls := _FALLS.match(plain):
        mine = falls["who"].lower() == "my"
        who = "I" if mine else spans.capital(re.sub("['’]s$", "", falls["who"]))
        lost = f"{'lost my' if mine else f'loses {spans.own_of(who)}'} {falls['tooth']}{falls['where']}"
        return f"{who} {lost} and can't find it" if falls["gone"] else f"{who} {lost}"
    found = spans.subject(plain)
    match = _LOSES.match(found.rest) if found else None
    if found is None or match is None:
        return ""
    whose = "the" if match["whose"].lower() in ("a", "an") else match["whose"]
    lose = "lose" if found.plain else "loses"
    return f"{spans.capital(found.text)} {lose} {whose} {match['tooth']}{match['where']} and can't find it"
