"""Sentiment, keywords, characters and readability of a story, as plain numbers."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from operator import itemgetter
from statistics import fmean

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from services.shared.readability import Counts, count, words
from services.shared.stopwords import STOP_WORDS

KEYWORDS = 12
"""At most so many keywords."""
WORDS_A_MINUTE = 180
"""A quiet reading pace."""
_SCORER = SentimentIntensityAnalyzer()


@dataclass(frozen=True)
class Keyword:
    """One frequent content word."""

    text: str
    count: int
    weight: float


@dataclass(frozen=True)
class Mention:
    """One name, how often it stands in the story, and the index of the sentence where it comes first."""

    name: str
    count: int
    first_sentence: int


@dataclass(frozen=True)
class Statistics:
    """Counts and readability (Flesch 1948; Kincaid et al. 1975)."""

    words: int
    sentences: int
    paragraphs: int
    syllables: int
    reading_ease: float
    grade: float
    reading_seconds: float


def sentiment(paragraph: str) -> float:
    """VADER's compound score, -1 to 1. Score paragraphs: over a whole story it saturates."""
    return round(float(_SCORER.polarity_scores(paragraph)["compound"]), 4)


def arc(scene_ids: Sequence[str], scores: Sequence[float]) -> list[tuple[str, float]]:
    """Scene id and mean score of each scene, from one id and one score a paragraph."""
    groups = groupby(zip(scene_ids, scores, strict=True), key=itemgetter(0))
    return [(scene_id, round(fmean(score for _, score in members), 4)) for scene_id, members in groups]


def keywords(text: str, names: Iterable[str], language: str) -> list[Keyword]:
    """The most frequent content words; names are characters, not keywords. `language` is a BCP-47 code."""
    skip = STOP_WORDS.get(language, frozenset()) | {word for name in names for word in name.lower().split()}
    content = [word for word in (found.lower() for found in words(text)) if word not in skip and len(word) > 2]
    # Of equally frequent ones the first first: a Counter keeps the order in which they came, and so does most_common.
    ranked = Counter(content).most_common(KEYWORDS)
    return [Keyword(word, count, round(count / len(content), 4)) for word, count in ranked]


def characters(sentences: Sequence[str], cast: Iterable[str]) -> list[Mention]:
    """Those of the cast whom the text names, the most frequent first."""
    # One search of the whole text for each name: one of each sentence would take their product.
    text = "\n".join(sentences)
    begins = list(accumulate((len(sentence) + 1 for sentence in sentences), initial=0))
    found = []
    for name in cast:
        # Somebody without a name is called by a noun, which may begin a sentence.
        pattern = re.compile(rf"\b{re.escape(name)}(?!\w)", re.IGNORECASE if name.islower() else 0)
        if places := [match.start() for match in pattern.finditer(text)]:
            found.append(Mention(name, len(places), bisect_right(begins, places[0]) - 1))
    return sorted(found, key=lambda mention: (-mention.count, mention.first_sentence, mention.name))


def statistics(paragraphs: Sequence[Sequence[str]]) -> Statistics:
    """Count a story given as paragraphs of sentences; it must have at least one word."""
    sentences = [sentence for paragraph in paragraphs for sentence in paragraph]
    total = sum(map(count, sentences), Counts())
    return Statistics(
        words=total.words,
        sentences=len(sentences),
        paragraphs=len(paragraphs),
        syllables=total.syllables,
        reading_ease=round(total.reading_ease, 2),
        grade=round(total.grade, 2),
        reading_seconds=round(total.words / WORDS_A_MINUTE * 60, 1),
    )
