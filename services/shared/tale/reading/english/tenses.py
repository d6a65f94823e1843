"""Put a clause of a prompt into the simple past, as tales are told: "his spikes get in the way", "it can fly"."""

from collections.abc import Sequence

from services.shared.tale.words import lexicon, wordforms

_FINITE = {
    "is": "was", "am": "was", "are": "were", "isn't": "wasn't", "aren't": "weren't", "has": "had", "have": "had",
    "hasn't": "hadn't", "haven't": "hadn't", "can": "could", "cannot": "could not", "can't": "couldn't",
    "will": "would", "won't": "wouldn't", "do": "did", "does": "did", "don't": "didn't", "doesn't": "didn't",
    "must": "had to", "may": "might", "shall": "should",
}  # fmt: skip
"""Auxiliaries, whose next verb stays as it is."""
_PAST = frozenset(_FINITE.values()) | frozenset("should might couldn't wouldn't weren't wasn't didn't hadn't".split())
AUXILIARIES = frozenset(_FINITE) | _PAST


def past_of(word: str) -> str:
    """A finite verb in the simple past; empty for a word that can be none."""
    lower = word.lower().replace("’", "'")
    if lower in AUXILIARIES:
        return _FINITE.get(lower, lower)
    for verb, _ in lexicon.verb_forms().get(lower, ()):
        base = verb.name.split()[0]
        if base != "be":
            return lexicon.english_past(base, verb.past)
    base = wordforms.lemmas(lower).get("VERB", "")
    return wordforms.past(base) if base else ""


def past_clause(words: Sequence[str], verb: int) -> str:
    """The clause with its finite verb, the word of this index, in the past; empty where that is no verb."""
    told = past_of(words[verb]) if verb < len(words) else ""
    return " ".join([*words[:verb], told, *words[verb + 1 :]]) if told else ""
