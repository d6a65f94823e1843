"""Take a sentence out of its frame before it is read: a wish, speech, a clause before, a title, an indirect question.

Each frame says the same as a plain statement: somebody does something. A text without a frame stays as it is.
"""

import re
from dataclasses import dataclass

from services.shared.tale.reading.frames import (
    admitting,
    arriving,
    awoken,
    becoming,
    begun,
    broken,
    captions,
    captives,
    changed,
    doers,
    everyday,
    feelings,
    fragments,
    frightening,
    held_for,
    jobs,
    kindred,
    mishap,
    missing,
    mourning,
    newcomers,
    openers,
    outings,
    passives,
    quoted,
    reduced,
    regretted,
    reigning,
    ruined,
    stalled,
    stuck,
    supposing,
    swallowed,
    taken,
    teeth,
    telegrams,
    threatened,
    waking,
    wanting,
    wronged,
)

_FRAMES = (
    awoken.statement,
    teeth.statement,
    feelings.statement,
    supposing.statement,
    admitting.statement,
    reigning.statement,
    ruined.statement,
    waking.statement,
    begun.statement,
    changed.statement,
    mishap.statement,
    threatened.statement,
    doers.statement,
    frightening.statement,
    broken.statement,
    taken.statement,
    jobs.statement,
    passives.statement,
    reduced.statement,
    stalled.statement,
    outings.statement,
    captives.statement,
    regretted.statement,
    swallowed.statement,
    stuck.statement,
    becoming.statement,
    arriving.statement,
    newcomers.statement,
    wanting.statement,
    everyday.statement,
    held_for.statement,
    captions.statement,
    kindred.statement,
    wronged.statement,
    missing.statement,
    telegrams.statement,
    fragments.statement,
    openers.statement,
)
_DEPTH = 3
"""A frame may stand in a frame: what is quoted may be a wish."""


@dataclass(frozen=True)
class Plain:
    """A text without its frame."""

    text: str
    asker: str = ""
    """Who asks, where the text is a question and says so."""
    beside: str = ""
    """What is told beside a question that somebody asks."""
    farewell: bool = False
    """Somebody says goodbye to the dead."""


def plain(text: str) -> Plain:
    """The text as a statement or a question."""
    if farewell := mourning.farewell(text):
        return Plain(farewell, farewell=" goodbye to " in farewell)
    for _ in range(_DEPTH):
        said, asker = quoted.statement(text)
        if asker:
            return Plain(said, asker, re.sub(r"[\"“][^\"”]*[\"”]", "", text))
        found = said or next((told for frame in _FRAMES if (told := frame(text))), "")
        if not found or found == text:
            break
        text = found
    asked, asker = captions.question(text)
    return Plain(asked or text, asker)
