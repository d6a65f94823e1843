"""Put the words of Spanish and French where the English ones stand, before they are glossed one after the other."""

from collections.abc import Sequence

from services.shared.tale.reading.foreign.glossary import Glossary

_DENIALS = frozenset("pas plus jamais point guère".split())
_DATIVE = {
    "es": frozenset("gustar encantar costar faltar apetecer interesar importar aburrir dar doler".split()),
    "fr": frozenset(["plaire", "manquer"]),
}
"""Verbs whose subject in English is the one to whom it is so: "a Leo le gusta bailar"."""
_TEACH = {"es": ("enseñar", "a"), "fr": ("apprendre", "à")}
_CLAUSES = frozenset("cuando mientras donde dónde adónde qué cómo cuándo quand où".split())
"""Words after which the verb may stand before its subject."""
_COMES = frozenset(
    "salir llegar venir caer cantar dormir brillar vivir nacer morir pasar aparecer empezar volar nadar crecer volver"
    " ir desaparecer entrar surgir estallar florecer despertar tomber venir arriver dormir briller vivre naître chanter"
    " passer disparaître apparaître".split()
)
"""Verbs without an object."""
_OF_ITSELF = frozenset(
    "perder romper acabar apagar abrir cerrar despertar escapar enfermar morir ir caer quemar hundir congelar secar"
    " descomponer derretir terminar averiar".split()
)
"""Verbs that are without an object after "se": "se rompe la rueda"."""
_BRINGS = frozenset("llegar aparecer salir venir caer nacer desaparecer entrar surgir".split())
"""Verbs after which "un" begins their subject: "llega un mapache"."""
_STARTS = frozenset("y e pero entonces ahí allí , .".split())
_NEAR = 6
"""Words between two that belong together, at most."""


def english_order(words: Sequence[str], tables: Glossary) -> list[str]:
    """The words of a text, in an order that can be said word for word."""
    words = list(words)
    if tables.code == "fr":
        _deny_before(words, tables)
    else:
        _no_longer(words)
        _modal_first(words, tables)
    _subjects_first(words, tables)
    _clause_subjects_first(words, tables)
    _pupil_first(words, tables)
    return words


def _deny_before(words: list[str], tables: Glossary) -> None:
    """One word before the verb says no: "n'arrive pas" is "ne arrive", "il sait pas" is "il ne sait"."""
    at = 0
    while at < len(words):
        if words[at].lower() == "ne":
            after = range(at + 1, min(at + _NEAR, len(words)))
            second = next((index for index in after if words[index].lower() in _DENIALS), None)
            if second is not None:
                words[at] = "jamais" if words[second].lower() == "jamais" else "ne"
                del words[second]
        elif words[at].lower() in ("pas", "jamais") and at and _finite(words[at - 1], tables):
            words[at - 1 : at + 1] = ["ne" if words[at].lower() == "pas" else "jamais", words[at - 1]]
        at += 1


def _no_longer(words: list[str]) -> None:
    """Make "no quiere" of "ya no quiere": that it was so once is not said in English."""
    for at in range(len(words) - 2, -1, -1):
        if words[at].lower() == "ya" and words[at + 1].lower() == "no":
            del words[at]


def _finite(word: str, tables: Glossary) -> bool:
    return any(form.tense in ("present", "past") for _, form in tables.forms(word.lower(), exact=True))


def _modal_first(words: list[str], tables: Glossary) -> None:
    """Make "¿pueden los peces volar?" of "¿pueden volar los peces?"."""
    if words[:1] != ["¿"] or len(words) < 4 or not _finite(words[1], tables):
        return
    deed = any(form.tense == "infinitive" for _, form in tables.forms(words[2].lower()))
    if deed and (end := _phrase_end(words, 3, tables, anything=True)):
        words[2:end] = [*words[3:end], words[2]]


def _subjects_first(words: list[str], tables: Glossary) -> None:
    """Make "Leo gusta bailar" of "a Leo le gusta bailar"."""
    to = "a" if tables.code == "es" else "à"
    for at, word in enumerate(words):
        starts = (
            at == 0 or not words[at - 1][0].isalnum() or words[at - 1].lower() in ("y", "et", "que", "pero", "mais")
        )
        if word.lower() != to or not starts:
            continue
        for clitic in range(at + 2, min(at + _NEAR, len(words) - 1)):
            following = words[clitic + 1].lower()
            verbs = {infinitive for infinitive, _ in tables.forms(following)}
            if words[clitic].lower() in ("le", "les", "lui", "leur") and verbs & _DATIVE[tables.code]:
                del words[clitic], words[at]
                return


def _clause_subjects_first(words: list[str], tables: Glossary) -> None:
    """Make "cuando la luna sale" of "cuando sale la luna", where the clause ends after that."""
    for at in range(1, len(words) - 1):
        before = words[at - 1].lower()
        verb = at + (words[at].lower() == "no" and at + 2 < len(words))
        itself = words[verb].lower() == "se" and verb + 2 < len(words)
        verb += itself
        before = "cuando" if words[at - 2 : at] in (["un", "día"], ["una", "noche"]) else before
        before = "cuando" if before == "que" and words[at - 2].lower() in ("día", "noche", "mañana") else before
        alone = _COMES | _OF_ITSELF if itself else _COMES
        forms = {name for name, form in tables.forms(words[verb].lower()) if form}
        new = bool(forms & _BRINGS) and words[verb + 1 : verb + 2] in (["un"], ["una"], ["unos"], ["unas"])
        if not (before in _CLAUSES or (new and before in _STARTS)) or not forms & alone:
            continue
        end = _phrase_end(words, verb + 1, tables, anything=True)
        ends = new or end == len(words) or not words[end][0].isalnum() or words[end].lower() in ("y", "pero")
        if end and _finite(words[verb], tables) and ends:
            words[at:end] = [*words[verb + 1 : end], *words[at : verb + 1]]


def _pupil_first(words: list[str], tables: Glossary) -> None:
    """Make "enseña a su abuelo a leer" of "enseña a leer a su abuelo"."""
    teach, to = _TEACH[tables.code]
    for at in range(len(words) - 4):
        if words[at + 1].lower() != to or teach not in {
            infinitive for infinitive, _ in tables.forms(words[at].lower())
        }:
            continue
        if not any(form.tense == "infinitive" for _, form in tables.forms(words[at + 2].lower())):
            continue
        second = next((n for n in range(at + 3, min(at + 3 + _NEAR, len(words))) if words[n].lower() == to), None)
        end = second and _phrase_end(words, second + 1, tables)
        if second and end:
            words[at + 1 : end] = [*words[second:end], *words[at + 1 : second]]
        return


def _phrase_end(words: list[str], at: int, tables: Glossary, *, anything: bool = False) -> int:
    """Where a noun phrase for somebody, or for anything, ends; 0 where none begins."""
    alive = False
    start = at
    while at < len(words) and words[at][0].isalnum():
        found = tables.find(words[at].lower())
        name = words[at][0].isupper() and at > 0
        if not (name or found.noun or found.adjective or (at == start and found.word)):
            break
        alive = alive or name or bool(found.noun and (anything or found.noun.noun.alive))
        at += 1
    return at if alive else 0
