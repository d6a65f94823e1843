"""Goals that no row of the lexicon says by itself: to be so, and not to do something."""

from services.shared.tale.wish.phrases import VerbPhrase
from services.shared.tale.words import lexicon

_DAILY = frozenset("clean rest help cook give heal".split())
"""Classes of what a child that refuses it will do in the end: eat, sleep, tidy up, share."""


def being_so(adjective: lexicon.Adjective) -> dict[str, str]:
    """The goal of being so, by language; of the adjective's forms the hero's."""
    goal = {"en": f"become {adjective.name}"}
    for code, become in (("es", "volverse"), ("fr", "devenir")):
        masculine, feminine = adjective.forms[code][:2]
        goal[code] = f"{become} {masculine if masculine == feminine else f'{{:{masculine}|{feminine}}}'}"
    return goal


def denied(deed: VerbPhrase | None) -> VerbPhrase:
    """What somebody does not want to do, or to be done, as a goal."""
    if deed is None:
        alone = lexicon.verbs_named("need nobody")[0]
        return VerbPhrase(alone.name, alone.goal)
    row = next(iter(lexicon.verbs_named(deed.verb)), None)
    if not deed.literal or (row is not None and row.act in _DAILY):
        return deed
    convince = lexicon.verbs_named("need not")[0]
    return VerbPhrase(convince.name, convince.goal, inner=deed)
