"""Split a prompt into words, and look up in the lexicon what the next word can be."""

import re

from services.shared.tale import lexicon, wordforms

TITLES = {
    "m": "Mr Mister Sir Lord King Prince Uncle Grandpa Granddad Grandfather Father Brother Santa Duke Baron Emperor",
    "f": "Mrs Miss Ms Madam Lady Queen Princess Aunt Auntie Grandma Granny Grandmother Nana Mother Sister Duchess"
    " Empress",
    "n": "Dr Doctor St Saint Prof Professor Capt Captain Lt Lieutenant Gen General Sgt Sergeant Detective Officer Mayor"
    " President Chef Nurse Coach Inspector Judge Major Colonel Admiral Rabbi Pastor Sensei",
}
"""What stands before a name and belongs to it, by the gender that it tells."""
_TITLE = "|".join(sorted(" ".join(TITLES.values()).split(), key=len, reverse=True))
_TOKEN = re.compile(
    rf"(?:{_TITLE})\b\.?(?: (?:{_TITLE})\b\.?)? [^\W\d_a-zß-öø-ÿ][^\W_]*(?:['’-][^\W_]+)*"
    r"|[^\W_]+(?:['’-][^\W_]+)*|[.,;:!?…]"
)
ARTICLES = {"a": "a", "an": "a", "the": "the", "this": "the", "that": "the", "these": "the", "those": "the"}
OWN = frozenset("his her their its my our your".split())
NUMBERS = frozenset("two three four five six seven eight nine ten many several".split())
BE = frozenset("is are was were be been being am".split())
MODAL = frozenset("can cannot can't could couldn't will would must should may might shall able unable to".split())
NEVER = frozenset("not never doesn't don't didn't won't isn't wasn't".split())
RELATIVE = frozenset("who that which whose".split())
LINKS = frozenset("and but or so because when while until if as where than then though although".split())
PRONOUNS = frozenset(
    "he she it they him them i you we us me himself herself itself themselves everyone everybody someone somebody"
    " something anything nothing nobody".split()
)
ADVERBS = frozenset(
    "always finally suddenly slowly quickly secretly just soon also once again still every day night alone together"
    " very too more most only how why what accidentally".split()
)
GRAMMAR = (
    frozenset(ARTICLES) | OWN | NUMBERS | BE | MODAL | NEVER | RELATIVE | LINKS | PRONOUNS | ADVERBS
    | frozenset("no does do did there out off away back".split())
)  # fmt: skip
"""Words that are no names of things."""


class Tokens:
    """The words of one text; `at` is the one that comes next."""

    def __init__(self, text: str) -> None:
        self.tokens: list[str] = _TOKEN.findall(_cased(text))
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
        if not word or not self.tokens[index][0].isupper():
            return False
        if " " in word:
            return True
        first = index == 0 or self.lower[index - 1] in (".", "!", "?", ":")
        if given := lexicon.names().get(word):
            # "Rose plants a tree", not "Will the wolf be good?"
            following = self.lower[index + 1 : index + 2]
            return (
                not given.word
                or not first
                or following in (["the"], ["and"], [","])
                or self.verb(ahead + 1) is not None
            )
        if word in GRAMMAR or word in lexicon.noun_forms() or word in lexicon.adjectives():
            return False
        return not first or not (wordforms.known(word) or word in lexicon.verb_forms())

    def noun(self, ahead: int = 0) -> tuple[lexicon.Noun, bool, int] | None:
        """The longest noun of the lexicon here: the noun, whether it is plural, and its number of words."""
        for length in (4, 3, 2, 1):
            words = [self.word(ahead + step) for step in range(length)]
            if all(words) and (found := lexicon.noun_forms().get(" ".join(words))):
                return *found, length
        return None

    def verb(self, ahead: int = 0) -> tuple[lexicon.Verb, int] | None:
        """The verb so many words ahead, and its number of words; None where there is none."""
        for verb, rest in lexicon.verb_forms().get(self.word(ahead), ()):
            if verb.kind == "alone" or any(self.word(ahead + 1 + step) != word for step, word in enumerate(rest)):
                continue
            length = 1 + len(rest)
            if verb.name == "refuse" or (verb.kind in ("to", "drop")) == self._verb_follows(ahead + length):
                return verb, length
        return None

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
        if (
            bare in GRAMMAR
            or bare in lexicon.prepositions()
            or bare in lexicon.noun_forms()
            or bare in lexicon.adjectives()
        ):
            return 1.0
        if bare in lexicon.verb_forms():
            return 1.0
        if bare in lexicon.names() or " " in bare:
            return 0.5
        return 1.0 if wordforms.known(bare) else 0.0

    return sum(map(share, words)) / max(1, len(words))


def _cased(text: str) -> str:
    """The text with capitals that mean something: those of a shout or of a title say nothing about names."""
    words = re.findall(r"[^\W\d_]+(?:['’-][^\W_]+)*", text)
    long = [word for word in words if len(word) > 3]
    shouted = len(words) > 1 and all(word.isupper() for word in words if len(word) > 1)
    titled = len(long) > 2 and all(word[0].isupper() for word in long)
    if not (shouted or titled):
        return text

    def plain(match: re.Match[str]) -> str:
        word = match[0].lower()
        known = word in GRAMMAR or word in lexicon.prepositions() or word in lexicon.noun_forms()
        known = known or word in lexicon.adjectives() or word in lexicon.verb_forms()
        given = lexicon.names().get(word)
        if given and not (given.word and known) and not (shouted and known):
            return word.capitalize()
        return word if shouted or known or wordforms.known(word) else match[0]

    return re.sub(r"[^\W\d_]+(?:['’-][^\W_]+)*", plain, text)
