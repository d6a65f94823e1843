"""Take a sentence out of its frame before it is read: a wish, speech, a clause before, a title, an indirect question.

Each frame says the same as a plain statement: somebody does something. A text without a frame stays as it is.
"""

from dataclasses import dataclass

from services.shared.tale.reading.frames import captions, mourning, openers, quoted, wanting

_DEPTH = 3
"""A frame may stand in a frame: what is quoted may be a wish."""


@dataclass(frozen=True)
class Plain:
    """A text without its frame."""

    text: str
    asker: str = ""
    """Who asks, where the text is a question and says so."""
    farewell: bool = False
    """Somebody says goodbye to the dead."""


def plain(text: str) -> Plain:
    """The text as a statement or a question."""
    if farewell := mourning.farewell(text):
        return Plain(farewell, farewell=" goodbye to " in farewell)
    for _ in range(_DEPTH):
        said, asker = quoted.statement(text)
        if asker:
            return Plain(said, asker)
        found = said or wanting.statement(text) or captions.statement(text) or openers.statement(text)
        if not found or found == text:
            break
        text = found
    asked, asker = captions.question(text)
    return Plain(asked or text, asker)
