"""Say what somebody makes good who is sorry, or with whom another one is angry: "… and now Grandma is mad"."""

import re

from services.shared.tale.reading.frames import spans

_AND = r"^(?P<said>.+?),?\s+(?:and|but|so)\s+(?:now\s+|then\s+)?"
_SORRY = re.compile(
    rf"{_AND}(?:(?:he|she|it|they|i|we)\s+)?(?:now\s+)?"
    r"(?:(?:feels?|felt|is|are|am|was|were)\s+"
    r"(?:(?:so|very|really|too|just)\s+)*(?:guilty|sorry|ashamed|bad|terrible|awful)|regret(?:s|ted)?)(?:\s+(?:about|for)?\s*(?:it|that))?[.!]*$",
    re.IGNORECASE | re.DOTALL,
)
_ANGRY = re.compile(
    rf"{_AND}(?P<who>(?:(?:an?|the|my|our|his|her|their)\s+)?[\w' -]+?)\s+(?:(?:is|are|was|were|gets?|got)\s+"
    r"(?:(?:now|so|very|really|super|quite)\s+)*(?:mad|angry|furious|cross|upset|annoyed)"
    r"(?:\s+(?:at|with|about)\s+(?:me|us|him|her|it|them))?"
    r"|(?:won['’]t|will not|would not|wouldn['’]t|doesn['’]t|refuses to)\s+"
    r"(?:talk|speak)\s+to\s+(?:me|us|him|her|them))"
    r"(?:\s+any\s?more)?[.!]*$",
    re.IGNORECASE | re.DOTALL,
)
_WHO = re.compile(r"^,?\s*(?:who|that|which)\s+", re.IGNORECASE)
_WANTS = re.compile(r"^(?:wants?|wanted|wish|must|has to|have to|had to|tries|tried|needs?)\b", re.IGNORECASE)


def statement(text: str) -> str:
    """Whoever did it says sorry, or makes peace with who is angry; empty where nobody minds."""
    told = text.strip()
    if match := _SORRY.match(told):
        return _made_good(match["said"], "say sorry")
    match = _ANGRY.match(told)
    who = spans.subject(match["who"]) if match else None
    if match is None or who is None or who.rest or not who.alive or spans.PRONOUN.fullmatch(match["who"]):
        return ""
    return _made_good(match["said"], f"make peace with {match['who']}")


def _made_good(said: str, deed: str) -> str:
    """What somebody did, and the deed with which they make it good."""
    found = spans.subject(said)
    did = _WHO.sub("", found.rest).strip() if found else ""
    if found is None or not did or _WANTS.match(did) or not spans.base(did.split()[0]):
        return ""
    return f"{spans.capital(found.text)} {did} and {'want' if found.plain else 'wants'} to {deed}"
