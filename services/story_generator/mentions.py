"""Where a text has what is written like a name, and what stands around it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.shared.speech import SAYING
from services.shared.stopwords import STOP_WORDS
from services.story_generator.naming import (
    AT,
    BEFORE_NAMES,
    BETWEEN,
    DEEDS,
    DETERMINERS,
    MOVING,
    NAMING,
    NO_PERSONS,
    PLACE_BEGINS,
    PLACE_ENDS,
    POSSESSIVES,
    adjectives,
    beings,
    titles,
)
from services.story_generator.tokens import Token, tokens


@dataclass(frozen=True)
class Mention:
    """A name at one place of the text."""

    title: str
    called: bool
    """Whether the title is part of the name, as in "Aunt Joan", and not in "her aunt Joan"."""
    words: tuple[str, ...]
    at: tuple[int, int]
    """Sentence and word."""
    first: bool
    acts: bool
    place: bool
    common: bool
    """Whether an article stands before it."""


def words_of(sentence: str, language: str) -> list[Token]:
    """The words of a sentence."""
    return tokens(sentence, language, frozenset(titles(language)))


def mentions(index: int, text: Sequence[Token], language: str) -> Iterator[Mention]:
    """Sequences of words that are written like names, with the title before them."""
    known, at = titles(language), 0
    stop = STOP_WORDS[language] | NO_PERSONS
    while at < len(text):
        token = text[at]
        if not token.capital or (token.lower in stop and token.lower not in known):
            at += 1
            continue
        end = at + 1
        while end < len(text) and text[end].capital and text[end].joined and not text[end].first and end - at < 4:
            end += 1
        run, start = list(text[at:end]), at
        if run[0].first and len(run) > 1 and run[0].lower in BEFORE_NAMES:
            run, start = run[1:], start + 1
        title = run[0].lower if run[0].lower in known else ""
        if title:
            run = run[1:]
        elif at and text[at - 1].lower in known and token.joined and not token.first:
            title, start = text[at - 1].lower, at - 1
        at = end
        if not run or run[-1].lower in PLACE_ENDS or run[0].lower in stop:
            continue
        before = text[start - 1] if start and (text[start].joined or text[start].comma) else None
        yield Mention(
            title,
            not title or text[start].capital or not start or text[start - 1].lower not in POSSESSIVES,
            tuple(item.text for item in run),
            (index, start),
            first=run[0].first and not title,
            acts=acts(before, run[-1], text[end:], language) or bool(title) or run[0].comma,
            place=_is_place(text, start, language),
            common=_has_article(text, start, language),
        )


def _is_place(text: Sequence[Token], start: int, language: str) -> bool:
    """Whether what stands before a name is what stands before a place: "in", "sailed to", "Mount"."""
    before = text[start - 1].lower if start else ""
    moved = before in ("to", "from", "a", "à") and start > 1 and text[start - 2].lower in MOVING
    return before in AT[language] or before in PLACE_BEGINS or moved


def _has_article(text: Sequence[Token], start: int, language: str) -> bool:
    """Whether an article stands before a name, also with adjectives between: "a fine young Perch"."""
    at = start - 1
    while at > 0 and text[at + 1].joined and text[at].lower in adjectives(language):
        at -= 1
    return at >= 0 and text[at + 1].joined and text[at].lower in DETERMINERS[language]


def acts(before: Token | None, last: Token, after: Sequence[Token], language: str) -> bool:
    """Whether what stands beside a name is what somebody does or has."""
    saying = SAYING[language]
    if last.owns or (before is not None and (before.lower in saying or before.lower in NAMING)):
        return True
    if len(after) > 1 and after[0].lower in DETERMINERS[language] and after[1].lower in beings(language):
        # "Luna the unicorn", but not "in Ohio, a boy named Theo".
        return len(after) == 2 or after[2].lower not in NAMING
    verb = next((token for token in after if token.lower not in BETWEEN or not token.joined), None)
    if verb is None or verb.capital or not verb.joined:
        return False
    ends = {"en": ("ed",), "es": ("ó", "aba", "ía", "io"), "fr": ("a", "it", "ait", "ut")}[language]
    return (
        verb.lower in saying
        or verb.lower in DEEDS
        or (verb.joined and len(verb.text) > 2 and verb.lower.endswith(ends))
    )


def is_before_name(text: Sequence[Token], at: int) -> bool:
    """Whether a name stands right after this word."""
    return at + 1 < len(text) and text[at + 1].capital and text[at + 1].joined
