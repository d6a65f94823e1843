"""The genders of words that a Spanish or French prompt itself tells, by their articles: "una zorgle"."""

import re

_ARTICLE = re.compile(
    r"\b(?:(?P<m>un|el|los|unos|al|del|este|le|du|au|ce|mon|ton|son)|(?P<f>una|la|las|unas|esta|une|cette|ma|ta|sa))"
    r" +(?P<word>[^\W\d_]+)",
    re.IGNORECASE,
)


def genders(text: str) -> dict[str, str]:
    """By word in lower case, of all the text's words: "m", "f", or nothing where no article tells it."""
    words = dict.fromkeys(re.findall(r"[^\W\d_]+", text.lower()), "")
    return words | {match["word"].lower(): "m" if match["m"] else "f" for match in _ARTICLE.finditer(text)}
