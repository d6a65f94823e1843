"""Read titles that are no sentences: "Riding a bike", "How the leopard got his spots", "Why the sea is salty"."""

import re

from services.shared.tale.reading.english.grammar_words import (
    ARTICLES,
    BE,
    GRAMMAR,
    LINKS,
    NUMBERS,
    OWN,
    PRONOUNS,
)
from services.shared.tale.reading.english.reader import Reader
from services.shared.tale.reading.frames import spans
from services.shared.tale.words import lexicon

_QUESTION_WORD = re.compile(r"why|how|where|what|who", re.IGNORECASE)
_HOW_COME = re.compile(r"^how\s+come\s+(?=\S+\s+\S)", re.IGNORECASE)
_AUXILIARY = re.compile(r"(?:is|are|do|does|did|can|could|was|were)\b", re.IGNORECASE)
_ASKED_OF = re.compile(
    r"(?:(?:is|are|do|does|did|can|could|was|were|will|would|should|has|have)(?:n['’]t)?|can['’]t|won['’]t|cannot)\s",
    re.IGNORECASE,
)
"""What stands behind a question word in a question, though it lacks its mark."""
_ASKS = re.compile(
    r"^(?P<who>.+?)\s+(?:(?:really|just|often|always|never|still|keeps?|kept|once|suddenly)\s+)*"
    r"(?:wonder(?:s|ed|ing)?|asks?|asked|asking|wants? to know|wanted to know|wants? to find out|is curious"
    r"|am curious|tries to find out"
    r"|would like to know|would love to know|needs to know|has to find out)\s+"
    r"(?:(?:me|us|him|her|everyone|everybody|my \w+|his \w+|her \w+)\s+)?(?:about\s+)?"
    r"(?P<clause>(?:why|how(?! to\b)|where|what|who|whether|if)\b.+)$",
    re.IGNORECASE | re.DOTALL,
)
_COLON = re.compile(r"^(?P<left>[A-Z\d][^:.!?]{2,60}):\s+(?P<right>[^:]+)$", re.DOTALL)
_OWNER = re.compile(r"^(?P<who>[A-Z]\w+)['’]s\s+")
_TOLD_BY = re.compile(r"\?\s*(?:told|narrated|explained|answered)\s+by\s+(?P<who>.+)$", re.IGNORECASE)
_TODAY = re.compile(
    r"^(?:tomorrow|today|it)(?:\s+is|['’]s|\s+was)\s+(?P<who>(?:(?:my|our|the)\s+)?[\w-]+(?:\s+[\w-]+)?)['’]s\s+"
    r"(?P<feast>(?:[\w-]+\s+)?(?:birthday|party|wedding|anniversary|recital)\b.*)$",
    re.IGNORECASE | re.DOTALL,
)
_ADVENTURE = re.compile(
    r"^(?:the|an?)\s+(?P<what>(?:[\w-]+\s+){0,3}?)(?:adventures?|journey|voyage|quest|travels)\s+of\s+(?P<who>[A-Z].+|an?\s.+)$",
    re.IGNORECASE,
)
_JOURNEY = re.compile(
    r"^(?P<who>(?:(?:an?|the|my|our|two)\s+)?(?:[\w-]+\s+){0,3}?[\w-]+)['’]s?\s+(?:[\w-]+\s+){0,2}?(?:journey|adventure|trip"
    r"|travels|voyage|ride|walk)\s+(?P<where>(?:through|across|around|to|into|over|in|on|under|down|up)\s+.+)$",
    re.IGNORECASE,
)
"""“A mitten's journey through the city” is one that somebody makes."""
_HOW_TO = re.compile(r"^how\s+to\s+(?P<deed>.+)$", re.IGNORECASE | re.DOTALL)
_HOW = re.compile(r"^how\s+(?P<rest>.+)$", re.IGNORECASE | re.DOTALL)
_GOT = re.compile(r"^(?:got|gets|came by|received)\b(?! (?:to|up|out|lost|rid|back|away|home|married)\b)")
_WRONGS = {
    "bully": "A child is bullied", "tease": "A child is teased", "lie": "A child tells a lie",
    "cheat": "A child tells a lie", "fight": "A child makes peace", "hit": "A child says sorry",
    "bite": "A child says sorry",
}  # fmt: skip
"""What nobody is to do: the story is how it is put right."""
_FINITE = re.compile(r"(?<!who )(?<!that )(?<!which )\b(?:is|was|are|were)\b", re.IGNORECASE)
_STATE = re.compile(
    r"(?:lost|stuck|trapped|alone|home alone|stranded|locked|left behind|afraid|scared)\s+"
    r"(?:in|inside|on|at|of|under|with)\b",
    re.IGNORECASE,
)
_FIRST_TIME = re.compile(
    r"^(?:my|our|the|a)\s+(?:\w+\s+)?(?:time|try at|attempt at)\s+(?P<deed>\w+ing\b.+)$", re.IGNORECASE
)
_FOR = re.compile(
    r"^(?P<deed>\w+ing\b.+?)\s+(?:is|was)\s+(?:(?:not|so|too|very|really|always)\s+)*(?P<how>[a-z]+)\s+for\s+"
    r"(?P<who>.+)$",
    re.IGNORECASE,
)


def question(text: str) -> tuple[str, str]:
    """A question that is no sentence, and who asks it: ("Why the sea is salty?", ""); both empty for anything else."""
    plain = text.strip().rstrip(".!")
    if _HOW_COME.match(plain):
        return f"{_HOW_COME.sub('why ', plain).rstrip('?')}?", ""
    if told := _TOLD_BY.search(plain):
        return f"{plain[: told.start()]}?", told["who"]
    if match := _ASKS.match(plain):
        found = spans.subject(match["who"])
        if found and found.alive and found.rest.lower().strip(",. ") in ("", "who", "that", "is"):
            return f"{match['clause'].rstrip('?')}?", found.text.strip(" ,")
    if text.endswith("?") or _HOW_TO.match(plain):
        return "", ""
    word, _, rest = plain.partition(" ")
    if not rest:
        return "", ""
    found = spans.subject(rest)
    if word.lower() == "when":
        asked = bool(_ASKED_OF.match(rest))
    elif _QUESTION_WORD.fullmatch(word):
        asked = bool(_ASKED_OF.match(rest)) or word.lower() == "who" or (found is not None and found.acts)
    else:
        # "can penguins fly", typed without its mark
        asked = bool(_AUXILIARY.fullmatch(word)) and found is not None and bool(found.rest)
    return (f"{plain}?", "") if asked else ("", "")


def statement(text: str) -> str:
    """The same as what somebody does; empty for a text that is no such title."""
    # The mark belongs to "can you write about …?", not to what it is about.
    plain = text.strip().rstrip(".!?")
    if match := _TODAY.match(plain):
        own = spans.own_of(match["who"])
        return f"{match['who'][:1].upper()}{match['who'][1:]} celebrates {own} {match['feast']}"
    if adventure := _adventure(plain):
        return adventure
    if match := _COLON.match(plain):
        return _with_heading(match["left"], match["right"])
    if match := _HOW_TO.match(plain):
        return f"You learn to {match['deed']}"
    if match := _HOW.match(plain):
        return _how(match["rest"])
    return _gerund(plain)


def _adventure(plain: str) -> str:
    """Whose adventure it is goes on one: "The big adventure of Max", "A mitten's journey through the city"."""
    if (match := _JOURNEY.match(plain)) and not spans.PRONOUN.match(match["who"]):
        return f"{match['who']} travels {match['where']}"
    match = _ADVENTURE.match(plain)
    what = match["what"].strip().lower() if match else ""
    article = "an" if what[:1] in "aeio" or not what else "a"
    return f"{match['who']} goes on {article} {what} adventure" if match else ""


def _with_heading(left: str, right: str) -> str:
    """A feast and what happens at it, "Diwali at Gran's: the lights go out"; else what stands behind a title."""
    said, feast = spans.subject(right), spans.phrase(left)[0]
    if said is None or not said.acts:
        return ""
    if not feast or spans.kind(feast) != "event":
        return right
    owner = _OWNER.match(right)
    if owner and spans.kind(said.being) not in lexicon.ALIVE:
        return f"{owner['who']} celebrates {left}, but {spans.own_of(owner['who'])} {right[owner.end() :]}"
    if said.alive and said.being.phrase.noun != "child":
        return f"{right.rstrip('.!')} at {left}"
    return f"You celebrate {left}, but {right}"


def _how(rest: str) -> str:
    """“The leopard got his spots”: of one who is named a story, and of all of a kind a question."""
    found = spans.subject(rest)
    if found is None or not found.alive or not found.acts or found.being.several or found.being.phrase.noun == "child":
        return f"{found.text} {found.rest}" if found and found.text.lower() in ("i", "we") else ""
    one = found.being.name or found.being.phrase.determiner in ("a", "the", "their") or spans.kind(found.being) == "kin"
    told = f"{found.text} {_GOT.sub('found', found.rest, count=1)}"
    reader = Reader(told)
    reader.cast()
    deed = reader.verb_phrase(own=True)
    return told if one and deed is not None and deed.verb not in BE else ""


def _gerund(text: str) -> str:
    """“Riding a bike” is what a child does, “flying carpet” and “dancing bears find a cave” are not."""
    if match := _FIRST_TIME.match(text):
        text = match["deed"]
    if match := _FOR.match(text):
        inner = _gerund(match["deed"])
        return f"{match['who']} wants to {inner.removeprefix('You ')}" if inner else ""
    if _STATE.match(text) and not _FINITE.search(text):
        return f"A child is {text[:1].lower()}{text[1:]}"
    first, _, rest = text.partition(" ")
    if re.match(r"being (?:an?|the)\s", text, re.IGNORECASE) and not _FINITE.search(text):
        return f"You are {rest}"
    base = spans.base(first) if first.lower().endswith("ing") and first.lower() != "being" else ""
    if base in ("", first.lower()) or _FINITE.search(text):
        return ""
    if not rest and base in _WRONGS:
        return _WRONGS[base]
    return _together(base, rest) if _done(first.lower(), base, rest) else ""


def _together(base: str, rest: str) -> str:
    """What a child does, with whoever is there: who goes along is no part of the deed."""
    found, _ = spans.phrase(rest)
    if base == "get" and found is not None and spans.kind(found) in lexicon.ALIVE:
        verb = "adopt" if spans.kind(found) == "animal" else "befriend"
        return f"You {verb} {rest}"
    deed = f"You {base} {rest}".strip()
    reader = Reader(deed)
    reader.cast()
    done = reader.verb_phrase(own=True)
    beside = next((item.phrase for item in done.complements if item.preposition == "with"), None) if done else None
    match = re.search(r"\s+with\s+(?P<who>(?:(?:my|our|your|his|her|their|an?|the)\s+)?[\w'’-]+(?:\s+[A-Z]\w+)?)", deed)
    if beside is None or match is None or not (beside.name or Reader("").kind(beside) in lexicon.ALIVE):
        return deed
    before, behind = deed[: match.start()].removeprefix("You "), deed[match.end() :]
    return f"You and {match['who']} {before}{behind}"


def _done(first: str, base: str, rest: str) -> bool:
    """Whether what follows belongs to a verb: "baking cookies", but not "talking animals"."""
    following = re.match(r"[\w'’-]+", rest)
    word = following[0].lower() if following else ""
    noun, _ = lexicon.noun_forms().get(first, (None, False))
    if word in ARTICLES or word in OWN or word in NUMBERS:
        return True
    # "Wedding at the beach" and "painting of a ship" are held and made.
    thing = noun is not None and (noun.kind not in ("sport", "idea") or not word or word == "of")
    compound, _ = lexicon.noun_forms().get(f"{first} {word}", (None, False))
    if thing or (compound and (compound.kind != "idea" or rest.lower() == word)):
        return False
    if word in lexicon.prepositions():
        return True
    if first in lexicon.adjectives():
        return False
    if not word or word in PRONOUNS or word in GRAMMAR - LINKS:
        return True
    return _has_object(base, rest)


def _has_object(base: str, rest: str) -> bool:
    """Whether what follows is what it is done to: the bears of "dancing bears" are not."""
    reader = Reader(f"You {base} {rest}")
    reader.cast()
    deed = reader.verb_phrase(own=True)
    if deed is None or " " in deed.verb:
        return deed is not None
    thing = lexicon.nouns().get(deed.thing.noun) if deed.thing else None
    one = thing is not None and thing.alive and thing.kind != "kin" and deed.thing is not None and not deed.thing.plural
    return deed.thing is not None and not one and reader.verb() is None
