"""Put what is told within a clause into the past: "found out that it could fly"."""

from services.shared.tale.reading.english.boundaries import is_finite
from services.shared.tale.reading.english.grammar_words import ARTICLES, BE, OWN
from services.shared.tale.reading.english.relatives import ANYBODY, SUBJECTS
from services.shared.tale.reading.english.tenses import AUXILIARIES, past_of
from services.shared.tale.words import lexicon

_THOUGHT = frozenset("thought believed knew said heard hoped dreamt dreamed".split())


def embedded(said: str) -> str:
    """The same with the auxiliaries of what is told in it in the past: "found out that it can fly"."""
    words, inside = said.split(), False
    thinks = False
    for index, word in enumerate(words):
        if inside and word in AUXILIARIES and words[index - 1] != "to":
            words[index], inside = past_of(word), False
        if index > 1 and word in BE and words[index - 1] in SUBJECTS:
            words[index] = past_of(word)
        if thinks and word in AUXILIARIES:
            words[index], thinks = past_of(word), False
        thinks = thinks or word in _THOUGHT
        inside = inside or word in ("that", "how", "why", "what", "where", "who")
        subject = index > 0 and (inside or words[index - 1].lower() in SUBJECTS | ANYBODY)
        if subject and word in lexicon.verb_forms() and not _is_noun(words, index):
            words[index], inside = past_of(word), False
    return " ".join(words).replace(" ,", ",")


def _is_noun(words: list[str], index: int) -> bool:
    """Whether what looks like a verb is or may be none: "the draws", "to dress"."""
    before = words[index - 1] if index else ""
    known = words[index] in lexicon.noun_forms() or words[index] in lexicon.adjectives() or words[index] in AUXILIARIES
    several = lexicon.noun_forms().get(before, (None, False))[1]
    return known or before in ARTICLES or before in OWN or before == "to" or not (is_finite(words[index]) or several)
