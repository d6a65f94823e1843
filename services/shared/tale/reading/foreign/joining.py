"""Write the words of a Spanish or French clause together, as they stood in the prompt where they did."""

from collections.abc import Sequence

from services.shared.tale.grammar.elision import elides
from services.shared.tale.reading.foreign.surface import Token

_ELIDED = frozenset("le la de que ne se me te je ce jusque lorsque puisque".split())


def joined(words: Sequence[tuple[str, Token | None]], code: str) -> str:
    """The words as they are written together: "del", "l'ours", "n'allait"."""
    text = ""
    before: Token | None = None
    for index, (word, token) in enumerate(words):
        same = before is not None and token is not None and before.written is token.written
        if same and before is not None and token is not None and before.number + 1 == token.number:
            text = text[: len(text) - len(before)] + token.written
        elif code == "fr" and text.rsplit(maxsplit=1)[-1:] and _elides(text, word, token):
            text = f"{text[:-1]}'{word}"
        else:
            text += f"{'' if not index or word in ('.', ',') else ' '}{word}"
        before = token
    return text


def _elides(text: str, word: str, token: Token | None) -> bool:
    last = text.rsplit(maxsplit=1)[-1].lower()
    return last in _ELIDED and token is None and elides(word)
