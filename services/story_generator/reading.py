"""Read the prompt: who does what with whom, by the shape of an English sentence and without a tagger."""

import re
from dataclasses import dataclass

WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
DETERMINERS = frozenset("a an the my our his her their its this that these those some every each another".split())
NUMBERS = frozenset("two three four five six seven eight nine ten many several few".split())
LINKS = frozenset(
    "to in on at of for with from by into over under about after before during through across against between"
    " without behind beyond near inside around and or but as when where while because until who which that".split()
)
PLAIN_WORDS = (
    DETERMINERS
    | LINKS
    | frozenset("is are was were be been being has have had do does did can could will would must i you he she".split())
)
FEMALE = frozenset("girl woman queen princess mother grandmother sister aunt witch daughter lady nun heroine".split())
MALE = frozenset("boy man king prince father grandfather brother uncle wizard son monk knight".split())


@dataclass(frozen=True)
class Reading:
    """What the prompt says. Empty strings stand for what it does not say."""

    premise: str
    """The prompt as one sentence without its final punctuation."""
    name: str
    """The hero's name, when the prompt begins with one."""
    role: str
    """What the hero is, without article: "lighthouse keeper"."""
    several: bool
    """The prompt speaks of more than one of that role."""
    thing: str
    """What the story turns around, with article: "the storm"."""
    gender: str
    """"female", "male" or ""."""
    words: frozenset[str]
    """The content words in lower case."""


def read(text: str) -> Reading:
    """Read one prompt; any text gives a reading, if a poor one."""
    premise = text.strip().rstrip(".!?…").strip()
    tokens = WORD.findall(premise)
    lower = [token.lower() for token in tokens]
    verb = _verb(lower)
    start = 1 if lower and lower[0] in DETERMINERS | NUMBERS else 0
    subject = tokens[start:verb]
    name, thing = "", _thing(lower, verb)
    plural = lower[:1] and (lower[0] in NUMBERS or (start == 0 and lower[0].endswith("s")))
    if start == 0 and not plural:
        # "Maria finds a map" has a hero; "Love" has a theme and no hero.
        if verb == 1 and len(tokens) > 1 and tokens[0][0].isupper():
            name = tokens[0]
        elif subject:
            thing = thing or f"the question of {subject[-1].lower()}"
        subject = []
    return Reading(
        premise=premise[:1].upper() + premise[1:],
        name=name,
        role=" ".join(subject).lower() if len(subject) <= 4 else "",
        several=bool(plural),
        thing=thing,
        gender=_gender(lower[:verb]),
        words=frozenset(word for word in lower if word not in PLAIN_WORDS),
    )


def _verb(lower: list[str]) -> int:
    """Index of the verb: before the second noun phrase or link; the number of words when none is seen."""
    first = 1 if lower and lower[0] in DETERMINERS | NUMBERS else 0
    if first == 0 and len(lower) > 1 and lower[0].endswith("s"):
        return 1
    for index in range(first + 1, len(lower)):
        word = lower[index]
        if word in ("who", "which", "that"):
            return index
        if word in DETERMINERS | NUMBERS | LINKS:
            return index - 1 if index - 1 > first else index
    if len(lower) == first + 2 and lower[-1].endswith("s"):
        return first + 1
    return len(lower)


def _thing(lower: list[str], verb: int) -> str:
    """The last noun phrase after the verb."""
    rest = lower[verb + 1 :]
    starts = [index for index, word in enumerate(rest) if word in DETERMINERS]
    if starts:
        phrase: list[str] = []
        for word in rest[starts[-1] + 1 :]:
            if word in PLAIN_WORDS:
                break
            phrase.append(word)
        if phrase and len(phrase) <= 4:
            return "the " + " ".join(phrase)
    content = [word for word in rest if word not in PLAIN_WORDS]
    return f"the secret of {content[-1]}" if content else ""


def _gender(words: list[str]) -> str:
    if FEMALE & set(words):
        return "female"
    return "male" if MALE & set(words) else ""
