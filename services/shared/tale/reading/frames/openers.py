"""Turn a sentence that begins with a clause around: "When the lights go out, a mole tells stories"."""

import re

from services.shared.tale.reading.english.reader import Reader
from services.shared.tale.reading.frames import spans

_WHEN = re.compile(
    r"^(?P<link>when(?:ever)?|(?:every|each) time|after|if|while|since|as(?: soon as)?|because|although|though"
    r"|even though|before|until"
    r"|once(?! upon)|ever since"
    r"|now that|the (?:day|night|morning|moment) (?:that|when))\s+(?P<rest>(?!\w+ing\b).+)$",
    re.IGNORECASE | re.DOTALL,
)
_TIME = re.compile(
    r"^(?:(?:every|each|one|last|this|that|late one)\s+\w+|long ago|once|yesterday|today|at night|far away),\s+",
    re.IGNORECASE,
)
_OWNER = re.compile(r"(?P<who>[A-Z]\w+)['’]s\s+")
_CUT = re.compile(r",\s*(?:then\s+)?|\s+(?=(?:he|she|they|it|we|i|you)\s+(?!is\b|are\b)\w)", re.IGNORECASE)
_ANYBODY = re.compile(
    r"(?:it|everyone|everybody|nobody|no one|someone|somebody|something|everything|nothing|people|all)\b", re.IGNORECASE
)
_QUESTION = re.compile(r"(?:why|how|what|where|who|would|could|can|will|do|does|did|is|are)\b.*\?$", re.IGNORECASE)
_IT_IS = re.compile(
    r"^(?P<time>it(?:['’]s| is| was)\s+(?:the\s+)?(?:[\w-]+\s+){0,3}?(?:night|day|morning|evening|eve|winter|summer"
    r"|week|time|Christmas|Halloween|birthday|Eid|Easter|Diwali|Hanukkah)\b[^.,;]*?)\s*(?:[,;.]\s*(?:and|but)?|\b(?:and|but))\s+(?P<main>\S.+)$",
    re.DOTALL | re.IGNORECASE,
)
_RAINS = re.compile(
    r"^it\s+(?:suddenly\s+|starts?\s+to\s+|started\s+to\s+)?rain(?:s|ed|ing)?\s+"
    r"(?P<what>(?!in\b|on\b|all\b|every|for\b|so\b|and\b|again|cats and dogs|hard|until|when)\w+.*)$",
    re.IGNORECASE,
)


def statement(text: str) -> str:
    """The main clause first, its pronoun as whoever is meant, then the other; empty where there is no such clause."""
    if rains := _RAINS.match(text.rstrip("?!. ")):
        return f"A child collects {rains['what']}"
    it_is = _IT_IS.match(text)
    if it_is and (main := spans.subject(it_is["main"])) and main.alive:
        return f"{spans.capital(it_is['main'].rstrip('.'))} when {it_is['time'][:1].lower()}{it_is['time'][1:]}."
    match = _WHEN.match(_TIME.sub("", text))
    if match is None:
        return ""
    rest = match["rest"].strip()
    first = match["link"].split(maxsplit=1)[0].lower()
    link = (
        first
        if first in ("after", "while", "because", "although", "though", "before", "until")
        else "because"
        if first == "since"
        else "when"
    )
    cuts = ((rest[: cut.start()].strip(), rest[cut.end() :].strip()) for cut in _CUT.finditer(rest))
    return next((turned for clause, main in cuts if (turned := _turned(link, clause, main))), "")


def _turned(link: str, clause: str, main: str) -> str:
    """Both clauses, the one that the story is about first; empty where the text is not to be cut there."""
    said = spans.subject(clause)
    anybody = _ANYBODY.match(clause)
    if anybody is None and (said is None or not said.acts):
        return ""
    if _QUESTION.match(main):
        who = said.text if said else "it"
        return re.sub(r"\b(?:he|she|it|they)\b", who, main, count=1, flags=re.IGNORECASE)
    if pronoun := re.match(r"(he|she|they|it|we|i|you)\b\s+", main, re.IGNORECASE):
        return _meant(link, clause, pronoun[1], main[pronoun.end() :].rstrip("."))
    found = spans.subject(main)
    nobody = _ANYBODY.match(main)
    if not nobody and (found is None or not (found.acts or found.rest[:1].isalpha())):
        return ""
    own = nobody or found is None or not found.alive or re.match(r"(?:his|her|their)\b", main, re.IGNORECASE)
    if said and not anybody and said.alive and said.being.phrase.noun != "child" and own:
        return f"{spans.capital(clause)}. {spans.capital(main)}"
    return f"{spans.capital(main.rstrip('.'))} {link} {clause}."


def _meant(link: str, clause: str, pronoun: str, does: str) -> str:
    """The main clause with whoever its pronoun means."""
    said = spans.subject(clause)
    if owner := _OWNER.match(clause):
        # "When Samira's friend moves away, she": Samira does.
        own = {"she": "her", "he": "his"}.get(pronoun.lower(), "their")
        return f"{owner['who']} {does} {link} {own} {clause[owner.end() :]}."
    if said and _means(pronoun.lower(), said):
        # Who it is is said with the main clause now.
        again = f"{pronoun.lower()} {said.rest}" if pronoun.lower() in ("he", "she", "they") else clause
        return f"{said.text} {_met(does, clause)} {link} {again}."
    who = spans.whose(pronoun)
    return f"{who} {_met(does, clause)} {link} {clause}."


def _means(pronoun: str, said: spans.Subject) -> bool:
    """Whether the pronoun can mean the subject of the clause before."""
    gender = {"he": "m", "she": "f"}.get(pronoun, "")
    return pronoun == "it" or (said.alive and said.gender in ("", gender or said.gender))


def _met(main: str, clause: str) -> str:
    """The main clause with what "it" and "him" stand for: the object of the clause before."""
    reader = Reader(clause)
    reader.cast()
    deed = reader.verb_phrase(own=True)
    thing = deed.thing if deed else None
    if thing is None:
        return main
    name = thing.name or f"the {thing.noun}"
    return re.sub(
        r"\b(?:it|him|them)\b(?=\s*(?:$|[,.!;]|(?:to|and|but|so|before|with|in|on|at|from|back|home|for|into)\b))",
        name,
        main,
        count=1,
    )
