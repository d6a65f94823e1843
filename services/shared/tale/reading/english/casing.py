"""Divide a text into words, with capitals for names only, also for those that are written without."""

import re

from services.shared.tale.reading.english.grammar_words import ARTICLES, BE, GRAMMAR, NUMBERS, OWN, RELATIVE
from services.shared.tale.reading.english.titles import CALLED, TITLES
from services.shared.tale.words import lexicon, wordforms

ENDS = frozenset(".!?:…")
"""Marks after which a sentence begins."""
_TITLE = "|".join(sorted(" ".join(TITLES.values()).split(), key=len, reverse=True))
TOKEN = re.compile(
    rf"(?:{_TITLE})\b\.?(?: (?:{_TITLE})\b\.?)? [^\W\d_a-zß-öø-ÿ][^\W_]*(?:['’-][^\W_]+)*"
    r"|[^\W_]+(?:['’-][^\W_]+)*|[.,;:!?…]"
)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W_]+)*")
_TOMBS = frozenset("museum tomb pyramid egypt pharaoh sarcophagus".split())
"""Where a mummy is nobody's mother."""
_BEFORE_SURNAMES = frozenset("mr mrs ms miss dr".split())
_TITLED = frozenset(" ".join(TITLES.values()).lower().split())
MAX_HERO = 5
"""Words of the longest name of somebody of a known tale, with its article."""


def _shouted(text: str) -> bool:
    words = _WORD.findall(text)
    return len(words) > 1 and all(word.isupper() for word in words if len(word) > 1)


def titled(text: str) -> bool:
    """Whether every word is written as in a title, so that capitals say nothing about names."""
    long = [word for word in _WORD.findall(text) if len(word) > 3]
    return len(long) > 2 and all(word[0].isupper() for word in long)


def known(word: str) -> bool:
    """Whether a word in lower case is one of the lexicon or of grammar."""
    return (
        word in GRAMMAR
        or word in lexicon.prepositions()
        or word in lexicon.noun_forms()
        or word in lexicon.adjectives()
        or word in lexicon.verb_forms()
    )


def _cased(text: str) -> str:
    """The text with capitals that mean something: those of a shout or of a title say nothing about names."""
    shouted = _shouted(text)
    if not (shouted or titled(text)):
        return text

    def plain(match: re.Match[str]) -> str:
        word = match[0].lower()
        common = known(word)
        given = lexicon.names().get(word)
        if given and not (given.word and common) and not (shouted and common):
            return word.capitalize()
        return word if shouted or common or wordforms.known(word) else match[0]

    return _WORD.sub(plain, text)


def _with_prepositions(tokens: list[str]) -> list[str]:
    """The words with prepositions of several as one: "in front of"."""
    found: list[str] = []
    at = 0
    while at < len(tokens):
        length = next(
            (length for length in (3, 2) if " ".join(tokens[at : at + length]).lower() in lexicon.prepositions()), 1
        )
        found.append(" ".join(tokens[at : at + length]))
        at += length
    return found


def _with_heroes(tokens: list[str]) -> list[str]:
    """The words with the name of somebody of a known tale as one: "Puss in Boots", "the Gingerbread Man"."""
    found: list[str] = []
    at = 0
    while at < len(tokens):
        length, name = _hero(tokens, at)
        found.append(name or tokens[at])
        at += length
    return found


def _hero(tokens: list[str], at: int) -> tuple[int, str]:
    """How many words here are the name of somebody of a known tale, and the name; 1 and nothing for any other word."""
    article = tokens[at].lower() == "the"
    for length in range(MAX_HERO, 1, -1):
        words = tokens[at + article : at + length]
        said = " ".join(words).lower().replace("’", "'")
        hero = lexicon.heroes().get(said.removesuffix("'s")) if len(words) == length - article else None
        own = hero is not None and hero.said["en"].startswith("the ")
        if (
            hero is None
            or not (article or " " in said)
            or article != own
            or not (article or _alone(tokens, at, length))
        ):
            continue
        return length, hero.said["en"] + ("'s" if said.endswith("'s") else "")
    return 1, ""


def _alone(tokens: list[str], at: int, length: int) -> bool:
    """Whether words in lower case are a name, and no part of a longer phrase: no "snow white rabbit"."""
    if all(word[0].isupper() for word in (tokens[at], tokens[at + length - 1])):
        return True
    before = tokens[at - 1].lower() if at else ""
    after = tokens[at + length].lower() if at + length < len(tokens) else ""
    goes_on = after in lexicon.noun_forms() and after not in lexicon.verb_forms()
    return not goes_on and before not in ARTICLES and before not in OWN


def _with_names(tokens: list[str]) -> list[str]:
    """The words with capitals for names, also for those written without: "mom", "grandpa joe", "my dog max"."""
    lower = [token.lower().replace("’", "'") for token in tokens]
    inside = [word for index, word in enumerate(tokens) if index and word != "I" and tokens[index - 1] not in ENDS]
    plain = not any(word[0].isupper() for word in inside)
    said: list[str] = []
    for index, token in enumerate(tokens):
        if lower[index].removesuffix("'s") in CALLED:
            said.append(token.capitalize() if _called_by(lower, index) else token.lower())
        elif plain and _given(lower, index):
            said.append(token.capitalize())
            own = index > 1 and (lower[index - 2] in OWN or lower[index - 2] in ARTICLES)
            if index and lower[index - 1] in _TITLED and said[-2].isalpha() and not own:
                said[-2:] = [f"{said[-2].capitalize()} {said[-1]}"]
        else:
            said.append(token)
    return said


def _called_by(lower: list[str], index: int) -> bool:
    """Whether a word for kin is what somebody is called by: "Mommy", not "her mommy", "a mother hen"."""
    before = lower[index - 1] if index else ""
    after = lower[index + 1] if index + 1 < len(lower) else ""
    if before in ("and", "or") and index > 1 and lower[index - 2] in CALLED:
        # "his mother and father"
        return _called_by(lower, index - 2)
    if lower[index] == "mummy" and _TOMBS & set(lower):
        return False
    determined = before in ARTICLES or before in OWN or before in NUMBERS or before in lexicon.adjectives()
    if determined or before.endswith("'s") or before in ("every", "each", "another", "one", "no", "some"):
        return False
    if f"{lower[index]} {after}" in lexicon.noun_forms():
        return False
    return lower[index].endswith("'s") or after not in lexicon.noun_forms() or after in lexicon.verb_forms()


def _given(lower: list[str], index: int) -> bool:
    """Whether a word of a text without capitals is somebody's name."""
    word = lower[index].removesuffix("'s")
    before, after = (lower[at] if 0 <= at < len(lower) else "" for at in (index - 1, index + 1))
    given, noun = lexicon.names().get(word), lexicon.noun_forms().get(word)
    if word in GRAMMAR or word in lexicon.prepositions() or not word[:1].isalpha():
        return False
    somebody, plural = lexicon.noun_forms().get(before, (None, False))
    if before == "named" or (before == "called" and index > 1 and lower[index - 2] in lexicon.noun_forms()):
        found = True
    elif given is None:
        found = before in _BEFORE_SURNAMES and noun is not None and noun[0].alive
    elif somebody is None or not somebody.alive or plural or before == "baby":
        found = not given.word and not known(word)
    elif noun is None and word not in lexicon.verb_forms():
        found = True
    else:
        # "my daughter lily wants", not "the cat food", "her mother rose early".
        own = somebody.kind not in ("animal", "creature") or (index > 1 and lower[index - 2] in OWN)
        acts = after in lexicon.verb_forms() or after in RELATIVE | BE or after in ("", "and", ",", ".", "?", "!")
        found = acts and own and not (noun and noun[0].alive)
    return found


def divided(text: str) -> list[str]:
    """The words and marks of a text; the name of somebody, and a preposition of several words, are one."""
    return _with_prepositions(_with_names(_with_heroes(TOKEN.findall(_cased(text)))))
