"""Say what somebody does who wakes up and all is different: "Zoe wakes up and is as small as an ant"."""

import re

from services.shared.tale.reading.frames import missing, spans
from services.shared.tale.words import lexicon

_TIME = (
    r"(?:one|this|the next|that|on a|every|in the|on)\s+(?:[\w-]+\s+)?(?:day|morning|night|afternoon|monday|birthday)"
)
_WAKES = re.compile(
    rf"^(?:{_TIME},?\s+)?(?:when\s+)?(?P<who>[^,.;]+?)\s+(?:(?:suddenly|just)\s+)?(?:wakes? up|woke up"
    rf"|awakes?|awoke|awakens?)(?:\s+{_TIME})?,?\s+(?P<rest>(?:as|to|and|but|with|without|he|she|they|i)\b.+)$",
    re.IGNORECASE | re.DOTALL,
)
_FINDS = re.compile(
    r"^(?:to\s+(?:find|see|discover|realize|realise|learn)|(?:and|but)\s+(?:(?:he|she|they|i|you|we)\s+)?"
    r"(?:finds?|found|discovers?|discovered|realizes?|realized|realises?|sees?|saw|notices?|noticed|learns?))(?:\s+out)?"
    r"(?:\s+that)?\s+(?P<what>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_SPEAKER = {"you": "I", "your": "my"}
"""To whom a prompt speaks is who tells of themselves."""
_AND = re.compile(r"^(?:(?:and|but)\s+)?(?:suddenly\s+|now\s+)?(?P<what>.+)$", re.IGNORECASE | re.DOTALL)
_AS = re.compile(r"^as\s+(?P<what>.+?)(?P<then>[,;]?\s+(?:and|but|so)\s+.+)?$", re.IGNORECASE | re.DOTALL)
_ASKER = re.compile(r"^[,;]?\s+(?:and|but|so)\s+(?:now\s+)?(?P<who>i|we)\s+(?P<does>.+)$", re.IGNORECASE | re.DOTALL)
_WITH = re.compile(r"^(?P<how>with(?:out)?)\s+(?P<what>(?:an?|no|two|three|the)?\s*\S.+)$", re.IGNORECASE | re.DOTALL)
_IS = re.compile(
    r"^(?:(?:he|she|they|i|you|we)(?:['’](?:s|re|m|ve|d))?\s+)?(?:(?:is|are|am|was|were|has|have|had|been|suddenly|now)\s+)*"
    r"(?:(?:turned into|become|became|transformed into|changed into|shrunk(?: to)?|shrank(?: to)?)\s+)?(?P<what>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_OWN = re.compile(r"^(?:he|she|they|i|you|we)\b|^(?:is|are|was|were|has|have|had|can|could|am)\b", re.IGNORECASE)
_CAN = re.compile(r"^(?:(?:he|she|they|i|you|we)\s+)?(?:can|could)\s+(?P<does>.+)$", re.IGNORECASE | re.DOTALL)
_HAS = re.compile(r"^(?:(?:he|she|they|i|you|we)\s+)?(?:has|have|had)\s+(?P<what>(?:an?|no|two|three|\w+)\s.+)$", re.I)
_BECAME = re.compile(r"\b(?:turned|become|became|transformed|changed|shrunk|shrank|grown|is|are|was|were|am)\b", re.I)


def statement(text: str) -> str:
    """Who wakes up wants to change back, or to find out why all is different; empty where nobody wakes up so."""
    text = re.sub(r"\b(you|your)\b", lambda word: _SPEAKER[word[0].lower()], text, flags=re.IGNORECASE)
    match = _WAKES.match(text.strip().rstrip(".!?"))
    found = spans.subject(match["who"]) if match else None
    if match is None or found is None or found.rest.strip(" ,"):
        return ""
    rest = match["rest"]
    pronoun = re.search(r"\b(?:she|he|they)\b", rest)
    he = pronoun[0] if pronoun and not found.several else found.pronoun
    if told := _AS.match(rest):
        what = f"as {told['what']}" if " as " in told["what"] else told["what"]
        return _turned(found, he, what, told["then"] or "")
    if told := _WITH.match(rest):
        had = _has(he) if told["how"].lower() == "with" else f"{_has(he)} no"
        return f"{_finds(found)} out why {he} {had} {told['what']}"
    told = _FINDS.match(rest) or _AND.match(rest)
    what = told["what"] if told else ""
    if _OWN.match(what):
        return _own(found, he, what)
    if sought := missing.statement(what):
        return sought.replace("A child", found.text, 1) if sought.startswith("A child looks") else ""
    other = spans.subject(what)
    return f"{_finds(found)} out why {what}" if other and other.acts and other.text else ""


def _own(found: spans.Subject, he: str, what: str) -> str:
    """What is different about who wakes up."""
    if can := _CAN.match(what):
        return f"{found.text} discovers that {he} can {can['does']}"
    become = _BECAME.search(what.split(" and ", maxsplit=1)[0])
    if not become and (has := _HAS.match(what)):
        return f"{_finds(found)} out why {he} {_has(he)} {has['what']}"
    told = _IS.match(what) if become else None
    return _turned(found, he, told["what"], "") if told else ""


def _turned(found: spans.Subject, he: str, what: str, then: str) -> str:
    """Who has become something else changes back; who asks takes care of them where the prompt says so."""
    if asker := _ASKER.match(then):
        does = re.sub(r"\b(?:them|him|her)\b", found.text[:1].lower() + found.text[1:], asker["does"], count=1)
        return f"{asker['who'].capitalize()} {does} because {found.text[:1].lower()}{found.text[1:]} became {what}"
    noun, plural = lexicon.noun_forms().get(what.lower(), (None, False))
    what = f"a {what}" if noun and not plural and not noun.tags & {"mass", "pl"} else what
    be = "am" if he == "I" else "are" if he == "they" else "is"
    return f"{found.text} {'want' if found.plain else 'wants'} to change back because {he} {be} {what}"


def _has(he: str) -> str:
    return "have" if he in ("I", "they") else "has"


def _finds(found: spans.Subject) -> str:
    return f"{found.text} {'find' if found.plain else 'finds'}"
