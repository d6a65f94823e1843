"""The genders of words that a Spanish or French prompt itself tells, by their articles: "una zorgle"."""

import re

from services.shared.tale.words import lexicon

_ARTICLE = re.compile(
    r"\b(?:(?P<m>un|el|los|unos|al|del|este|le|du|au|ce|mon|ton|son)|(?P<f>una|la|las|unas|esta|une|cette|ma|ta|sa))"
    r" +(?P<word>[^\W\d_]+)",
    re.IGNORECASE,
)


_SPEAKER = re.compile(
    r"\b(?:estoy|soy|me siento|je suis|je me sens|j'étais|estaba) (?:muy |un poco |très |un peu |trop )?(?P<word>\w+)",
    re.IGNORECASE,
)


def of_speaker(text: str, code: str) -> str:
    """The gender of who tells of themselves in the language of this BCP-47 code: "estoy celoso"; empty for nobody."""
    for match in _SPEAKER.finditer(text):
        for adjective in lexicon.adjectives().values():
            masculine, feminine, *_ = adjective.forms[code]
            if masculine != feminine and match["word"].lower() in (masculine, feminine):
                return "m" if match["word"].lower() == masculine else "f"
    return ""


def genders(text: str) -> dict[str, str]:
    """By word in lower case, of all the text's words: "m", "f", or nothing where no article tells it."""
    words = dict.fromkeys(re.findall(r"[^\W\d_]+", text.lower()), "")
    return words | {match["word"].lower(): "m" if match["m"] else "f" for match in _ARTICLE.finditer(text)}
