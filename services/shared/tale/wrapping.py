"""Take a prompt out of its wrapping: "Please write a calm bedtime story for my daughter Emma about a fox"."""

import re
from dataclasses import dataclass

_STORY = (
    r"(?:story|stories|tale|fairytale|fable|storybook|adventure story|picture book|bedtime book|legend|poem"
    r"|script|lesson"
    r"|adventure(?= (?:about|where|in which|with|featuring|for)\b))"
)
_ASK = (
    r"^\W*(?:(?:hi|hello|hey|ok|okay|so|well)\b[ ,!.]*)?(?:please,?\s+)?"
    r"(?:(?:can|could|would|will) you\s+(?:please\s+)?)?"
    r"(?:(?:i|we)(?:'d| would)?\s+(?:like|love|want|need)(?:\s+you)?(?:\s+to)?\s+(?:have\s+|hear\s+|read\s+|get\s+)?)?"
    r"(?:please\s+)?(?:(?:write|tell|make(?: up)?|give|create|generate|compose|invent|read|help me write"
    r"|come up with)\b\s*"
    r"(?:(?:me|us|him|her|them|my \w+|our \w+|the \w+)\s+)??)?"
)
_WRAPPED = re.compile(
    rf"{_ASK}(?P<before>(?:(?:an?|the|one|some|another|your|my)\s+)?(?:[\w'-]+,?\s+){{0,7}}?){_STORY}\b(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_ABOUT = re.compile(
    r"\b(?:about|of|on the topic of|on|where|in which|featuring|starring|involving|set|with|that (?:teaches"
    r"|explains|shows|helps)"
    r"(?: (?:my|our|the|a))?(?: [\w-]+){0,3}?(?= (?:about|how|that|why|to|stop|learn|understand"
    r"|share)\b)(?: about| how| that| to)?"
    r"|to (?:teach|explain|show|help)(?: (?:my|the|our|a))?(?: [\w-]+){0,2}?(?= (?:about|how|that|why"
    r"|to)\b)(?: about| how| that| to)?"
    r"|whose hero is)\s+",
    re.IGNORECASE,
)
_FOR = re.compile(
    r"^\W*(?:for|to(?!\s+(?:teach|explain|show|help|read)\b))\s+(?:(?P<own>my|our)\s+|(?:an?"
    r"|the)\s+)?(?P<who>[^,.;:]*?)"
    r"(?=\s*(?:[,.;:]|$|\babout\b|\bwhere\b|\bin which\b|\bfeaturing\b|\bwith\b|\bthat\b))",
    re.IGNORECASE,
)
_AGE = re.compile(r"(\d+)\s*[- ]?\s*(?:year|yr)s?[- ]?\s*old|aged?\s+(\d+)", re.IGNORECASE)
_LIKES = re.compile(
    r"\bwho\s+(?:really\s+)?(?:loves?|likes?|adores?|is (?:crazy|mad) about|wants?)\s+(.*)$", re.IGNORECASE
)
_SHORT = re.compile(
    r"^\W*(?:what if|imagine(?: that| if)?|suppose(?: that)?|once upon a time,?(?: there (?:was|were|lived))?"
    r"|once(?! upon),?"
    r"|what (?:would|might) happen if|(?:the )?(?:title|prompt|topic|idea|theme)\s*:|there (?:was|is|lived"
    r"|were|are)(?: once)?|(?:it(?:'s| is) )?about(?= ))\s+",
    re.IGNORECASE,
)
_LESSON = re.compile(
    r"^\W*(?:please\s+)?(?:teach|show|help|explain(?: to)?|remind|encourage|tell)\s+"
    r"(?:(?:my|our|the|a|some|these|young|little|small|first|second|third|\w+th)\s+)*(?:[\w-]+\s+)??"
    r"(?P<who>kids?|child(?:ren)?|class|students?|pupils?|kindergart\w+|graders?|toddlers?|preschoolers?|son"
    r"|daughter|boys?|girls?)\s+"
    r"(?:(?:how\s+)?to|about|that|why|the (?:value|importance) of|understand(?: the)?|learn(?: about"
    r"| to)?)\s+(?P<rest>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_EXPLAIN = re.compile(
    r"^\W*(?:please\s+)?(?:explain|introduce|describe|teach)\s+(?P<rest>.+?)\s+to\s+(?:(?:my|our|the|a|some"
    r"|young|little)\s+)*"
    r"(?:[\w-]+\s+)??(?:kids?|child(?:ren)?|class|students?|pupils?|graders?|toddlers?|preschoolers?|son"
    r"|daughter)\b\W*(?P<by>(?:with|through|using)\s.+)?$",
    re.IGNORECASE | re.DOTALL,
)
_LEARN = re.compile(
    r"^\W*(?:(?:learning|learn|explain(?:ing)?|lesson|teach(?:ing)?)\s+(?:to|about|how to)|the (?:value"
    r"|importance) of|why we (?:should|must))\s+(?P<rest>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_SUFFIX = re.compile(
    r"[\s,]+(?:(?:suitable|written|aimed|meant|good)\s+)?(?:for|at)\s+(?:(?:my|our|the|a|some|young|little)\s+)*"
    r"(?:ages?\b.*|(?:(?:first|second|third|fourth|fifth|sixth|\d+\w*)[- ])?(?:grad\w+|kids|children|toddlers"
    r"|preschoolers|kindergart\w+"
    r"|class|students|pupils|beginners|(?:\d+[- ])?years?[- ]olds?))\W*$",
    re.IGNORECASE,
)
"""For whom it is, at the end: ", for ages 6 to 8", "for second graders"."""
_WITH = re.compile(r"\s+(?:with|through|using|by|via)\s+((?:a|an|the)\s.+)$", re.IGNORECASE)
_WE = re.compile(
    r"^(?:why|how|that|when|what)\s+(?:it is (?:good|important|right|ok|okay) to\s+|(?:we|you|they|people"
    r"|everyone)\s+)?"
    r"(?:(?:all|should|must|can|need to|have to|ought to|always)\s+)*",
    re.IGNORECASE,
)
_TONES = {
    "calm": "calm soothing gentle quiet sleepy bedtime goodnight relaxing",
    "funny": "funny silly hilarious humorous",
}


@dataclass(frozen=True)
class Request:
    """What a prompt asks for, apart from what it says of the story's form."""

    text: str
    """The story's matter; empty where the prompt only says for whom it is."""
    child: str = ""
    """For whom it is, as it was written: "daughter Emma"; only where nobody else can be its hero."""
    likes: str = ""
    """What that child likes."""
    lesson: bool = False
    """The matter is something to learn, not somebody who does something."""
    clause: str = ""
    """What is said of that child: "is scared of thunder"."""
    tone: str = ""
    """calm, funny or nothing."""
    age: int = 0
    """The child's age in years; 0 where it is not said."""


def unwrap(prompt: str) -> Request:
    """Take off what asks for a story and says what sort and for whom."""
    text = _SUFFIX.sub("", " ".join(prompt.split()))
    words = set(re.findall(r"[a-z]+", text.lower()))
    tone = next((tone for tone, hints in _TONES.items() if words & set(hints.split())), "")
    age = next((int(one or two) for one, two in _AGE.findall(text)), 0)
    if match := _WRAPPED.match(text):
        before, rest = match["before"], match["rest"].strip()
        # "A story of two friends" is wrapped; "The story keeper finds a book" is not.
        if _asks(before, rest):
            return _inside(rest, tone, age if age < 13 else 0)
    lesson = _LESSON.match(text) or _EXPLAIN.match(text) or _LEARN.match(text)
    if lesson:
        return _learnt(lesson["rest"] + (f" {lesson['by']}" if lesson.groupdict().get("by") else ""), tone, age)
    while match := _SHORT.match(text):
        text = text[match.end() :]
    return Request(text, tone=tone, age=age)


def _learnt(matter: str, tone: str, age: int) -> Request:
    """Something to learn, and who learns it where that is said: "with a raindrop called Drip"."""
    matter = _WE.sub("", matter.rstrip(".!? "))
    by = _WITH.search(f" {matter}")
    if by and re.search(r"\b(?:named|called)\b", by[1]):
        return Request(matter[: by.start()].strip(), by[1], lesson=True, tone=tone, age=age)
    return Request(matter, lesson=True, tone=tone, age=age)


def _asks(before: str, rest: str) -> bool:
    if not rest:
        return bool(before)
    return bool(_ABOUT.match(rest) or _FOR.match(rest) or rest[0] in ".,:;!?")


def _inside(rest: str, tone: str, age: int) -> Request:
    child = likes = ""
    if audience := _FOR.match(rest):
        who = audience["who"].strip()
        if match := _LIKES.search(rest[: audience.end()]) or _LIKES.search(rest):
            likes = match[1].strip(" .!")
            who = who[: who.lower().find(" who ")] if " who " in who.lower() else who
        child = _AGE.sub("", who).strip(" -,")
        rest = re.sub(r"^\W*(?:aged?\s+\d+|\d+\s+years?\s+old)\b", "", rest[audience.end() :])
        if said := re.match(r"^\W*who\s+(.*)$", rest):
            if match := _LIKES.search(rest):
                return Request("", child, match[1].strip(" .!"), tone=tone, age=age)
            return Request("", child, clause=said[1].strip(" .!"), tone=tone, age=age)
    about = _ABOUT.search(rest)
    if about is None or about.start() > 12:
        matter = re.sub(r"^[\s.,:;!?]+", "", rest) if not child else ""
        return Request(matter, child, likes, tone=tone, age=age)
    matter = rest[about.end() :].strip(" .!")
    lesson = bool(
        re.match(
            r"\W*(?:that (?:teaches|explains|shows|helps)|to (?:teach|explain|show|help))", about[0], re.IGNORECASE
        )
    )
    while match := _SHORT.match(matter):
        matter = matter[match.end() :]
    if lesson:
        return _learnt(matter, tone, age)
    return Request(matter, "", likes if not matter else "", lesson=lesson, tone=tone, age=age)
