"""Names through a machine translation: each goes in as a stand-in that comes out as it went in, and comes back."""

import re
from collections.abc import Iterator, Mapping, Sequence

# Apertium's dictionaries have each of these with its gender and, on all our routes, the same form in both languages.
# Whether it begins with a vowel matters too: "d'Alice", but "de Laura".
_KNOWN = {
    ("she", True): ("Alice", "Olivia", "Emma", "Amanda"),
    ("she", False): ("Laura", "Clara", "Marta", "Nora"),
    ("he", True): ("Alan", "Eric", "Arthur", "Adrian"),
    ("he", False): ("David", "Bruno", "Simon", "Daniel"),
}
_TRANSLATED = frozenset(
    "mr mrs ms miss dr prof professor doctor sir lord lady king queen prince princess captain general uncle aunt"
    " auntie grandpa grandma grandfather grandmother granny granddad father mother mum mom mummy mommy mama papa"
    " dad daddy brother sister baby saint old little señor señora señorita don doña tío tía abuelo abuela rey"
    " reina príncipe princesa papá mamá monsieur madame mademoiselle oncle tante roi reine père mère papi mamie"
    " maman".split()
)
"""Words of a name that have a translation."""
_WORD = re.compile(r"[^\W\d_]+")


class Names:
    """The names of a text and what stands in for each."""

    def __init__(self, lines: Sequence[str], people: Mapping[str, str]) -> None:
        """`people`: the pronoun of everybody in the text, by name."""
        taken = set(_WORD.findall(" ".join(lines)))
        self._stand_ins: dict[str, str] = {}
        for name, pronoun in people.items():
            for word in _WORD.findall(name):
                if word[0].isupper() and word.lower() not in _TRANSLATED and word not in self._stand_ins:
                    stand_in = next(found for found in _candidates(word, pronoun) if found not in taken)
                    taken.add(stand_in)
                    self._stand_ins[word] = stand_in
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


def _candidates(name: str, pronoun: str) -> Iterator[str]:
    """Stand-ins for a name, the best first; in the end words that are in no dictionary."""
    vowel = name[0] in "AEIOUÀÁÂÄÈÉÊËÌÍÎÏÒÓÔÖÙÚÛÜ"
    yield from _KNOWN.get((pronoun, vowel), ())
    stem = "Ovrazk" if vowel else "Zvorak"
    number = 0
    while True:
        # A to Z for digits: a digit would end the word.
        number += 1
        yield stem + "".join(chr(ord("a") + int(digit)) for digit in str(number))
