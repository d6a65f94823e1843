"""Find the headings of a text: Markdown's, lines such as "Chapter 1", and short lines in capitals."""

import re

MAX_HEADING = 80
"""Characters of a line that can be a heading or a title."""
_MARKDOWN = re.compile(r"#{1,6}\s+(.*?)\s*#*")
_BOLD = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_NUMBER = (
    r"(?:\d{1,3}|[IVXLC]{1,7}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|first|last"
    r"|uno|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|primero|primera|segundo|segunda|tercero|tercera"
    r"|un|une|deux|trois|quatre|cinq|sept|huit|neuf|dix|onze|douze|premier|première|deuxième|troisième)"
)
_CHAPTER = r"(?:chapter|part|scene|act|book|capítulo|capitulo|parte|escena|acto|libro|chapitre|partie|scène|acte|livre)"
_LABEL = re.compile(rf"(?:{_CHAPTER}\s+{_NUMBER}|{_NUMBER}\s+{_CHAPTER})(?:\s*[.:–—-]\s*(?P<name>.*))?", re.IGNORECASE)
_ALONE = re.compile(r"(?:prologue|epilogue|prólogo|epílogo|épilogue|foreword)(?:\s*[.:–—-]\s*.*)?", re.IGNORECASE)
_ENDS_SENTENCE = tuple('.!?…:;,”"»')


def heading_of(line: str, *, alone: bool) -> str:
    """The heading that a line is, without its marks; empty where it is none, or an empty one.

    `alone`: it stands between empty lines, as one must that is no heading of Markdown and does not count chapters.
    """
    line = line.strip()
    if match := _MARKDOWN.fullmatch(line):
        return _cut(match[1])
    plain = match[2] if (match := _BOLD.fullmatch(line)) else line
    if len(plain) > MAX_HEADING:
        return ""
    found = _LABEL.fullmatch(plain) or (alone and (_ALONE.fullmatch(plain) or plain != line or _shouts(plain)))
    return plain if found else ""


def is_label(heading: str) -> bool:
    """Whether it only counts, such as "Chapter 1", and so is no title of a whole story."""
    return bool(_LABEL.fullmatch(heading) or _ALONE.fullmatch(heading))


def is_title(line: str) -> bool:
    """Whether a text's first line can be its title: short, and no sentence."""
    return 0 < len(line) <= MAX_HEADING and not line.endswith(_ENDS_SENTENCE)


def _shouts(line: str) -> bool:
    """Whether it is a line in capitals, such as "THE LONG NIGHT", and no exclamation."""
    return line.isupper() and sum(map(str.isalpha, line)) >= 4 and not line.endswith(_ENDS_SENTENCE)


def _cut(text: str) -> str:
    """At most MAX_HEADING characters, cut at a word."""
    if len(text) <= MAX_HEADING:
        return text
    return f"{text[:MAX_HEADING].rpartition(' ')[0] or text[: MAX_HEADING - 1]}…"
