"""Names through a machine translation: each goes in as a stand-in that comes out as it went in, and comes back."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from services.shared.names import capitalised

# Apertium's dictionaries have each of these with its gender and, on all our routes, the same form in both languages.
# Whether it begins with a vowel matters too: "d'Alice", but "de Laura".
_KNOWN = {
    ("she", True): ("Alice", "Olivia", "Emma", "Amanda"),
    ("she", False): ("Laura", "Clara", "Marta", "Nora"),
    ("he", True): ("Alan", "Eric", "Arthur", "Adrian"),
    ("he", False): ("David", "Bruno", "Simon", "Daniel"),
}
_PRONOUNS = {"he": "he", "him": "he", "his": "he", "himself": "he"} | dict.fromkeys(("she", "her", "hers"), "she")
_TITLES = {
    **dict.fromkeys(("Mr", "Sir", "Lord", "Uncle", "King", "Prince", "Grandpa", "Brother"), "he"),
    **dict.fromkeys(("Mrs", "Ms", "Miss", "Lady", "Aunt", "Queen", "Princess", "Grandma", "Sister"), "she"),
}
_NO_NAMES = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August"
    " September October November December Christmas Easter God English French Spanish Catalan German Italian Dr".split()
).union(_TITLES)
# What comes before a thing or a place that is written with a capital: "the Moon", "in London".
_BEFORE_OTHERS = frozenset("the a an this that my your his her our their in at near into".split())
_WORD = re.compile(r"[^\W\d_]+")


class Names:
    """The names of a text and what stands in for each."""

    def __init__(self, lines: Sequence[str]) -> None:
        text = " ".join(lines)
        words = _WORD.findall(text)
        taken = set(words)
        self._stand_ins: dict[str, str] = {}
        for name in sorted(_persons(lines, words), key=text.index):
            stand_in = next(word for word in _candidates(name, _gender(name, words)) if word not in taken)
            taken.add(stand_in)
            self._stand_ins[name] = stand_in
        self._names = {stand_in: name for name, stand_in in self._stand_ins.items()}
        self.stand_ins = frozenset(self._names)

    def hidden(self, line: str) -> str:
        """The line with stand-ins."""
        return _WORD.sub(lambda found: self._stand_ins.get(found[0], found[0]), line)

    def shown(self, line: str) -> str:
        """The line with the names."""
        return _WORD.sub(lambda found: self._name(found[0]), line)

    def _name(self, word: str) -> str:
        if word in self._names:
            return self._names[word]
        # Catalan's generator writes what it made of "Laura's" as one word, "Lauraha".
        joined = (stand_in for stand_in in self._names if word.startswith(stand_in))
        return next((f"{self._names[first]} {word.removeprefix(first)}" for first in joined), word)


def _persons(lines: Sequence[str], words: Sequence[str]) -> Iterator[str]:
    for name in capitalised(lines) - _NO_NAMES:
        before = [words[index - 1] for index, word in enumerate(words) if word == name and index]
        if 2 * sum(word.lower() in _BEFORE_OTHERS for word in before) <= len(before):
            yield name


def _gender(name: str, words: Sequence[str]) -> str:
    """The pronoun of a name: what its title says, or the pronoun that mostly comes next after it; may be empty."""
    said: Counter[str] = Counter()
    waiting = False
    for index, word in enumerate(words):
        if word == name:
            if title := _TITLES.get(words[index - 1] if index else ""):
                return title
            waiting = True
        elif waiting and (pronoun := _PRONOUNS.get(word.lower())):
            said[pronoun] += 1
            waiting = False
    return said.most_common(1)[0][0] if said else ""


def _candidates(name: str, gender: str) -> Iterator[str]:
    """Stand-ins for a name, the best first; in the end words that are in no dictionary."""
    vowel = name[0] in "AEIOUÀÁÂÄÈÉÊËÌÍÎÏÒÓÔÖÙÚÛÜ"
    yield from _KNOWN.get((gender, vowel), ())
    stem = "Ovrazk" if vowel else "Zvorak"
    number = 0
    while True:
        # A to Z for digits: a digit would end the word.
        number += 1
        yield stem + "".join(chr(ord("a") + int(digit)) for digit in str(number))
