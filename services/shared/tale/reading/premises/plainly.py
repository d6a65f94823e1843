"""Read a prompt in its plainest form: straight apostrophes, nothing before what it supposes, "not" in full."""

import re
from dataclasses import dataclass

NOT = r"(?:do|does|did|will|would|can|could) (?:not|never)"
_CONTRACTED = (("won't", "will not"), ("can't", "can not"), ("cannot", "can not"))
_TAIL = re.compile(
    r" ?(?:[,.;!?]|\b(?:and then|but|so that|so|until|because|when|while|unless|and (?:a|the|his|her))\b)"
)
"""Where what is supposed ends, and more is told."""


def one_of(*forms: str) -> str:
    """A pattern of any of these."""
    return f"(?:{'|'.join(forms)})"


@dataclass(frozen=True)
class Sentence:
    """A prompt without what only leads in: "What if", "The night that"."""

    text: str
    led: bool = False
    """Whether something led in, so that it holds for everybody."""
    time: str = "day"
    """The part of the day that it names."""


_LED = one_of(
    "what if",
    "what happens (?:if|when)",
    "what (?:would|might|will|could) happen if",
    "imagine(?: that| if)?",
    "suppose(?: that)?",
    "pretend(?: that)?",
    "if",
)
_TIMES = one_of("day", "night", "morning", "evening", "week", "year", "summer", "winter", "christmas")
_ALL = one_of(
    "the", "all", r"every\w+", "nobody", "no", "my", "our", "it", "an?", "gravity", "colou?rs", r"(?-i:[A-Z])\w*"
)
"""How what is told of a day begins, where no "that" stands before it."""
_START = re.compile(
    rf"^\W*(?:{_LED}|(?:an?|the|one) (?:[a-z]+ )?(?P<time>{_TIMES})(?:,| that| when| where|(?= {_ALL}\b)))"
    r" (?=\S+ \S)",
    re.IGNORECASE,
)


def sentence(text: str) -> Sentence:
    """The prompt in its plainest form: straight apostrophes, single spaces, "not" in full, nothing before it."""
    said = " ".join(text.replace("’", "'").split()).rstrip(".!? ")
    for short, full in _CONTRACTED:
        said = re.sub(rf"\b{short}\b", full, said, flags=re.IGNORECASE)
    said = re.sub(r"n't\b", " not", said)
    lead = _START.match(said)
    if lead is None:
        return Sentence(said)
    time = (lead["time"] or "day").lower()
    return Sentence(said[lead.end() :], led=True, time=time if time in ("night", "morning", "evening") else "day")


def divided(text: str) -> tuple[str, str]:
    """What a clause says, and what is told after it."""
    cut = _TAIL.search(text)
    return (text[: cut.start()].strip(), text[cut.end() :].strip()) if cut else (text.strip(" .!?"), "")
