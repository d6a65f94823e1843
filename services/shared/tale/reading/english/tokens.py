"""Split a prompt into words, and look up in the lexicon what the next word can be."""

import re

from services.shared.tale.reading.english.titles import CALLED, TITLES
from services.shared.tale.words import lexicon, wordforms

_TITLE = "|".join(sorted(" ".join(TITLES.values()).split(), key=len, reverse=True))
_TOKEN = re.compile(
    rf"(?:{_TITLE})\b\.?(?: (?:{_TITLE})\b\.?)? [^\W\d_a-zß-öø-ÿ][^\W_]*(?:['’-][^\W_]+)*"
    r"|[^\W_]+(?:['’-][^\W_]+)*|[.,;:!?…]"
)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W_]+)*")
_TOMBS = frozenset("museum tomb pyramid egypt pharaoh sarcophagus".split())
"""Where a mummy is nobody's mother."""
_BEFORE_SURNAMES = frozenset("mr mrs ms miss dr".split())
_TITLED = frozenset(" ".join(TITLES.values()).lower().split())
ARTICLES = {"a": "a", "an": "a", "the": "the", "this": "the", "that": "the", "these": "the", "those": "the"}
OWN = frozenset("his her their its my our your".split())
NUMBERS = frozenset("two three four five six seven eight nine ten dozen hundred thousand million many several".split())
BE = frozenset("is are was were be been being am".split())
MODAL = frozenset("can cannot can't could couldn't will would must should may might shall able unable to".split())
NEVER = frozenset("not never doesn't don't didn't won't isn't wasn't".split())
INTENSIFIERS = frozenset("very really so quite too rather extremely terribly incredibly super".split())
"""What makes an adjective stronger, and is not told."""
DWELLS = frozenset("live lives lived sit sits sat stand stands stood".split())
"""Verbs that say where somebody is."""
BETWEEN = INTENSIFIERS | frozenset("always often still also just".split())
"""What may stand between a verb's words: "is always late"."""
RELATIVE = frozenset("who whom that which whose".split())
LINKS = frozenset("and but or so because when while until if as where than then though although".split())
PRONOUNS = frozenset(
    "he she it they him them i you we us me himself herself itself themselves everyone everybody someone somebody"
    " something anything nothing nobody".split()
)
ADVERBS = frozenset(
    "always yet rather finally suddenly slowly quickly secretly just soon also once again still every day night alone"
    " together very too more most only both how why what accidentally now today instead even".split()
)
GRAMMAR = (
    frozenset(ARTICLES) | OWN | NUMBERS | BE | MODAL | NEVER | RELATIVE | LINKS | PRONOUNS | ADVERBS
    | frozenset("no does do did there out off away back".split())
)  # fmt: skip
"""Words that are no names of things."""
NO_NOUN = GRAMMAR - {"day", "night"}
"""Not even where they look like one: "does" is no plural of "doe"."""
_CALLED_BY = frozenset("food plant thing tool clothing material light treasure toy container furniture".split())
"""Kinds of things that somebody may be called by: Pip, Button, Pumpkin."""
_ENDS = frozenset(".!?:…")
MAX_HERO = 5
"""Words of the longest name of somebody of a known tale, with its article."""
_SHORT = {"i'm": "I am", "you're": "you are", "we're": "we are", "they're": "they are", "i've": "I have"}
_POINTED = re.compile(r"\b(mr|mrs|ms|dr)\. (?=[a-z])")
"""A title with a point before a name without a capital."""
_ONLY_IS = re.compile(r"\b(?:(?P<is>happens|turns out)|happened|turned out|happen|turn out) to be\b")
"""A roundabout way to say what somebody is."""
_PLURAL_OWNER = re.compile(r"(\w+s)['’](?=\s+\w)")
"""“Her grandparents' house”: an owner as any other one."""
_SHORTENED = re.compile(r"\b(?:i['’]m|you['’]re|we['’]re|they['’]re|i['’]ve)\b", re.IGNORECASE)


class Tokens:
    """The words of one text; `at` is the one that comes next."""

    def __init__(self, text: str) -> None:
        text = _SHORTENED.sub(lambda match: _SHORT[match[0].lower().replace("’", "'")], text)
        text = _PLURAL_OWNER.sub(r"\1's", _POINTED.sub(r"\1 ", text))
        text = _ONLY_IS.sub(lambda match: "is" if match["is"] else "was", text)
        self.titled = _titled(text)
        self.tokens: list[str] = _with_prepositions(_with_names(_with_heroes(_TOKEN.findall(_cased(text)))))
        self.lower = [token.lower().replace("’", "'") for token in self.tokens]
        self.at = 0

    def word(self, ahead: int = 0) -> str:
        """The word that comes next, in lower case; empty at the end of a clause."""
        index = self.at + ahead
        found = self.lower[index] if 0 <= index < len(self.lower) else ""
        return found if found[:1].isalnum() else ""

    def capital(self, ahead: int = 0) -> bool:
        """Whether the word is a proper name: capitalised, and not for standing first or for being a common word."""
        index = self.at + ahead
        word = self.word(ahead).removesuffix("'s")
        if not word or not (self.tokens[index][0].isupper() or word.startswith("the ")):
            return False
        if " " in word or word in CALLED:
            return True
        first = index == 0 or self.lower[index - 1] in _ENDS
        if (not first and self._after_somebody(index)) or self._called_the(ahead):
            return True
        if given := lexicon.names().get(word):
            # "Rose plants a tree", not "Will the wolf be good?"
            following = self.lower[index + 1 : index + 2]
            return (
                not given.word
                or not first
                or following in (["the"], ["and"], [","])
                or self.verb(ahead + 1) is not None
                or (word not in MODAL and self.surname(ahead + 1))
            )
        if word in GRAMMAR or word in lexicon.noun_forms() or word in lexicon.adjectives():
            return not first and self._only_named(index)
        common = word in lexicon.prepositions() or wordforms.known(word) or word in lexicon.verb_forms()
        return not first or not common

    def _called_the(self, ahead: int) -> bool:
        """Whether a word before "the" and a noun is a name: "Leafy the leaf", not "While the cat sleeps"."""
        word = self.word(ahead)
        acts = word in GRAMMAR or word in lexicon.prepositions() or word in lexicon.verb_forms()
        acts = acts or word in lexicon.noun_forms() or "VERB" in wordforms.lemmas(word)
        return not acts and self.word(ahead + 1) == "the" and self.noun(ahead + 2) is not None

    def surname(self, ahead: int = 0) -> bool:
        """Whether the word can go on with a name that stands before it: "Florence Nightingale", "Rosa Parks sits"."""
        word, noun = self.word(ahead), self.noun(ahead)
        if self.titled or not word or not self.tokens[self.at + ahead][0].isupper() or word in GRAMMAR:
            return False
        return noun is None or noun[0].kind not in ("time", "event")

    def _only_named(self, index: int) -> bool:
        """Whether a noun for a thing stands without article and with a capital, so that somebody is called by it."""
        noun, plural = lexicon.noun_forms().get(self.lower[index], (None, False))
        if noun is None or plural or self.titled or self.word(index - self.at) in GRAMMAR:
            return False
        before, after = self.tokens[index - 1], self.tokens[index + 1 : index + 2]
        alone = not before[0].isupper() and not (after and after[0][0].isupper())
        bare = before.lower() not in ARTICLES and before.lower() not in OWN | NUMBERS | lexicon.adjectives().keys()
        return alone and bare and noun.kind in _CALLED_BY

    def _after_somebody(self, index: int) -> bool:
        """Whether a capitalised word follows the noun for whom it names: "my son River", "our cat Biscuit"."""
        before = lexicon.noun_forms().get(self.tokens[index - 1])
        here = lexicon.noun_forms().get(self.lower[index].removesuffix("'s"))
        dated = here is not None and here[0].kind in ("time", "event")
        return before is not None and before[0].alive and self.lower[index] not in GRAMMAR and not dated

    def noun(self, ahead: int = 0) -> tuple[lexicon.Noun, bool, int] | None:
        """The longest noun of the lexicon here: the noun, whether it is plural, and its number of words."""
        for length in (4, 3, 2, 1):
            words = [self.word(ahead + step) for step in range(length)]
            if length == 1 and words[0] in NO_NOUN:
                break
            if all(words) and (found := lexicon.noun_forms().get(" ".join(words))):
                return *found, length
        return None

    def verb(self, ahead: int = 0) -> tuple[lexicon.Verb, int] | None:
        """The verb so many words ahead, and its number of words; None where there is none."""
        fallback = None
        for verb, rest in lexicon.verb_forms().get(self.word(ahead), ()):
            if verb.kind == "alone" or (length := self._matches(ahead + 1, rest)) < 0:
                continue
            length += 1
            if rest[-1:] == ("to",) and verb.kind == "wish" and self._does(ahead + length):
                # "goes back to say sorry"
                continue
            if verb.kind == "wish" and verb.act and not rest:
                # "competes to make the best pie"
                fallback = (verb, length)
            if (
                verb.name == "refuse"
                or self.word(ahead + 1) == "too"
                or (verb.kind in ("to", "drop")) == self._verb_follows(ahead + length)
            ):
                return verb, length
        return fallback

    def _does(self, ahead: int) -> bool:
        """Whether a verb in its base form stands there, and nothing that is a noun too."""
        word = self.word(ahead)
        base = any(verb.name.split()[0] == word for verb, _ in lexicon.verb_forms().get(word, ()))
        return base and word not in lexicon.noun_forms() and word not in lexicon.adjectives()

    def _matches(self, ahead: int, rest: tuple[str, ...]) -> int:
        """How many words there say all of a verb's other words: "too scared" says "scared"; -1 where they do not."""
        skipped = 1 if rest and self.word(ahead) in BETWEEN and rest[0] not in BETWEEN else 0
        same = all(self.word(ahead + skipped + step) == word for step, word in enumerate(rest))
        return skipped + len(rest) if same else -1

    def _verb_follows(self, ahead: int) -> bool:
        how = 1 if self.word(ahead) == "how" else 0
        if self.word(ahead + how) == "to":
            following = self.word(ahead + how + 1)
            return bool(following) and following not in ARTICLES and following not in OWN
        gerund = self.word(ahead).endswith("ing") and self.word(ahead) not in lexicon.prepositions()
        return gerund and self.noun(ahead) is None


def known_share(text: str) -> float:
    """Share of the words that are English: 0 to 1; names count half, for every language takes them."""
    words = [token.lower() for token in _TOKEN.findall(text) if token[0].isalnum()]

    def share(word: str) -> float:
        bare = word.removesuffix("'s")
        if _known(bare):
            return 1.0
        if bare in lexicon.names() or " " in bare:
            return 0.5
        return 1.0 if wordforms.known(bare) else 0.0

    return sum(map(share, words)) / max(1, len(words))


def _shouted(text: str) -> bool:
    words = _WORD.findall(text)
    return len(words) > 1 and all(word.isupper() for word in words if len(word) > 1)


def _titled(text: str) -> bool:
    """Whether every word is written as in a title, so that capitals say nothing about names."""
    long = [word for word in _WORD.findall(text) if len(word) > 3]
    return len(long) > 2 and all(word[0].isupper() for word in long)


def _known(word: str) -> bool:
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
    if not (shouted or _titled(text)):
        return text

    def plain(match: re.Match[str]) -> str:
        word = match[0].lower()
        known = _known(word)
        given = lexicon.names().get(word)
        if given and not (given.word and known) and not (shouted and known):
            return word.capitalize()
        return word if shouted or known or wordforms.known(word) else match[0]

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
        if hero is None or " " not in said or article != own or not (article or _alone(tokens, at, length)):
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
    inside = [word for index, word in enumerate(tokens) if index and word != "I" and tokens[index - 1] not in _ENDS]
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
        found = not given.word and not _known(word)
    elif noun is None and word not in lexicon.verb_forms():
        found = True
    else:
        # "my daughter lily wants", not "the cat food", "her mother rose early".
        own = somebody.kind not in ("animal", "creature") or (index > 1 and lower[index - 2] in OWN)
        acts = after in lexicon.verb_forms() or after in RELATIVE | BE or after in ("", "and", ",", ".", "?", "!")
        found = acts and own and not (noun and noun[0].alive)
    return found
