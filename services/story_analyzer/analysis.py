"""Sentiment, keywords, characters and readability of a story, as plain numbers."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from statistics import fmean

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from services.shared.names import capitalised
from services.shared.readability import Counts, count, words

KEYWORDS = 12
"""At most so many keywords."""
WORDS_A_MINUTE = 180
"""A quiet reading pace."""
STOP_WORDS = frozenset(
    "a about after again all almost along also always am an and another any anybody are around as asked at away"
    " back be because been before behind being both but by came can come could day days did do does done down each"
    " enough even evening every everybody exactly far few first for forgot found from gave go good got had half"
    " has have he her here hers herself him himself his how i if in into is it its itself just knew know last"
    " later left less let like long looked lot made make many me mean more morning most much my myself near never"
    " next night no nobody not nothing now of off often on once one only or other our out over own put ran said"
    " same saw say says see seemed she should since so some somebody something soon still such take than thank"
    " that the their them then there they thing things this those thought three through to together told too"
    " towards turned twice two under until up us very want wanted was way we went were what when where which while"
    " who whole whom why will with without words would yet you your"
    .split()
)  # fmt: skip
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


def keywords(text: str, names: Iterable[str]) -> list[Keyword]:
    """The most frequent content words; names are characters, not keywords."""
    skip = STOP_WORDS | {name.lower() for name in names}
    content = [word for word in (found.lower() for found in words(text)) if word not in skip and len(word) > 2]
    ranked = sorted(Counter(content).items(), key=lambda item: (-item[1], content.index(item[0])))
    return [Keyword(word, count, round(count / len(content), 4)) for word, count in ranked[:KEYWORDS]]


def characters(sentences: Sequence[str], cast: Iterable[str]) -> list[Mention]:
    """Names that stand capitalised inside a sentence, or belong to the cast; the most frequent first."""
    candidates = capitalised(sentences) | set(cast)
    found = []
    for name in candidates:
        pattern = re.compile(rf"\b{re.escape(name)}\b")
        counts = [len(pattern.findall(sentence)) for sentence in sentences]
        if sum(counts) > 1:
            first = next(index for index, count in enumerate(counts) if count)
            found.append(Mention(name, sum(counts), first))
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
