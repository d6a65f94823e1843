"""Feasts, contests and quarrels: what somebody wants who has one or takes part in one."""

from services.shared.tale.wish.phrases import Complement, VerbPhrase
from services.shared.tale.words import lexicon

_CONTESTS = frozenset("race contest competition tournament match championship duel olympics marathon quiz".split())
_SHOWS = frozenset(["talent show", "spelling bee", "science fair", "game show", "bake-off"])
"""What is a contest besides, though its last word does not say so."""
_QUARRELS = frozenset("fight quarrel argument disagreement".split())
_FALLS_OUT = frozenset(["have a fight", "get into a fight", "get into an argument", "fall out", "fall out with"])
_ENTERS = frozenset(["enter", "join", "take part in", "participate in", "sign up for"])


def is_contest(noun: lexicon.Noun) -> bool:
    """Whether it can be won."""
    return noun.name in _SHOWS or not _CONTESTS.isdisjoint(noun.name.lower().split())


def had(noun: lexicon.Noun) -> lexicon.Verb | None:
    """The deed of who has it: a contest is won, a feast celebrated, a quarrel made up; None for anything else."""
    if noun.name in _QUARRELS:
        return lexicon.verbs_named("have a fight")[0]
    if is_contest(noun):
        return lexicon.verbs_named("win")[0]
    return lexicon.verbs_named("celebrate")[0] if noun.kind == "event" else None


def entered(verb: lexicon.Verb, noun: lexicon.Noun | None) -> lexicon.Verb:
    """The same verb, or "take part in" where what somebody enters is no place but a contest."""
    enters = verb.name in _ENTERS and noun is not None and is_contest(noun)
    return lexicon.verbs_named("take part in")[0] if enters else verb


def is_quarrel(deed: VerbPhrase | None) -> bool:
    """Whether the deed is a quarrel, which is something that happens and that two have with each other."""
    return deed is not None and deed.verb in _FALLS_OUT


def with_whom(complements: tuple[Complement, ...]) -> tuple[Complement, ...]:
    """Of what belongs to a quarrel with whom it is."""
    return tuple(item for item in complements if item.preposition == "with")
