"""The finite forms of Spanish and French verbs that a tale is told in, such as the imperfect and the simple past."""

import re

from services.shared.tale.grammar import conjugation, past

_SHORT_STEMS = re.compile(r"(?:dorm|part|sort|sent|ment|serv|ouvr|couvr|offr|souffr|cueill|vêt)ir$")
"""French verbs in -ir whose imperfect has no -iss-."""
STATES = frozenset(
    "ser estar tener haber saber poder querer creer pensar amar odiar vivir conocer gustar encantar deber necesitar"
    " costar doler faltar preferir parecer soñar brillar dormir esperar existir sentir temer seguir oler detestar soler"
    " llevar importar desear extrañar entender caber apetecer valer llamar significar"
    " être avoir savoir pouvoir vouloir croire penser aimer détester vivre connaître devoir falloir adorer préférer"
    " sembler paraître rêver habiter dormir attendre exister sentir craindre rester manquer espérer souhaiter valoir"
    " ressembler plaire tenir appeler ennuyer briller".split()
)
"""Verbs that say how things are."""


def imperfect(infinitive: str, code: str, *, plural: bool) -> str:
    """How things were, in the third person: "dormía", "dormaient". `code`: BCP-47 code, es or fr."""
    prefix, row = conjugation.row(infinitive, code)
    if "imperfect" in row:
        return prefix + row["imperfect"][plural]
    if code == "es":
        ending = "aba" if infinitive.endswith("ar") else "ía"
        return f"{infinitive[:-2]}{ending}{'n' if plural else ''}"
    return f"{_french_stem(infinitive, prefix, row)}{'aient' if plural else 'ait'}"


def _french_stem(infinitive: str, prefix: str, row: dict[str, tuple[str, ...]]) -> str:
    if "stem" in row:
        return prefix + row["stem"][0]
    stem = infinitive.removesuffix("re") if infinitive.endswith("re") else infinitive[:-2]
    *_, last = conjugation.french_stems(infinitive, stem)
    return stem if _SHORT_STEMS.search(infinitive) else last


def simple_past(infinitive: str, code: str, *, plural: bool) -> str:
    """What happened, in the third person: "durmió", "trouvèrent"."""
    if code == "es":
        single = past.spanish(infinitive)
        return conjugation.spanish_plural(single, conjugation.fold(infinitive[-2:])) if plural else single
    single = past.french(infinitive)
    return conjugation.french_plural(single) if plural else single


def subjunctive(infinitive: str, *, plural: bool) -> str:
    """What was to be, in Spanish: "pudiera"."""
    return f"{simple_past(infinitive, 'es', plural=True)[:-3]}ra{'n' if plural else ''}"


def conditional(future: str, code: str) -> str:
    """Of a form of the future what would be: "será" gives "sería"; empty for any other form."""
    pairs = {"es": (("rán", "rían"), ("rá", "ría")), "fr": (("ront", "raient"), ("ra", "rait"))}[code]
    for ending, instead in pairs:
        if future.endswith(ending):
            return future.removesuffix(ending) + instead
    return ""
