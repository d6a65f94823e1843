"""Write a Spanish or French prompt as its language spells it: people type "q", "xq", "cest", and leave accents out."""

import re

from services.shared.tale.reading.foreign.glossary import Glossary, glossary
from services.shared.tale.reading.foreign.surface import apart
from services.shared.tale.words import lexicon

_SHORT = {
    "es": {
        "q": "que", "k": "que", "ke": "que", "xq": "porque", "xk": "porque", "pq": "porque", "porq": "porque",
        "prq": "porque", "tb": "también", "tmb": "también", "tbn": "también", "x": "por", "xa": "para", "pa": "para",
        "d": "de", "dl": "del", "bn": "bien", "cdo": "cuando", "cuando": "cuando", "aser": "hacer", "nomás": "",
        "ahi": "ahí", "asta": "hasta",
    },
    "fr": {
        "pk": "pourquoi", "pq": "pourquoi", "pkoi": "pourquoi", "pcq": "parce que", "psk": "parce que",
        "parceque": "parce que", "ki": "qui", "ke": "que", "tjs": "toujours", "tjrs": "toujours", "bcp": "beaucoup",
        "qd": "quand", "ds": "dans", "av": "avec", "pr": "pour", "tt": "tout", "pis": "puis", "jai": "j'ai",
        "cest": "c'est", "cetait": "c'était", "c": "c'est", "ya": "il y a", "y'a": "il y a", "y'avait": "il y avait",
        "t'as": "tu as", "chui": "je suis", "jveux": "je veux", "jvoudrais": "je voudrais", "jaimerais": "j'aimerais",
        "aujourdhui": "aujourd'hui", "quelquun": "quelqu'un", "stp": "s'il te plaît", "svp": "s'il vous plaît",
        "pi": "puis", "fak": "alors", "icitte": "ici",
    },
}  # fmt: skip
"""What is typed for short, as a phone's owner does."""
_QUESTIONS = {"es": frozenset("xq xk pq porq prq".split()), "fr": frozenset()}
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_SPACED = re.compile(r"\b([ldnsjmtc]|qu) (?=[aeiouyhéèêàâîôœ])", re.IGNORECASE)
"""An elided word that has lost its apostrophe: "l ours"."""
_JOINED = re.compile(r"(qu|[ldnsjmtc])(?=[aeiouyhéèêàâîôœ])")
_ELIDES = {"l", "d", "qu"}
_CONTEXTS = {
    "es": (
        (re.compile(r"\b(para|con|de|a|que|por|sin) el(?= ?(?:$|[.,;!?]))", re.IGNORECASE), r"\1 él"),
        (re.compile(r"\b(que|se|y|él|ella|no|ya) esta(?= \w+(?:ando|iendo|ado|ada|ido|ida|oso|osa)\b)"), r"\1 está"),
        (re.compile(r"\b(\w+) esta(?= (?:en|muy|a punto|sol[oa]|enferm[oa]|trist[e]|perdid[oa])\b)"), r"\1 está"),
        (re.compile(r"\b((?:su|mi|tu|el|al|del) )papa\b", re.IGNORECASE), r"\1papá"),
        (re.compile(r"\b((?:su|mi|tu)s )papas\b", re.IGNORECASE), r"\1papás"),
        (re.compile(r"\b(de|tiene|cumple|con) (\w+) ano(s?)\b"), r"\1 \2 año\3"),
    ),
    "fr": (
        (re.compile(r"\bdes que\b"), "dès que"),
        (re.compile(r"\bpis y (?=\w)"), "puis il "),
        (re.compile(r"\bca\b"), "ça"),
        (re.compile(r"\ba (?=(?:se |s'|la |le |les |l')?\w+(?:er|ir|oir|dre|tre|ire)\b)"), "à "),
        (re.compile(r"\b(jusqu'|grâce |face |peur |parle |apprend |pense |joue |rêve |va |vont )a "), r"\1à "),
        (re.compile(r"^a (?=quoi|qui|quelle|la|l')", re.IGNORECASE), "à "),
    ),
}  # fmt: skip
"""Words that are others with an accent, by what stands beside them."""
_DONE = re.compile(
    r"\b(?P<has>a|ont|est|sont|avait|s'est|se sont)(?P<between> (?:pas|plus|tout|bien))? (?P<verb>\w+e)\b"
)


def spelt(text: str, code: str) -> str:
    """The text, in the language of this BCP-47 code (es or fr), with its accents and without abbreviations."""
    tables = glossary(code)
    text = text.replace("’", "'").replace("´", "'")
    if code == "fr":
        text = _SPACED.sub(r"\1'", text)
    for pattern, instead in _CONTEXTS[code]:
        text = pattern.sub(instead, text)
    written = _WORD.sub(lambda match: _word(match, tables), text)
    return _DONE.sub(lambda match: _done(match, tables), written) if code == "fr" else written


def _word(match: re.Match[str], tables: Glossary) -> str:
    word, before = match[0], match.string[: match.start()].rstrip()
    lower, code = word.lower(), tables.code
    if lower in _QUESTIONS[code] and not re.search(r"\w", before):
        return "por qué"
    if lower in _SHORT[code]:
        return _SHORT[code][lower]
    if lower in lexicon.names() and (word != lower or not _determined(before)):
        return word
    if word != lower and re.search(r"\w", before):
        # A name, or a shout.
        return word
    told = "'".join(_accented(part, tables) for part in lower.split("'"))
    if told == lower and code == "fr" and not tables.known(lower):
        told = _elided(lower, tables)
    return told if word == lower else told[:1].upper() + told[1:]


def _accented(word: str, tables: Glossary) -> str:
    return word if apart(word, tables.code) != word else tables.spelt(word)


def _determined(before: str) -> bool:
    """Whether an article stands before a word, which is then no name: "una nina"."""
    return bool(re.search(r"\b(?:una?|las?|l[oe]s?|el|su|sa|son|mi|ma|mon|une)$", before, re.IGNORECASE))


def _elided(word: str, tables: Glossary) -> str:
    """The word with the apostrophe that it has lost: "lours" is "l'ours"."""
    found = _JOINED.match(word)
    rest = word[found.end() :] if found else ""
    if found and found[1] in _ELIDES and tables.find(rest) and len(rest) > 1:
        return f"{found[1]}'{tables.spelt(rest)}"
    return word


def _done(match: re.Match[str], tables: Glossary) -> str:
    """A participle with its accent: "a trouve" is "a trouvé"."""
    participle = f"{match['verb'][:-1]}é"
    forms = tables.forms(participle, exact=True)
    known = tables.find(match["verb"])
    if known.adjective or known.noun or not any(form.tense == "participle" for _, form in forms):
        return match[0]
    return f"{match['has']}{match['between'] or ''} {participle}"
