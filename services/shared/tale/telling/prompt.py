"""Make the plan of a checked Prompt, and tell in which of the languages that are read it is written."""

from functools import lru_cache

from pipeline.v1 import parts_pb2
from services.shared.tale.plot.plan import Plan
from services.shared.tale.reading.english import tokens
from services.shared.tale.reading.foreign import gloss
from services.shared.tale.telling.measure import make
from services.shared.tale.words.lexicon import CODES

REMEMBERED = 16
"""Plans that a process keeps."""
KNOWN = 0.5
"""Share of its words that a language must have for a prompt to be in it."""


def plan_for(prompt: parts_pb2.Prompt, language: str) -> Plan:
    """The plan of the tale; the same prompt always gives the same one. `language`: BCP-47 code of the prompt's text."""
    return _plan(prompt.text, prompt.seed, prompt.length, prompt.theme, prompt.grade, language)


@lru_cache(maxsize=REMEMBERED)
def _plan(text: str, seed: int, length: int, theme: str, grade: int, language: str) -> Plan:
    # In one process three stages ask for the same plan, and none changes it.
    return make(text, seed=seed, length=length, theme=theme, grade=grade, language=language)


def language_of(text: str) -> str:
    """BCP-47 code of the language whose lexicon has most of the words; empty where none has half of them."""
    english = tokens.known_share(text)
    if english == 1.0:
        return "en"
    shares = {code: english if code == "en" else gloss.known_share(text, code) for code in CODES}
    best = max(CODES, key=lambda code: shares[code])
    return best if shares[best] >= KNOWN else ""
