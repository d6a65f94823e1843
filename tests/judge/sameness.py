"""How much of a story stands in other stories too, once names and the prompts' own words are masked."""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from tests.judge.stories import Told
from tests.judge.words import content, lemmas, words

NAME, PROMPTED = "N", "X"


def masked(told: Told) -> list[str]:
    """The sentences in lower case without marks. Names become N, words of the prompt and of roles become X."""
    people = told.story.characters
    names = {word.lower() for person in people for word in words(person.name)}
    roles = " ".join(person.role for person in people)
    own = content(f"{told.asked.prompt} {roles}")

    def mask(word: str) -> str:
        """A word as it is compared."""
        word = word.lower().removesuffix("'s").removesuffix("’s")
        if word in names:
            return NAME
        return PROMPTED if word in own or lemmas(word) & own else word

    return [" ".join(word for word, _ in groupby(map(mask, words(sentence)))) for sentence in told.sentences]


def repeated(stories: Sequence[Told]) -> float:
    """The share of sentences that occur in another one of these stories, masked."""
    sets = [masked(told) for told in stories]
    stories_with = Counter(sentence for sentences in sets for sentence in set(sentences))
    every = [sentence for sentences in sets for sentence in sentences]
    return sum(stories_with[sentence] > 1 for sentence in every) / max(1, len(every))
