"""Goals that no row of the lexicon says by itself: to be so, and not to do something."""

from dataclasses import replace

from services.shared.tale.wish.phrases import NounPhrase, VerbPhrase
from services.shared.tale.words import lexicon

_DAILY = frozenset("clean rest help cook give heal".split())
"""Classes of what a child that refuses it will do in the end: sleep, tidy up, share."""
_TASTES = frozenset("eat drink taste try finish".split())
"""What is done in the end because one has come to like it."""
_ALONE, _UNTOUCHED = "need nobody", "be left alone"
WITHOUT = frozenset((_ALONE, _UNTOUCHED))
"""Goals of who does not want something to be done to them, which do not say what."""
_HELPED = frozenset(("", "help", "save", "teach"))
"""Classes of what is done to somebody who could do without it."""


def being_so(adjective: lexicon.Adjective) -> dict[str, str]:
    """The goal of being so, by language; of the adjective's forms the hero's."""
    goal = {"en": f"become {adjective.name}"}
    for code, become in (("es", "volverse"), ("fr", "devenir")):
        masculine, feminine = adjective.forms[code][:2]
        goal[code] = f"{become} {masculine if masculine == feminine else f'{{:{masculine}|{feminine}}}'}"
    return goal


def denied(deed: VerbPhrase | None, done_to: str = "") -> VerbPhrase:
    """The goal of somebody who does not want a deed.

    `done_to`: the class of the deed, where somebody else would do it to them.
    """
    if deed is None:
        without = lexicon.verbs_named(_ALONE if done_to in _HELPED else _UNTOUCHED)[0]
        return VerbPhrase(without.name, without.goal)
    row = next(iter(lexicon.verbs_named(deed.verb)), None)
    if row is not None and row.act == "cook" and deed.thing is not None and row.name in _TASTES:
        like = lexicon.verbs_named("dislike")[0]
        return VerbPhrase(like.name, like.goal, deed.thing)
    elsewhere = any(_stands(item.phrase) for item in deed.complements)
    if not deed.literal:
        return deed
    if row is not None and row.act in _DAILY and not (row.act == "rest" and elsewhere):
        return replace(deed, unwilling=True)
    convince = lexicon.verbs_named("need not")[0]
    return VerbPhrase(convince.name, convince.goal, inner=deed)


def _stands(phrase: NounPhrase) -> bool:
    """Whether it is a house or a place: one can sleep in another one, but hardly in another bed."""
    noun = lexicon.nouns().get(phrase.noun)
    return noun is not None and noun.kind in ("building", "place")
