"""Read who finds out who did it: "Maya wants to know who ate the cake", "The case of the missing fish"."""

import re
from dataclasses import replace

from services.shared.tale.reading.english.reader import Reader
from services.shared.tale.reading.frames import spans
from services.shared.tale.reading.premises.literal import literal
from services.shared.tale.reading.premises.parts import RELATIVE, Who, child, kind, premise, who
from services.shared.tale.reading.premises.plainly import one_of
from services.shared.tale.wish.phrases import VerbPhrase
from services.shared.tale.wish.premise import Premise
from services.shared.tale.wish.wish import Wish
from services.shared.tale.words import lexicon

_DEEDS = {
    "take": ("taken", r"st[eo]al(?:s|ing)?|stolen?|tak(?:es?|en|ing)|took|snatch(?:es|ed|ing)?|swip(?:es?|ed|ing)"),
    "eat": ("eaten", r"eat(?:s|en|ing)?|ate|nibbl(?:es?|ed|ing)(?: (?:at|on))?|gobbl(?:es?|ed|ing)(?: up)?"),
    "hide": ("taken", r"hid(?:es?|den|ing)?"),
    "break": ("broken", r"br[eo]ak(?:s|ing)?|broken?|smash(?:es|ed|ing)?"),
    "leave": ("strange", r"leav(?:es?|ing)|left"),
    "make": ("strange", r"mak(?:es?|ing)|made"),
}
"""What somebody unknown has done: the sort of its plots, and the forms of its verb."""
_SAID = {
    "take": ("take @", "llevarse @", "prendre @", "took @", "se había llevado @", "avait pris @"),
    "eat": ("eat @", "comerse @", "manger @", "ate @", "se había comido @", "avait mangé @"),
    "hide": ("hide @", "esconder @", "cacher @", "hid @", "había escondido @", "avait caché @"),
    "break": ("break @", "romper @", "casser @", "broke @", "había roto @", "avait cassé @"),
    "leave": ("leave @", "dejar @", "laisser @", "left @", "había dejado @", "avait laissé @"),
    "make": ("make @", "hacer @", "faire @", "made @", "había hecho @", "avait fait @"),
}  # fmt: skip
"""Each deed in the languages, and the same as what was done."""
_FORMS = "|".join(rf"(?P<{verb}>{forms})" for verb, (_, forms) in _DEEDS.items())
_OFTEN = r"(?:(?:has|have|had|is|was|keeps?|kept|been|just|really|always|secretly|mysteriously)\s+)*"
_DONE = rf"{_OFTEN}(?:{_FORMS})\s+(?P<what>.+?)"
_TRIES = r"(?:(?:has|have|wants?|tr(?:y|ies)|decides?|needs?|sets? out|must|can|together|help \w+)\s+(?:to\s+)?)*"
_FINDS = rf"{_TRIES}(?:(?:find|figure|work)s?\s+out|discovers?|investigates?|learns?|knows?|solves?|cracks?|sees?)\s+"
_CASE = r"(?:(?:the|an?|her|his|their)\s+)?(?:[\w-]+\s+)?(?:mystery|case|riddle|puzzle)\s+of\s+"
_GONE = one_of("missing", "stolen", "vanished", "vanishing", "disappearing", "disappeared", "lost")
_END = r"\s*(?P<rest>[.!?,;].*|)$"
_FLAGS = re.IGNORECASE | re.DOTALL
_WHO_DID = re.compile(rf"^(?:{_FINDS})?(?:{_CASE})?(?:who|what)\s+{_DONE}{_END}", _FLAGS)
"""“finds out who ate the cake”"""
_MISSING = re.compile(rf"^(?:{_FINDS})?{_CASE}(?:the\s+)?{_GONE}\s+(?P<what>.+?){_END}", _FLAGS)
"""“solves the mystery of the missing fish”"""
_ODD = re.compile(
    rf"^{_FINDS}(?:(?P<case>{_CASE})|where\s+|what\s+)?(?P<what>(?:(?:the|an?|some)\s+)?"
    r"(?:(?:strange|mysterious|weird|odd|spooky|scary|creepy|funny)\s+)?"
    r"(?P<kind>noises?|sounds?|knocking|footprints?|tracks|pawprints?)"
    r"(?:\s+(?:in|on|at|under|behind)\s+[\w' -]+?)?)"
    rf"(?:\s+(?:comes?|is coming)(?:\s+from)?|\s+(?:is|are|was))?{_END}",
    _FLAGS,
)
"""“investigates strange noises in the attic”"""
_SOMEBODY = re.compile(
    rf"^(?:somebody|someone|something|an?\s+(?:mysterious|unknown)\s+\w+)\s+{_DONE}"
    r"(?P<rest>[.!?]\s.*|,?\s+(?:and|so|but)\s.*|[.!?]*)$",
    _FLAGS,
)
"""“Somebody keeps taking the cookies, and Maya wants to find out who”"""
_ASKED = re.compile(rf"^who\s+{_DONE}\s*(?:\?(?P<rest>.*))$", _FLAGS)
_VANISH = re.compile(
    r"^(?:(?:every|each)\s+(?:morning|night|day|evening|week),?\s+)?(?P<what>(?:[\w'-]+\s+){0,4}?[\w'-]+)\s+"
    r"(?:keeps?\s+(?:on\s+)?(?:disappearing|vanishing|going\s+missing|getting\s+(?:lost|stolen))"
    r"|(?:is|are|goes|go)\s+(?:missing|gone)|disappears?|vanish(?:es)?)(?P<place>\s+(?:from|in|at)\s+(?:the|an?|his|her|their)"
    r"(?:\s+[\w'-]+)+?)?(?P<rest>[.!?]\s.*|,?\s+(?:and|so|but)\s.*|[.!?]*)$",
    _FLAGS,
)
"""“Socks keep disappearing”, “Every morning one sock is missing”"""
_WHEN_GONE = re.compile(
    r"^(?P<before>\S.+?),?\s+(?:when|but|until|only to find(?: that)?)\s+(?:(?:suddenly|then|one day|one morning)\s+)?"
    r"(?:(?:he|she|they|it)\s+(?:notic|find|found|discover|see|saw|reali[sz])\w*\s+(?:that\s+)?)?"
    r"(?P<what>(?:all\s+)?(?:the|his|her|their|its|every)\s+[\w' -]+?)\s+"
    r"(?:(?:has|have|had|is|are|was|were|goes?|went|all|suddenly|mysteriously|been)\s+)*"
    r"(?:disappear(?:s|ed)?|vanish(?:es|ed)?|missing|gone|stolen)[.!]*$",
    _FLAGS,
)
"""“gets ready for the feast when all the pumpkins disappear”"""
_SOLVED = re.compile(
    r"\b(?:(?:out|knows?|discovers?) who|detectives?|investigat\w+|myster\w+|clues?|trap|catch|solves?|case|culprit"
    r"|thief)\b",
    re.IGNORECASE,
)
"""What makes a mystery of something that is gone, and no search."""
_KEEPS = re.compile(r"\b(?:keeps?|kept|been|every|each)\b", re.IGNORECASE)
_FIRST = re.compile(
    rf"^{_TRIES}(?:solves?|cracks?|investigates?)\s+(?:an?|the|her|his|their)\s+(?:[\w-]+\s+)?(?:case|mystery){_END}",
    _FLAGS,
)
"""“solves her first case”"""
_STOLEN = "the golden spoon"
"""What was taken, where the prompt does not say it."""
_AND = re.compile(r"^[\s,.;!?]*(?:(?:and|so|but|then)\s+)*", re.IGNORECASE)
_OTHER = re.compile(r"^(?:one|another|a|an)\s+", re.IGNORECASE)
_TRACES = re.compile(r"(?:foot|paw)|track", re.IGNORECASE)


def wish(text: str) -> Wish | None:
    """Who finds out what somebody unknown has done; None where that is known, and where what is gone is looked for."""
    return _of_nobody(text) or _of_somebody(text)


def _of_nobody(text: str) -> Wish | None:
    """Of a sentence that begins with what was done: "Somebody keeps taking the cookies", "Who ate the pie?"."""
    if asked := _ASKED.match(text):
        return _told(_solver(asked["rest"]), asked)
    if unknown := _SOMEBODY.match(text):
        again = _KEEPS.search(unknown[0]) and not unknown["rest"].strip(" .!?")
        return _told(_solver(unknown["rest"]), unknown) if again or _SOLVED.search(unknown["rest"]) else None
    if missing := _MISSING.match(text):
        return _of(Who(child(), None, ""), "take", f"the {missing['what']}")
    vanished = _VANISH.match(text)
    if vanished is None or not (_KEEPS.search(vanished[0]) and _SOLVED.search(vanished["rest"])):
        return None
    what = _OTHER.sub("the ", vanished["what"])
    what = what if spans.subject(what.lower()) is None else what.lower()
    return _of(_solver(vanished["rest"]), "take", f"{what}{vanished['place'] or ''}")


def _of_somebody(text: str) -> Wish | None:
    """Of a sentence that begins with who finds it out: "Maya wants to know who ate the cake"."""
    found = who(text)
    rest = RELATIVE.sub("", found.rest.strip()) if found else ""
    if found is None or (found.kind and found.kind not in lexicon.ALIVE | {"machine"}):
        # A whole village does it: somebody who lives there finds out.
        gone = _WHEN_GONE.match(rest) if found and found.kind in lexicon.WHERE else None
        return _meanwhile(Who(child(), None, ""), "", gone["what"]) if gone else None
    if missing := _MISSING.match(rest):
        return _of(found, "take", f"the {missing['what']}")
    if odd := _ODD.match(rest):
        return _of(found, "leave" if _TRACES.match(odd["kind"]) else "make", odd["what"])
    if did := _WHO_DID.match(rest):
        return _told(found, did)
    if gone := _WHEN_GONE.match(rest):
        return _meanwhile(found, text[: text.find(gone["before"]) + len(gone["before"])], gone["what"])
    return _of(found, "take", _STOLEN) if _FIRST.match(rest) else None


def _meanwhile(found: Who, before: str, what: str) -> Wish | None:
    """With what somebody was doing when it was gone; None for a being of their own, who is looked for."""
    told = _of(found, "take", what)
    if told is None or told.thing is None:
        return None
    own = told.thing.determiner.startswith("their") and kind(told.thing) in lexicon.ALIVE
    remarks = Reader(before).stated() if before else ()
    return None if own else replace(told, remarks=tuple(replace(remark, kind="first") for remark in remarks if remark))


def _solver(rest: str) -> Who:
    """Who acts in what is told after it; a child where nobody does."""
    clause = rest[_AND.match(rest).end() :]  # type: ignore[union-attr]
    found = who(clause) if clause else None
    acts = spans.subject(clause) if found else None
    return found if found and acts and acts.alive and acts.acts else Who(child(), None, "")


def _told(found: Who, said: re.Match[str]) -> Wish | None:
    verb = next(verb for verb in _DEEDS if said[verb])
    return _of(found, verb, said["what"])


def _of(found: Who, verb: str, what: str) -> Wish | None:
    """The wish to find out who it was; None where that what was done to is not named."""
    read = literal(f"{verb} {what.strip()}")
    if read is None or read.thing is None or not (read.thing.noun or read.thing.name):
        return None
    said = _SAID[verb]
    deed = VerbPhrase(verb, dict(zip(lexicon.CODES, said[:3], strict=True)), read.thing, complements=read.complements)
    named = read.thing.name or any(word.endswith("'s") for word in read.thing.adjectives)
    own = named or read.thing.determiner.startswith("their")
    known = read.thing if own else replace(read.thing, determiner="the")
    goal = VerbPhrase("find", _found_out(said[3:]), known)
    told = premise(found, "mystery", "", goal, thing=known)
    return replace(told, premise=Premise(_DEEDS[verb][0], deed=deed))


def _found_out(done: tuple[str, ...]) -> dict[str, str]:
    finds = ("find out who", "averiguar quién", "découvrir qui")
    return {code: f"{first} {last}" for code, first, last in zip(lexicon.CODES, finds, done, strict=True)}
