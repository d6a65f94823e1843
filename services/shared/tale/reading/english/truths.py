"""Goals that are clauses: what somebody proves, understands or finds out, "that his teacher is a wizard"."""

from collections.abc import Sequence

from services.shared.tale.reading.english.grammar_words import ARTICLES, BE, NUMBERS, OWN
from services.shared.tale.reading.english.questions import question, told
from services.shared.tale.wish.phrases import VerbPhrase

DEEDS = {
    "prove": {"es": "demostrar", "fr": "prouver"},
    "understand": {"es": "comprender", "fr": "comprendre"},
    "find out": {"es": "descubrir", "fr": "découvrir"},
}
"""What is done about a clause, in other languages."""
_TRUTH = {"es": "la verdad", "fr": "la vérité"}
"""What is said where the clause cannot be."""
_ASKING = frozenset("who whose what where when why how which whether if".split())
_SOMEBODY = OWN | frozenset("he she they i we him her them me us".split())
_ODD = frozenset("nobody nothing gone missing disappeared vanished lost stolen broken sick ill dying stopped".split())
_ONE = frozenset(ARTICLES) | NUMBERS


def of(words: Sequence[str], verb: str = "") -> VerbPhrase:
    """The goal of who learns this clause: what is so of somebody is proved, what is so of all is understood.

    `verb`: what the prompt says, where that is one of DEEDS.
    """
    first, *rest = words
    if first.lower() in _ASKING:
        return deed("find out", "", question(" ".join(words)).clause, words)
    rest = rest if first.lower() == "that" else list(words)
    if verb != "prove" and _ODD & {word.lower() for word in rest}:
        # What is wrong is no triumph.
        return deed("find out", "why", " ".join(map(told, rest)), ("why", *rest))
    if verb not in ("prove", "understand"):
        verb = "prove" if _is_of_one(rest) else "understand"
    return deed(verb, "that", " ".join(map(told, rest)), rest)


def found_out(link: str, said: str, words: Sequence[str] = ()) -> VerbPhrase:
    """The goal of finding out why or whether something was so. `said`: in the past; `words`: as it was read."""
    return deed("find out", link, said, words)


def deed(verb: str, link: str, said: str, words: Sequence[str] = ()) -> VerbPhrase:
    """A goal that is a clause. `said`: it in English; `words`: as it was read, where that is not the same."""
    goal = {code: f"{infinitive} {_TRUTH[code]}" for code, infinitive in DEEDS[verb].items()}
    words = words or said.split()
    clause = tuple(words if not link or words[:1] == (link,) else (link, *words))
    return VerbPhrase(verb, {"en": " ".join([verb, *([link] if link else []), said])} | goal, clause=clause)


def _is_of_one(words: Sequence[str]) -> bool:
    """Whether a clause tells of somebody or something, and not of all of a kind."""
    lower = [word.lower() for word in words]
    named = bool(words) and words[0][0].isupper()
    if lower[:1] == ["it"] and not BE & set(lower[1:2]):
        return True  # "it can talk", not "it is good to share"
    return named or lower[:1] == ["there"] or bool(_SOMEBODY & set(lower)) or bool(set(lower[:1]) & _ONE)
