"""A prompt about somebody's death is a story of saying goodbye, of who is left; the dead do nothing in it."""

import re

from services.shared.tale.reading.frames import spans
from services.shared.tale.words import lexicon

_DIED = (
    r"(?:(?:has |have |had |just |recently |sadly |peacefully )*(?:passed away|passes away|passed on|died|dies"
    r"|is dying|was put to sleep|went to heaven|is in heaven|crossed (?:over )?the rainbow bridge"
    r"|is no longer with us)"
    r"|(?:is|are) (?:dead|gone forever|not with us any ?more))\b(?! (?:out|down|laughing|of laughter|off"
    r"|for a|to|\d))"
)
_OWN = r"(?:my|our|his|her|their)"
_WHO = r"(?:[A-Z][\w'’]+|(?i:an?|the|my|our|two)(?: [\w-]+){1,3}?)"
_WHOSE = re.compile(
    rf"(?P<who>{_WHO}(?: named [A-Z]\w+)?),?\s+(?:whose|and (?:his|her|their))\s+(?P<dead>[\w' ]+?)\s+{_DIED}",
    re.DOTALL,
)
_MISSES = re.compile(
    rf"(?P<who>{_WHO})\s+(?:really |still )?(?:misses|is (?:very |so )?sad (?:about|because)"
    r"|is heartbroken (?:because|after)|grieves(?: for)?|mourns)\s+"
    rf"(?P<dead>{_OWN}(?: [\w-]+){{1,3}}?),?\s+(?:who\s+|that\s+)?{_DIED}",
    re.DOTALL,
)
_AFTER = re.compile(
    rf"^(?:when|after|since|because|now that)\s+(?P<dead>.+?)\s+{_DIED}[^,]*,\s*(?P<main>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_FUNERAL = re.compile(
    r"^(?:after|at|during|since|on the day of)\s+[^,]*\b(?:funeral|death|burial|memorial)\b[^,]*,\s*(?P<main>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_DEAD = re.compile(
    rf"(?:^|[.!?,;]\s+|\b(?:because|that|after|and|when|since)\s+)(?P<dead>{_OWN}(?:\s[\w'-]+){{1,4}}?"
    rf"|(?:an?|the|[A-Z]\w+)(?:\s[\w-]+)?['’]s(?:\s[\w-]+){{1,3}}?|[A-Z]\w+['’]s?(?:\s[\w-]+){{1,3}}?),?\s+{_DIED}",
    re.I,
)
_DEATH = re.compile(
    r"^(?:(?P<who>.+?)\s+(?:and|copes with|deals with|mourns|grieves over)\s+)?(?:the\s+)?"
    r"(?:death of|dying of|passing of|saying goodbye to (?=.*\b(?:died|passed away|dying)\b))\s*(?P<dead>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_LEFT = re.compile(
    r"\b(?:(?:my|our)\s+(?P<kin>(?:little |young |older |younger )?[a-z]+)\s+)?(?P<who>[A-Z]\w+|I|we)\s+"
    r"(?:(?:really|still|just)\s+)?(?:miss(?:es)?|(?:is|am|are|was|feels?) (?:so |very |really )?(?:sad|upset"
    r"|heartbroken|devastated|lonely|struggling)|cr(?:y|ies|ied)|can['’]t|cannot|doesn['’]t|grieves?|asks"
    r"|keeps)\b"
)
_KIN = re.compile(
    r"\b(?:my|our)\s+(?P<kin>(?:little |young )?(?:son|daughter|boy|girl|grandson|granddaughter|niece|nephew"
    r"|child))\b(?:\s+(?P<name>[A-Z]\w+))?"
)
_GRIEF = re.compile(
    r"^(?:really |still )?(?:miss|is (?:so |very )?sad|feels? sad|cr(?:y|ies)"
    r"|grieve|mourn)",
    re.IGNORECASE,
)


def farewell(text: str) -> str:
    """Who is left says goodbye; empty for a text in which nobody has died."""
    text = " ".join(text.replace("’", "'").split())
    if match := _FUNERAL.match(text):
        return match["main"]
    if match := _AFTER.match(text):
        return _afterwards(match["dead"], match["main"])
    if match := _WHOSE.search(text) or _MISSES.search(text):
        who, then = re.sub(r"^(?:about|of)\s+", "", match["who"]), text[match.end() :].strip(" ,")
        does = re.match(r"(?:and\s+)?(?P<deed>(?P<verb>\w+)\s.+)$", then)
        if does and spans.base(does["verb"]) and not spans.PRONOUN.match(then) and not _GRIEF.match(does["deed"]):
            return f"{who} {does['deed']}"
        return _goodbye(who, match["dead"])
    if (match := _DEAD.search(text)) and _lived(match["dead"]):
        return _goodbye(*_left(text, match))
    match = _DEATH.match(text)
    return _goodbye(match["who"] or "A child", match["dead"]) if match else ""


def _afterwards(dead: str, main: str) -> str:
    """What is done after a death is the story, and the dead have no part in it; who only grieves says goodbye."""
    found = spans.subject(main)
    pronoun = re.match(r"(?:he|she|they|i|we)\b", main, re.IGNORECASE)
    owner = re.match(r"([A-Z]\w+)'s?\s+", dead)
    if pronoun:
        who, does = owner[1] if owner else spans.whose(pronoun[0]), main[pronoun.end() :]
    else:
        who, does = (found.text, found.rest) if found else ("", main)
    return _goodbye(who, dead) if _GRIEF.match(does.strip()) else f"{who} {does}".strip()


def _left(text: str, died: re.Match[str]) -> tuple[str, str]:
    """Who is left, and who died: "our cat Biscuit", but "my son Eli misses him"."""
    dead = died["dead"]
    if owner := re.match(r"((?:(?:[Aa]n?|[Tt]he)\s[\w -]+)|[A-Z]\w+)'s?\s+(?!.*'s)", dead):
        return owner[1], dead[owner.end() :]
    left = _LEFT.search(text, died.end()) or _LEFT.search(text[: died.start()])
    kin = _KIN.search(text)
    if kin and kin["name"] and kin.end() <= died.start():
        return kin["name"], dead
    if left and left["who"] not in dead and left["who"] not in ("He", "She", "They", "It"):
        return left["who"], dead
    if kin and kin["kin"] not in dead:
        return f"My {kin['kin']}", dead
    return spans.whose(dead.split()[0]), dead


def _lived(dead: str) -> bool:
    """Whether it is somebody: a garden that is dying can be saved."""
    last = dead.rsplit(maxsplit=1)[-1]
    noun, _ = lexicon.noun_forms().get(last.lower(), (None, False))
    return noun is None or noun.alive or last[0].isupper()


def _goodbye(who: str, dead: str) -> str:
    dead = re.sub(r"^(?:my|our|his|her|their|the|an?)\s+", "", dead.strip(" .,"), flags=re.IGNORECASE)
    dead = re.sub(r"^(?:(?:beloved|old|dear)\s+)*", "", dead)
    named = dead[:1].isupper()
    says = "say" if who in ("I", "We", "we") else "says"
    return f"{who[:1].upper()}{who[1:]} {says} goodbye to {dead if named else f'their {dead}'}"
