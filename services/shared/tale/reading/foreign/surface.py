"""Prepare the text of a Spanish or French prompt: capitals, ages, contractions and the form of its questions."""

import re
import unicodedata

_TOKEN = re.compile(r"[^\W_]+(?:['-][^\W_]+)*|[.,;:!?¡¿…]")
_APART = {
    code: tuple((re.compile(contraction, re.IGNORECASE), words) for contraction, words in pairs)
    for code, pairs in {
        "es": ((r"\bal\b", "a el"), (r"\bdel\b", "de el")),
        "fr": (
            (r"\b([ldnsjmtc]|qu|lorsqu|jusqu|puisqu)'", r"\1e "),
            (r"\baux\b", "à les"),
            (r"\bau\b", "à le"),
            (r"\bdu\b", "de le"),
            (r"\bdes\b", "de les"),
        ),
    }.items()
}
_CONTRACTED = frozenset("al del aux au du des Al Del Aux Au Du Des".split())
_YEARS = {"es": r"(?:\d+|un|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez) (?:año|añito|mes)(?:s|es)?\b",
          "fr": r"(?:\d+|un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix) (?:ans?|mois)\b"}  # fmt: skip
_AGED = {
    "es": rf",? *\(?\b(?:de|que (?:tiene|cumple)|con) {_YEARS['es']}\)?,?"
    rf"|(?: y)? \b(?:tiene|cumple) {_YEARS['es']}(?=[.!]|$)"
    rf"|\b(?:tiene|cumple) {_YEARS['es']},?(?: y\b)?",
    "fr": rf",? *\(?\b(?:de|âgée? de|qui (?:a|fête ses)) {_YEARS['fr']}\)?,?"
    rf"|(?: et)? \ba {_YEARS['fr']}(?=[.!]|$)|\ba {_YEARS['fr']},?(?: et\b)?"
    rf"|,? *\(?\b{_YEARS['fr']}\)?,",
}
_AGED_AND = {"es": rf",? que tiene {_YEARS['es']},? y\b", "fr": rf",? qui a {_YEARS['fr']},? et\b"}
_RELATIVE = {"es": " que", "fr": " qui"}
_WHAT = (
    (re.compile(r"qu'est-ce qu(?:e |')", re.IGNORECASE), "ce que "),
    (re.compile(r"qu'est-ce qui ", re.IGNORECASE), "ce qui "),
    (re.compile(r"y a-t-il ", re.IGNORECASE), "il y a "),
    (re.compile(r"(?:que |qu')(?=\w+)", re.IGNORECASE), "ce que "),
)
"""How a French question begins, and how it does within a sentence."""
_MOVED = re.compile(r"(\w+)-(?:t-)?(ils?|elles?|on)\b", re.IGNORECASE)
_SUBJECT = re.compile(
    r"\b(?:le|la|les|l'|un|une|des|mon|ma|mes|son|sa|ses|leurs?|ces?|cette|cet|quels?|quelles?)\b", re.IGNORECASE
)
_REQUEST = r"\W*(?:(?:est-ce que )?tu |peux|pourrais|pouvez|pourriez|que (?:se|arriv)|qu'arriv|et si)"
"""What begins as a question, and is none about the world."""
_ASKED = {
    "es": {"que": "qué", "quien": "quién", "como": "cómo", "cuando": "cuándo", "donde": "dónde", "cual": "cuál"},
    "fr": {"ou": "où"},
}
"""Words of a question without the accent that they have there."""


class Token(str):
    """A word or a mark as it stands in a text, and what it is a part of."""

    __slots__ = ("number", "written")

    number: int
    """Which one of the text it is."""
    written: str
    """The word as it was written, "du", of which this may be one part, "le"."""

    def __new__(cls, said: str, number: int, written: str) -> "Token":
        """`said`: the word by itself."""
        made = super().__new__(cls, said)
        made.number, made.written = number, written
        return made


def tokens(text: str, code: str) -> list[Token]:
    """The words and marks of a text that is in the language of this BCP-47 code (es or fr), contractions apart."""
    text = unicodedata.normalize("NFC", text).replace("’", "'").replace("´", "'")
    text = re.sub(_AGED_AND[code], _RELATIVE[code], _cased(text), flags=re.IGNORECASE)
    text = re.sub(_AGED[code], "", text, flags=re.IGNORECASE)
    found: list[Token] = []
    for written in _TOKEN.findall(_plain_order(text, code)):
        found += [Token(said, len(found) + part, written) for part, said in enumerate(apart(written, code).split())]
    return found


def apart(text: str, code: str) -> str:
    """The text with its contractions apart: "del" is "de el", "l'ours" is "le ours"."""
    if text.isalpha() and text not in _CONTRACTED:
        return text
    for contraction, words in _APART[code]:
        text = contraction.sub(words, text)
    return text


def asks(text: str) -> bool:
    """Whether the text is a question."""
    return text.rstrip(" »\"'").endswith("?")


def accented(text: str, code: str) -> str:
    """A question with the accent on its question word, which people leave out."""
    match = re.match(r"(\W*)(\w+)(.*)", text, flags=re.DOTALL)
    if not match:
        return text
    if code == "es" and re.match(r"por que\b", match[2] + match[3], flags=re.IGNORECASE):
        return f"{match[1]}{match[2]} qué{match[3][4:]}"
    word = _ASKED[code].get(match[2].lower())
    return f"{match[1]}{word.capitalize() if match[2][0].isupper() else word}{match[3]}" if word else text


def uninverted(text: str) -> str:
    """A French question in the order of a statement: "la mer est-elle salée", "comment fait-on", "est-ce que"."""
    for what, said in _WHAT:
        if what.match(text):
            text = what.sub(said, text, count=1)
            break
    text = re.sub(r"\best-ce qu(?:e |')", "", text, flags=re.IGNORECASE)
    if not (moved := _MOVED.search(text)):
        return text
    before, after = text[: moved.start()], text[moved.end() :]
    if _SUBJECT.search(before) or re.search(r"\b[A-ZÉ]", before[1:]):
        # The subject is there already.
        return before + moved[1] + after
    return f"{before}{moved[2]} {moved[1].lower()}{after}"


def _plain_order(text: str, code: str) -> str:
    if not asks(text):
        return text
    text = accented(text, code)
    if code == "fr" and not re.match(_REQUEST, text, flags=re.IGNORECASE):
        return uninverted(text.lstrip())
    return text


def _cased(text: str) -> str:
    """The text with capitals that mean something; those of a shout or of a title do not."""
    words = re.findall(r"[^\W\d_]+", text)
    long = [word for word in words if len(word) > 3]
    shouted = len(words) > 1 and all(word.isupper() for word in words if len(word) > 1)
    titled = len(long) > 2 and all(word[0].isupper() for word in long)
    if not (shouted or titled):
        return text
    return text.lower()
