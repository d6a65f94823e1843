"""Read a prompt that asks for a lesson: "Teach kids to share", "Explain to my class why leaves fall"."""

import re
from dataclasses import replace

from services.shared.tale.reading.frames.request import Request
from services.shared.tale.reading.frames.vocabulary import LIKES

_LESSON = re.compile(
    r"^\W*(?:please\s+)?(?:teach|show|help|explain(?: to)?|remind|encourage|tell)\s+"
    r"(?:(?:my|our|the|a|some|these|young|little|small|first|second|third|\w+th)\s+)*(?:[\w-]+\s+)??"
    r"(?P<who>kids?|child(?:ren)?|class|students?|pupils?|kindergart\w+|graders?|toddlers?|preschoolers?|son"
    r"|daughter|boys?|girls?)\s+"
    r"(?:(?:how\s+)?to|about|(?=that\b)|(?P<asks>why|how|where|what|when|who)|the (?:value|importance) of"
    r"|understand(?: the)?"
    r"|learn(?: about| to)?)\s*\b(?P<rest>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_WANTED = re.compile(
    r"^\W*(?:i|we)(?:['’]d| would)?\s+(?:really\s+)?(?:want|need|like|love|wish|hope)\s+(?:for\s+)?(?:my|our|the)\s+"
    r"(?P<who>(?:[\w-]+\s+)??(?:kids?|child(?:ren)?|class|students|pupils|son|daughter|boys?|girls?|toddler|twins"
    r"|grandson|granddaughter|niece|nephew)(?:\s+[A-Z]\w+)?)\s+to\s+"
    r"(?:learn|understand|know|see|realise|realize|remember|stop|practise|practice)\b\s*(?:about\s+|how\s+)?"
    r"(?P<rest>.+)$",
    re.IGNORECASE | re.DOTALL,
)
"""“I want my son to learn that it is okay to lose”"""
_LOVES = re.compile(
    r"\s*[,.;]\s*(?:and\s+)?(?:he|she|they)\s+"
    rf"{LIKES}\s+(?P<likes>[^.!?]+)\W*$",
    re.IGNORECASE,
)
_TOPIC = re.compile(
    r"^(?P<rest>(?:the\s+)?(?:[\w-]+\s+){1,4}?)for\s+(?:(?:my|our|the|\d\w*|first|second|third|fourth|fifth)\s+)*"
    r"(?:graders?|kids|children|preschoolers|kindergart\w+|class|toddlers|students|pupils|beginners)\s+"
    r"(?:with|through|using|starring|featuring)\s+(?P<by>(?:an?|the|two)\s.+)$",
    re.IGNORECASE,
)
"""“The water cycle for second graders with a raindrop”"""
_TO_WHOM = re.compile(
    r"\s+to\s+(?:(?:an?|my|our|the)\s+)?(?:[\w-]+\s+){0,2}?(?:child|kids?|children|toddlers?|class|son|daughter|students|\d\w*)"
    r"(?=\s+(?:using|with|through)\b|$)",
    re.IGNORECASE,
)
_TRUTH = re.compile(
    r"^that\s+(?!(?:we|you|they|people|everyone|everybody)\s+(?:all\s+)?(?:should|must|need|have|ought)\b)(?P<truth>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_EXPLAIN = re.compile(
    r"^\W*(?:please\s+)?(?:explain|introduce|describe|teach)\s+(?P<rest>.+?)\s+to\s+(?:(?:my|our|the|a|some"
    r"|young|little)\s+)*"
    r"(?:[\w-]+\s+)??(?:kids?|child(?:ren)?|class|students?|pupils?|graders?|toddlers?|preschoolers?|kindergart\w+|son"
    r"|daughter)\b\W*(?P<by>(?:with|through|using)\s.+)?$",
    re.IGNORECASE | re.DOTALL,
)
_LEARN = re.compile(
    r"^\W*(?:(?:learning|learn|explain(?:ing)?|lesson|teach(?:ing)?)\s+(?:to|about|how to)|the (?:value"
    r"|importance) of|why we (?:should|must))\s+(?P<rest>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_BY = re.compile(
    r"(?:,\s*(?:told\s+)?(?:with|by)|\s+(?:through|using|via|featuring|starring|told by))\s+"
    r"((?:an?|the|two|three|my)\s.+|[A-Z].+|[a-z]+s)$"
)
"""Who learns it: "about sharing, with a squirrel and a hedgehog"."""
_WITH = re.compile(r"\s+(?:with|by)\s+((?:an?|the)\s.+)$", re.IGNORECASE)
_NATURE = (
    r"(?:have|see|hear|feel|dream|need|sleep|yawn|cry|laugh|breathe|grow|sneeze|hiccup|age|are|can|celebrate)\b"
    r"(?! to\b)"
)
"""What people do by nature is no duty: "why we have seasons", but not "why we have to share"."""
_CLAUSE = re.compile(
    r"^(?:why|how|where|what|when|who)\s+"
    rf"(?!to\b|(?:we|you|people|everyone)\b(?! (?:all )?{_NATURE})"
    r"|it is (?:good|important|right|ok|okay|kind|bad|wrong) to\b)",
    re.IGNORECASE,
)
"""What somebody wants to know, and no duty: "why the sea is salty", but not "why we should share"."""
_WE = re.compile(
    r"^(?:why|how|that|when|what)\s+(?:it is (?:good|important|right|ok|okay) to\s+|(?:we|you|they|people"
    r"|everyone)\s+)?"
    r"(?:(?:all|should|must|can|need to|have to|ought to|always)\s+)*",
    re.IGNORECASE,
)
_MATTER = re.compile(r"(?:the\s+)?[\w-]+$")
"""One noun, which is all that there is to say of what is learnt: "friendship"."""


def lesson(text: str) -> Request | None:
    """What is to be learnt; None for a text that asks for no lesson."""
    if wanted := _WANTED.match(text):
        loves = _LOVES.search(wanted["rest"])
        rest = wanted["rest"][: loves.start()] if loves else wanted["rest"]
        likes = loves["likes"] if loves else ""
        return replace(learnt(rest), child=wanted["who"], likes=likes)
    if topic := _TOPIC.match(text):
        return Request(topic["rest"].strip(), lesson=True, by=topic["by"])
    found = _LESSON.match(text) or _EXPLAIN.match(text) or _LEARN.match(text)
    if found is None:
        return None
    groups = found.groupdict()
    matter = f"{groups.get('asks') or ''} {found['rest']}".strip()
    return learnt(matter + (f", {groups['by']}" if groups.get("by") else ""))


def learnt(matter: str) -> Request:
    """Something to learn, and who learns it where that is said: "with a raindrop called Drip"."""
    matter = _TO_WHOM.sub("", matter.rstrip(".!? "))
    by = _BY.search(matter)
    named = _WITH.search(f" {matter}")
    if by is None and named and re.search(r"\b(?:named|called)\b", named[1]):
        by = _WITH.search(matter)
    told = by[1] if by else ""
    matter = matter[: by.start()].strip(" ,") if by else matter
    if truth := _TRUTH.match(matter):
        return Request(truth["truth"], lesson=True, by=told, truth=True)
    question = f"{matter}?" if _CLAUSE.match(matter) else ""
    return Request(_WE.sub("", matter), lesson=True, by=told, question=question)


def told_with(matter: str) -> bool:
    """Whether it is about an idea, and says who is in the story: "friendship, with a fox and a bear"."""
    by = _BY.search(matter)
    return by is not None and _MATTER.match(matter[: by.start()].strip()) is not None
