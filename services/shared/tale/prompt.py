"""Make the plan of a checked Prompt, and tell in which of the languages that are read it is written."""

from pipeline.v1 import parts_pb2
from services.shared.tale import gloss, tokens
from services.shared.tale.lexicon import CODES
from services.shared.tale.measure import make
from services.shared.tale.plan import Plan

KNOWN = 0.5
"""Share of its words that a language must have for a prompt to be in it."""


def plan_for(prompt: parts_pb2.Prompt, language: str) -> Plan:
    """The plan of the tale; the same prompt always gives the same one. `language`: BCP-47 code of the prompt's text."""
    return make(
        prompt.text,
        seed=prompt.seed,
        length=prompt.length,
        theme=prompt.theme,
        grade=prompt.grade,
        language=language,
    )


def language_of(text: str) -> str:
    """BCP-47 code of the language whose lexicon has most of the words; empty where none has half of them."""
    shares = {code: tokens.known_share(text) if code == "en" else gloss.known_share(text, code) for code in CODES}
    best = max(CODES, key=lambda code: shares[code])
    return best if shares[best] >= KNOWN else ""
