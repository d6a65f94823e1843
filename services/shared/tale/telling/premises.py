"""What a prompt supposes, said in one language: the deeds of it, and when it happened."""

import re

from services.shared.tale.grammar.language import Language
from services.shared.tale.grammar.romance import Romance
from services.shared.tale.wish.phrases import NounPhrase, VerbPhrase
from services.shared.tale.wish.premise import Premise

_TIMES = {
    "day": {"en": "one day", "es": "un día", "fr": "un jour"},
    "night": {"en": "one night", "es": "una noche", "fr": "une nuit"},
    "morning": {"en": "one morning", "es": "una mañana", "fr": "un matin"},
    "evening": {"en": "one evening", "es": "una tarde", "fr": "un soir"},
}


def slots(premise: Premise, thing: NounPhrase | None, language: Language) -> dict[str, str]:
    """Each deed as an infinitive and as what was done, by the names that a premise has in the bank."""
    when = language.complement(premise.when) if premise.when else _TIMES[premise.time][language.code]
    found = {"when": when}
    if premise.condition:
        found |= _said("condition", premise.condition, language)
    if premise.use:
        found |= _said("use", premise.use, _of("m", language)) | {
            "hero_use_did": language.verb_phrase(premise.use, done=True)
        }
    if premise.deed:
        doer = language.agreement(thing).gender if thing and premise.by_thing else "m"
        found |= _said("premise", premise.deed, _of(doer, language))
        found["hero_premise_did"] = language.verb_phrase(premise.deed, done=True)
        found["thing_did"] = _by(thing, premise.deed, language) if thing else found["premise_did"]
    return found


def _said(name: str, deed: VerbPhrase, language: Language) -> dict[str, str]:
    return {name: language.verb_phrase(deed), f"{name}_did": language.verb_phrase(deed, done=True)}


def _of(gender: str, language: Language) -> Language:
    """The language, in which what is somebody's own and what they become agrees with this gender."""
    found = type(language)("f" if gender == "f" else "m", language.own)
    found.nouns, found.living, found.unknown = language.nouns, language.living, language.unknown
    return found


def _by(thing: NounPhrase, deed: VerbPhrase, language: Language) -> str:
    """What the thing did, or the things."""
    agreement = language.agreement(thing)
    own = _of(agreement.gender, language)
    if isinstance(own, Romance) and agreement.plural:
        return own.done_by_several(deed)
    said = own.verb_phrase(deed, done=True)
    return re.sub(r"^was\b", "were", said) if agreement.plural else said
