"""The sentences of a paragraph, by sentencex, with what it does not know of dialogues and abbreviations."""

import re
from collections.abc import Iterable

from sentencex import segment

from services.shared.speech import SAYING

MAX_SPEECH = 240
"""Characters of one quotation that stays one sentence; a longer one is divided."""
_END = 40
"""Characters at the end of a sentence that tell whether it goes on."""
_TITLES = {
    "en": "Mr Mrs Ms Dr Prof Capt Lt Gen Col Sgt Cpl Maj Rev Hon Mt Ft Messrs vs",
    "es": "Sr Sra Srta Sres D Dña Da Dr Dra Ud Uds Vd Vds Prof Profa Avda Av Gral Cap Ing Lic Fr Sto Sta",
    "fr": "M MM Mme Mmes Mlle Mlles Dr Pr Me Mgr St Ste Cap",
}
"""Abbreviations before a name, which never end a sentence."""
_ABBREVIATED = {
    code: re.compile(rf"(?:^|[\s(\"“‘«—])(?:{'|'.join(words.split())})\.$") for code, words in _TITLES.items()
}
_TIME = re.compile(r"(?:\d|\b)\s?[ap]\.\s?m\.$", re.IGNORECASE)
_AFTER_TIME = re.compile(
    r"(?:[a-zà-ÿ\d]|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|(?:January|February|March|April|May|June|July|August"
    r"|September|October|November|December|Eastern|Pacific|Central|GMT|UTC)\b)"
)
_GOES_ON = re.compile(r"[—–―-]?\s*[¡¿]?[a-zà-öø-ÿ]")
_OPEN_END = re.compile(r"[?!…][\"”’»)\]]*$|\.\.\.[\"”’»)\]]*$|[\"”’»]$")
_ASKED = re.compile(r"[?!…]\s?[\"”’'»]$")
_NUMBERED = re.compile(r"\(?(?:\d{1,3}|[A-Za-z])[.)]")
_AFTER_BRACKET = re.compile(r"(?<=[.!?…][)\]])\s+(?=[\"“‘«¿¡]?[A-ZÀ-ÖØ-Þ])")
_INSIDE_SPEECH = re.compile(r"(?<=[.!?…])\s+(?=[¿¡]?[A-ZÀ-ÖØ-Þ])")
_UNTAGGED = re.compile(r"[—–][^—–]*")
_TAG = re.compile(r"\s[—–][a-zà-öø-ÿ]")
"""What follows a dash, and the dash with which the narrator says who said it."""
_NAME = re.compile(r"(?:[A-ZÀ-ÖØ-Þ][\w’'-]*\.?\s){1,3}([a-zà-öø-ÿ]+)\b")
_CLOSING = re.compile(r"[\W_]+")


def sentences(block: str, language: str) -> list[str]:
    """The sentences of a paragraph without line breaks, each with its punctuation: joined by spaces they are the block.

    What is said, and who says it, is one sentence: "Who ate it?" asked Grandma.
    """
    found: list[str] = []
    cased = block != block.lower()
    for piece in _pieces(block, language):
        if found and _belongs(found[-1], piece, language, cased=cased):
            found[-1] = f"{found[-1]} {piece}"
        else:
            found.append(piece)
    return _tagged(found)


def _tagged(found: list[str]) -> list[str]:
    """Join what follows a dash with the next sentence where that one tells who says both."""
    joined: list[str] = []
    for sentence in found:
        open_ = joined and _UNTAGGED.fullmatch(joined[-1]) and len(joined[-1]) < MAX_SPEECH
        if open_ and _TAG.search(sentence):
            joined[-1] = f"{joined[-1]} {sentence}"
        else:
            joined.append(sentence)
    return joined


def _pieces(block: str, language: str) -> list[str]:
    found: list[str] = []
    for piece in _spaced(segment(language, block)):
        for part in _AFTER_BRACKET.split(piece.strip()):
            found += _INSIDE_SPEECH.split(part) if len(part) > MAX_SPEECH else [part]
    return [piece for piece in found if piece]


def _spaced(pieces: Iterable[str]) -> list[str]:
    """Those that no space parts are one: a word such as "Stop!it" is not divided."""
    found: list[str] = []
    for piece in pieces:
        if found and not found[-1][-1:].isspace() and not piece[:1].isspace():
            found[-1] += piece
        else:
            found.append(piece)
    return found


def _belongs(before: str, piece: str, language: str, *, cased: bool) -> bool:
    """Whether a piece goes on with the sentence before it. `cased`: the text begins its sentences with capitals."""
    end = before[-_END:]
    if _CLOSING.fullmatch(piece) or _NUMBERED.fullmatch(before) or _ABBREVIATED[language].search(end):
        return True
    if _TIME.search(end):
        return bool(_AFTER_TIME.match(piece))
    if _ASKED.search(end) and _says(piece, language):
        return True
    return cased and bool(_GOES_ON.match(piece)) and bool(_OPEN_END.search(end))


def _says(piece: str, language: str) -> bool:
    """Whether it begins with a name and a verb such as "said": "Aunt Joan sighed."."""
    match = _NAME.match(piece)
    return match is not None and match[1] in SAYING[language]
