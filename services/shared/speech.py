"""What is said aloud in a sentence, by its quotation marks or dashes, in English, Spanish and French."""

import re

Span = tuple[int, int]
"""Start and end in a text."""

SAYING = {
    "en": frozenset(
        "said says asked asks cried cries whispered whispers shouted shouts replied replies answered answers called"
        " calls yelled laughed sighed exclaimed added muttered murmured mumbled begged wondered explained roared"
        " growled squeaked chirped sang told warned agreed promised insisted continued began giggled sobbed gasped"
        " screamed hissed barked purred croaked quacked hooted squealed suggested repeated declared announced"
        " snapped groaned moaned howled boomed joked admitted thought replied ordered observed remarked".split()
    ),
    "es": frozenset(
        "dijo dice decía preguntó pregunta preguntaba gritó grita susurró susurra respondió responde contestó"
        " contesta exclamó exclama murmuró murmura añadió añade llamó pidió suspiró explicó cantó repitió continuó"
        " insistió sollozó rugió gruñó ladró maulló rio advirtió ordenó prometió dijeron gritaron pensó replicó"
        " avisó".split()
    ),
    "fr": frozenset(
        "dit disait demanda demande demandait cria crie criait murmura murmure répondit répond répondait s'écria"
        " s'écrie s'exclama s'exclame exclama exclame écria écrie chuchota chuchote ajouta ajoute appela soupira"
        " expliqua chanta répéta continua insista sanglota rugit grogna aboya miaula rit ordonna promit fit lança"
        " reprit répliqua pensa prévint dirent crièrent déclara annonça".split()
    ),
}
"""Verbs with which a story says who speaks, by language."""
_PAIRS = {"“": "”", "«": "»", "„": "“", "‘": "’"}
_DASHES = "—–―"
_DIALOGUE = re.compile(rf"\s*[{_DASHES}]|\s*-\s")
_STRAIGHT = re.compile(r"[\"']")
_SINGLE = re.compile(r"‘([^‘’“”]*(?:’\w[^‘’“”]*)*)’(?!\w)")
_OPENS = re.compile(rf"(?:^|[\s(\[{_DASHES}“‘«/-])$")
_CLOSER = re.compile(r"(?<=[^\s])'(?!\w)")


def curly(text: str) -> str:
    """The text with curly quotation marks and apostrophes for straight ones, and double ones around what is said.

    It is as long as before: one mark stands for one.
    """
    found: list[str] = []
    end = 0
    last = max((match.start() for match in _CLOSER.finditer(text)), default=-1)
    for match in _STRAIGHT.finditer(text):
        found.append(text[end : match.start()])
        before = found[-1][-1:] or (found[-2] if len(found) > 1 else "")
        end = match.end()
        opens = bool(_OPENS.search(before))
        if match[0] == '"':
            found.append("“" if opens else "”")
        else:
            # One that stands before a word opens only where another one closes: not in "'tis".
            found.append("‘" if opens and last >= end else "’")
    found.append(text[end:])
    return _SINGLE.sub(r"“\1”", "".join(found))


def spans(text: str, language: str) -> list[Span]:
    """The parts of a sentence that are said aloud, without their marks; the speech may begin before it, or go on."""
    marked = curly(text)
    match = _DIALOGUE.match(marked)
    found = _after_dash(marked, match.end(), language) if match else _quoted(marked)
    return [(start, end) for start, end in found if any(map(str.isalnum, marked[start:end]))]


def narrated(text: str, language: str) -> str:
    """What of the sentence the narrator says, with " | " for each part that is said aloud."""
    kept, end = [], 0
    for start, stop in spans(text, language):
        kept.append(text[end:start])
        end = stop
    return " | ".join([*kept, text[end:]])


def _quoted(text: str) -> list[Span]:
    """Between quotation marks; the outermost where some stand inside others."""
    found: list[Span] = []
    opened, closing = -1, ""
    for index, character in enumerate(text):
        if opened < 0 and character in _PAIRS and character != "‘":
            opened, closing = index + 1, _PAIRS[character]
        elif opened >= 0 and character == closing:
            found.append((opened, index))
            opened = -1
        elif opened < 0 and character in "”»" and not found:
            found.append((0, index))
    if opened >= 0:
        found.append((opened, len(text)))
    return found


def _after_dash(text: str, start: int, language: str) -> list[Span]:
    """Of a line of dialogue such as "—¿Quién? —preguntó Ana—. No fui yo." or "— Qui est là ? demanda Léa."."""
    dashes = [index for index in range(start, len(text)) if text[index] in _DASHES]
    if dashes:
        bounds = [start, *(bound for index in dashes for bound in (index, index + 1)), len(text)]
        return [(bounds[at], bounds[at + 1]) for at in range(0, len(bounds), 4)]
    saying = "|".join(map(re.escape, sorted(SAYING[language])))
    tag = re.compile(rf"(?<=[,?!….])\s+(?:{saying})\b[^,.!?]*[,.!?]*", re.IGNORECASE)
    match = tag.search(text.replace("’", "'"), start)
    return [(start, match.start()), (match.end(), len(text))] if match else [(start, len(text))]
