"""The bounds of a Prompt, and its check, for every way in: command, gateway and each service."""

import unicodedata

from pipeline.v1 import parts_pb2
from services.contract.errors import InvalidRequest, UnreadLanguage, Violation
from services.contract.shown import quoted

MAX_TEXT = 2_000
"""Characters of a prompt."""
MAX_STORY = 20_000
"""Characters of a story that a person supplies."""
MAX_AUTHOR = 100
"""Characters of an author's name."""
MIN_LENGTH, MAX_LENGTH, DEFAULT_LENGTH = 100, 2_000, 300
"""Wished length of the story, words."""
MIN_GRADE, MAX_GRADE, DEFAULT_GRADE = 1, 8, 4
"""Wished reading level, US school grade by Flesch and Kincaid's formula."""
MIN_PACE, MAX_PACE, DEFAULT_PACE = 80, 300, 150
"""Pace of the narration, words a minute."""
DEFAULT_SEED, MAX_SEED = 1, 2**32 - 1
THEMES = (
    "adventure", "belonging", "courage", "discovery", "friendship", "honesty", "imagination", "kindness", "patience",
    "perseverance", "sharing",
)  # fmt: skip
DEFAULT_THEME = ""
"""Empty: the theme is chosen from the prompt's words."""
STORY_LANGUAGES = ("en", "es", "fr")
"""BCP-47 codes of the languages in which a supplied story is read."""
LANGUAGES = ("en", "es", "fr", "ca", "gl", "pt")
"""BCP-47 codes of the languages that the translation stage knows; all but the first three by machine translation only.
The story's own language is among them: it needs no translation then."""
DEFAULT_LANGUAGES = ("en", "es", "fr")


def prompt(
    text: str,
    *,
    seed: int = DEFAULT_SEED,
    length: int = DEFAULT_LENGTH,
    theme: str = DEFAULT_THEME,
    grade: int = DEFAULT_GRADE,
    languages: tuple[str, ...] = DEFAULT_LANGUAGES,
    story: str = "",
    text_only: bool = False,
    pace: int = DEFAULT_PACE,
    story_language: str = "",
    author: str = "",
) -> parts_pb2.Prompt:
    """Build a checked Prompt from what a person typed: a sentence in `text`, or a whole `story` instead.

    Raises InvalidRequest, which names every wrong field, so that all can be mended at once; UnreadLanguage where
    `story_language` is one of them.
    """
    violations = _text_violations(text, story) + _violations(seed, length, theme, grade, languages, pace)
    violations += _author_violations(author)
    if unread := _language_violations(story_language, story):
        raise UnreadLanguage(violations + unread)
    if violations:
        raise InvalidRequest(violations)
    return parts_pb2.Prompt(
        text=" ".join(text.split()),
        seed=seed,
        length=length,
        theme=theme,
        grade=grade,
        languages=languages,
        # Lines and paragraphs mean something in a story.
        story="\n".join(" ".join(line.split()) for line in story.splitlines()).strip(),
        text_only=text_only,
        pace=pace,
        story_language=story_language,
        author=" ".join(author.split()),
    )


def check(received: parts_pb2.Prompt) -> parts_pb2.Prompt:
    """Check a Prompt that was received. Fields that are not set get their defaults, but languages: none."""
    return prompt(
        received.text,
        seed=received.seed if received.HasField("seed") else DEFAULT_SEED,
        length=received.length if received.HasField("length") else DEFAULT_LENGTH,
        theme=received.theme,
        grade=received.grade if received.HasField("grade") else DEFAULT_GRADE,
        languages=tuple(received.languages),
        story=received.story,
        text_only=received.text_only,
        pace=received.pace if received.HasField("pace") else DEFAULT_PACE,
        story_language=received.story_language,
        author=received.author,
    )


def _unprintable(character: str) -> bool:
    """Whether XML cannot hold it: a control character, a lone surrogate, or a code point that is no character."""
    if character.isspace():
        return False
    return unicodedata.category(character) in ("Cc", "Cs") or ord(character) & 0xFFFE == 0xFFFE


def _text_violations(text: str, story: str) -> tuple[Violation, ...]:
    if text and story:
        return (Violation("prompt.story", "stands beside a sentence; give a sentence or a story, not both"),)
    field, given, most = ("prompt.story", story, MAX_STORY) if story else ("prompt.text", text, MAX_TEXT)
    # Before anything looks at each character.
    if len(given) > most:
        return (Violation(field, f"has {len(given):,} characters; use at most {most:,}"),)
    found = []
    if not any(character.isalnum() for character in given):
        found.append(Violation(field, "is empty; write a sentence, such as 'A fox learns to sail'"))
    if any(map(_unprintable, given)):
        found.append(Violation(field, "has control characters or broken encoding; remove them, and send UTF-8"))
    return tuple(found)


def _author_violations(author: str) -> tuple[Violation, ...]:
    if len(author) > MAX_AUTHOR:
        return (Violation("prompt.author", f"has {len(author):,} characters; use at most {MAX_AUTHOR}"),)
    found = []
    if author and not any(character.isalnum() for character in author):
        found.append(Violation("prompt.author", "has no letter; write a name, or leave it out"))
    if any(map(_unprintable, author)):
        found.append(Violation("prompt.author", "has control characters or broken encoding; remove them"))
    return tuple(found)


def _language_violations(language: str, story: str) -> tuple[Violation, ...]:
    if language and language not in STORY_LANGUAGES:
        known = ", ".join(STORY_LANGUAGES)
        return (Violation("prompt.story_language", f"{quoted(language)} is not read; stories are read in {known}"),)
    if language and not story:
        return (Violation("prompt.story_language", "is for a story of your own, and there is none; leave it out"),)
    return ()


def _violations(
    seed: int, length: int, theme: str, grade: int, languages: tuple[str, ...], pace: int
) -> tuple[Violation, ...]:
    found = []
    if not 0 <= seed <= MAX_SEED:
        found.append(Violation("prompt.seed", f"is {seed}; use 0 to {MAX_SEED}"))
    if not MIN_LENGTH <= length <= MAX_LENGTH:
        bounds = f"use {MIN_LENGTH} to {MAX_LENGTH:,} words"
        found.append(Violation("prompt.length", f"is {length}; {bounds}"))
    if theme and theme not in THEMES:
        found.append(Violation("prompt.theme", f"{quoted(theme)} is not known; use one of {', '.join(THEMES)}"))
    if not MIN_GRADE <= grade <= MAX_GRADE:
        found.append(Violation("prompt.grade", f"is {grade}; use {MIN_GRADE} to {MAX_GRADE}"))
    if not MIN_PACE <= pace <= MAX_PACE:
        found.append(Violation("prompt.pace", f"is {pace}; use {MIN_PACE} to {MAX_PACE}"))
    # Counted first: a message of a megabyte holds half a million of them.
    if len(languages) > len(LANGUAGES):
        found.append(Violation("prompt.languages", f"has {len(languages):,} languages; use at most {len(LANGUAGES)}"))
    elif unknown := [code for code in languages if code not in LANGUAGES]:
        known = f"use {', '.join(LANGUAGES)}, or none"
        found += [Violation("prompt.languages", f"{quoted(code)} is not known; {known}") for code in unknown]
    elif len(set(languages)) != len(languages):
        found.append(Violation("prompt.languages", "names a language twice; name each once"))
    return tuple(found)
