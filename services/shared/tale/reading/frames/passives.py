"""Say who did what was done to a thing: "The cake was eaten by a ghost" is "A ghost ate the cake"."""

import re

from services.shared.tale.reading.english.tenses import past_of
from services.shared.tale.reading.frames import spans
from services.shared.tale.words import wordforms

_DONE = re.compile(
    r"^(?:(?:is|are|was|were|gets?|got|has been|have been)\s+)(?P<done>[a-z]+)(?:\s+(?P<how>away|up|down))?"
    r"\s+by\s+(?!mistake|accident|chance|night|the (?:sea|side|river))(?P<by>[^,.;!?]+?)"
    r"(?P<more>(?:[,.;!?]|\s(?:and|but|so|because|until)\b).*)?$",
    re.IGNORECASE | re.DOTALL,
)
_GIVEN = re.compile(r"^(?:is|are|was|were|gets?|got)\s+given\s+(?P<what>\S.*)$", re.IGNORECASE | re.DOTALL)


def statement(text: str) -> str:
    """The same with whoever did it as the subject; empty where it was done to somebody, whose story it is."""
    found = spans.subject(text.strip())
    if found is None:
        return ""
    if given := _GIVEN.match(found.rest.strip()):
        return f"{spans.capital(found.text)} {'get' if found.plain else 'gets'} {given['what']}"
    done = _DONE.match(found.rest.strip())
    doer = spans.subject(done["by"]) if done else None
    if found.alive or done is None or doer is None or doer.rest.strip() or not doer.alive:
        return ""
    verb = spans.base(done["done"]) or wordforms.lemmas(done["done"]).get("VERB", "")
    past = past_of(verb) if verb else ""
    if not past:
        return ""
    how = f" {done['how']}" if done["how"] else ""
    thing = f"{found.text[:1].lower()}{found.text[1:]}" if not found.being.name else found.text
    return f"{spans.capital(doer.text)} {past} {thing}{how}{done['more'] or ''}"
