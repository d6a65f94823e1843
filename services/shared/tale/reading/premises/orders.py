"""Read what somebody forbids everybody: "A king orders that nobody may laugh", "The queen forbids dancing"."""

import re

from services.shared.tale.reading.frames import spans
from services.shared.tale.reading.premises.literal import literal
from services.shared.tale.reading.premises.parts import RELATIVE, premise, who
from services.shared.tale.wish.wish import Wish
from services.shared.tale.words import lexicon, wordforms

_ANYBODY = r"(?:nobody|no\s?one|everybody|everyone|anybody|anyone|(?:all\s+)?(?:the\s+)?(?:people|children|kids)|all)"
_ORDER = re.compile(
    r"^(?:has\s+)?(?:orders?|ordered|decrees?|decreed|commands?|commanded|decides?|decided|declares?|declared|announces?"
    r"|announced|says?|said|makes?\s+a\s+(?:law|rule)|made\s+a\s+(?:law|rule))\s+(?:that\s+)?(?:nobody|no\s?one)\s+"
    r"(?:(?:in\s+\w+\s+\w+|ever)\s+)?(?:may|can|must|should|is\s+allowed\s+to|is\s+to|will)\s+(?:ever\s+)?(?P<deed>.+?)[.!]*$",
    re.IGNORECASE | re.DOTALL,
)
_FORBIDS = re.compile(
    rf"^(?:has\s+)?(?:forbids?|forbade|forbidden|bans?|banned|outlaws?|outlawed|prohibits?|prohibited"
    rf"|does(?:n['’]t| not)\s+allow)\s+(?:{_ANYBODY}\s+(?:to\s+|from\s+))?(?P<deed>.+?)"
    r"(?:\s+in\s+(?:his|her|the|their)\s+\w+)?[.!]*$",
    re.IGNORECASE | re.DOTALL,
)
_NOUNS = {
    "laughter": "laugh",
    "music": "sing",
    "songs": "sing",
    "fun": "play",
    "games": "play",
    "smiles": "smile",
    "noise": "shout",
}
"""Nouns of what is done."""


def wish(text: str) -> Wish | None:
    """Who has forbidden a deed; None where it is a thing that is forbidden."""
    found = who(text)
    if found is None or (found.kind and found.kind not in lexicon.ALIVE):
        return None
    rest = RELATIVE.sub("", found.rest.strip())
    match = _ORDER.match(rest) or _FORBIDS.match(rest)
    first, _, left = match["deed"].strip().partition(" ") if match else ("", "", "")
    base = _NOUNS.get(first.lower(), "")
    if not base and (
        match and (match.re is _ORDER or first.endswith("ing") or re.search(r"\s(?:to|from)\s+\w+$", rest))
    ):
        base = spans.base(first) or wordforms.lemmas(first).get("VERB", "")
    deed = literal(f"{base} {left}".strip()) if base else None
    return premise(found, "ban", "", deed, thing=deed.thing) if deed else None
