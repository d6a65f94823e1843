"""Say as a search that something is gone: "Somebody has stolen the bell", "The day the colours disappeared"."""

import re

from services.shared.tale.reading.frames import spans
from services.shared.tale.words import lexicon

_THE_DAY = re.compile(
    r"^(?:(?:the|one|last|this)\s+(?:\w+\s+)?(?:day|night|morning|evening|summer|winter|week|year|time)"
    r"(?:\s+(?:that|when))?,?|suddenly,?|yesterday,?|oh no[,!]?)\s+(?=\S+\s+\S)",
    re.IGNORECASE,
)
_STOLEN = re.compile(
    r"^(?:somebody|someone|something|nobody knows who|a thief|thieves|an? unknown \w+)\s+(?:has |have |had |just )*"
    r"(?:stole|stolen|steals?|took|taken|takes|hid|hidden|hides)\s+(?P<what>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_OFTEN = (
    r"(?:(?:has|have|had|is|are|was|were|been|goes|go|went|gone|got|gets|just|all|suddenly|mysteriously"
    r"|still)\s+)*"
)
_GONE = re.compile(
    rf"^(?P<what>(?:all\s+)?(?:the|my|our|his|her|their|every|[A-Z][\w'’-]+|somebody['’]s)\b[^.,;!?]*?)\s+(?:"
    rf"{_OFTEN}(?:missing|disappear(?:s|ed)?|vanish(?:es|ed)?)|(?:is|are|was|were|has|have)\s+(?:all\s+)?(?:gone|"
    r"(?:been\s+)?stolen|lost))\b(?P<rest>(?!\s+(?:the|a|an|my|her|his|their|in|on|to|at|for|with)\b).*)$",
    re.DOTALL,
)
_DYING = re.compile(
    r"^(?P<what>(?:all\s+)?(?:the|my|our|his|her|their|an?\s+[\w -]+?['’]s|[A-Z][\w'’-]+)\b[^.,;!?]*?)"
    r"\s+(?:is|are|was|were|keeps?)\s+(?:slowly\s+)?"
    r"(?:dying|fading|wilting|withering|melting|drying up|falling apart)\b(?P<rest>.*)$",
    re.DOTALL,
)
_AWAY = re.compile(
    r"^(?P<what>(?:my|our|his|her|their|[A-Z][\w-]+['’]s|(?:an?|the)\s+[\w-]+['’]s)\s+[^.,;!?]*?)\s+"
    r"(?:has |have |had )?(?:(?:(?P<walks>ran|run|runs|walks|walked|wandered)|flew|flown|flies|got|gets|broke"
    r"|floats?|floated|drifts?|drifted|blows|blew|blown|rolls|rolled)\s+(?:away|off|out|loose)"
    r"|escape[sd]?)\b(?P<rest>.*)$",
    re.DOTALL | re.IGNORECASE,
)
_CALLED = re.compile(
    r"^(?P<own>(?:my|our|his|her|their)\s)[\w ]+?,\s+an?\s+(?P<what>[\w ]+?\s+(?:called|named)\s+[A-Z]\w+)\s*,\s*",
    re.IGNORECASE,
)
"""“Our class pet, a gecko called Ziggy,”"""
_CASE = re.compile(
    r"^(?:the\s+)?(?:mystery|case|riddle)\s+of\s+(?P<what>(?:the\s+|an?\s+)?(?:missing|lost|stolen|vanished)\s+.+)$",
    re.IGNORECASE,
)
_CUT = re.compile(r"\s*(?:[,.;!?]\s*(?:and|but|so)?|\b(?:and|but|so)\b)\s+(?=\S)")
_ONLY = re.compile(r"^only\s+")
_OWNER = re.compile(r"^(?P<who>(?:(?:my|our|his|her|the)\s+)?(?:[\w-]+\s+){0,2}?[\w-]+?)['’]s?\s+(?P<thing>.+)$", re.I)
_PRONOUN = re.compile(r"\b(?:it|them|him|her)\b(?!\s+\w+ly\b)(?=\s*(?:$|[,.!;]|(?:back|before|and|in|on|from)\b))")
_SEARCHES = re.compile(r"\b(?:find|finds|get|gets|bring|brings|search|searches|look|looks|rescue|save|steal)\b")


def statement(text: str) -> str:
    """Who looks for it: whoever the text names, its owner, or a child; empty where nothing is gone."""
    told = _THE_DAY.sub("", text.strip())
    if match := _CASE.match(told):
        return f"A child looks for {match['what']}"
    if match := _STOLEN.match(told):
        what, rest = _divided(match["what"])
        return _sought(what, rest, stolen=True)
    dying = _DYING.match(told[:1].upper() + told[1:])
    if dying and _is_lost(dying["what"]):
        return _sought(dying["what"], dying["rest"], "saves")
    told = _CALLED.sub(r"\g<own>\g<what> ", told)
    if match := _AWAY.match(told[:1].upper() + told[1:]):
        return "" if match["walks"] and _is_thing(match["what"]) else _sought(match["what"], match["rest"])
    match = _GONE.match(told[:1].upper() + told[1:] if told != text else told)
    if match is None or not _is_lost(match["what"]):
        return ""
    return _sought(match["what"], match["rest"], stolen="stolen" in match[0][len(match["what"]) :])


def _is_lost(what: str) -> bool:
    """Whether it is looked for, and does not itself get away: "our cat", "the sun", but not "the wizard"."""
    found = spans.subject(what)
    beside = found.rest.partition(" ")[0] if found else ""
    if found is None or (found.rest and beside not in lexicon.prepositions()):
        return False
    own = re.match(r"(?:my|our|his|her|their)\b|.+['’]s\s", what, re.IGNORECASE)
    thing = spans.kind(found.being) not in lexicon.ALIVE and bool(found.being.phrase.noun)
    is_gone = spans.kind(found.being) == "animal" and what.lower().startswith("the ")
    return is_gone or thing or own is not None or bool(found.being.name and not found.being.phrase.noun)


def _is_thing(what: str) -> bool:
    """Whether it has no legs of its own: a teapot that runs away is the hero, and no dog that got lost."""
    noun, _ = lexicon.noun_forms().get(what.rsplit(maxsplit=1)[-1].lower(), (None, False))
    return noun is not None and not noun.alive


def _divided(text: str) -> tuple[str, str]:
    """What is gone, and what else is told."""
    cut = _CUT.search(text)
    while cut and not spans.subject(_ONLY.sub("", text[cut.end() :])):
        cut = _CUT.search(text, cut.end())
    return (text[: cut.start()], text[cut.start() :]) if cut else (text.rstrip(" .!?"), "")


def _sought(what: str, rest: str, verb: str = "looks for", *, stolen: bool = False) -> str:
    first, _, others = what.partition(" ")
    what = f"{first.lower()} {others}" if first.lower() in ("the", "all", "my", "our", "his", "her") else what
    several = _several(what)
    why = f", because somebody has stolen {'them' if several else 'it'}"
    why = "" if verb == "saves" else why if stolen else f", because {what} {'have' if several else 'has'} disappeared"
    told = _CUT.sub("", f" {rest}", count=1).strip(" .,!?") if _CUT.match(f" {rest}") else rest.strip(" .,!?")
    told = re.sub(r"^(?:and|but|so)\s+", "", told)
    only = _ONLY.sub("", told)
    goes_on = spans.subject(told) if told else None
    told = told if (goes_on and goes_on.acts) or spans.PRONOUN.match(told) else ""
    found = spans.subject(only) if only else None
    if found and found.alive and found.acts and not found.rest.startswith(("'s", "is ", "are ")):
        does = found.rest.rstrip(" .!?")
        met = _PRONOUN.sub(what, does, count=1)
        if _SEARCHES.search(does) and (met != does or what.split()[-1] in does):
            return f"{spans.capital(found.text)} {met}{why}"
        return f"{spans.capital(found.text)} {verb} {what}{why}. They {does}"
    owner = _OWNER.match(what)
    whose = spans.subject(owner["who"]) if owner else None
    if owner and whose and whose.alive and not whose.rest and spans.subject(owner["thing"]) is not None:
        after = f". {spans.capital(told)}" if told else ""
        own = f"{whose.own} {owner['thing']}"
        return f"{spans.capital(owner['who'])} {verb} {own}{why.replace(f'because {what} ', f'because {own} ')}{after}"
    who = spans.whose(first) if re.match(r"(?:my|our|his|her)\b", what) else "A child"
    who, what = ("A child", re.sub(r"^(?:my|our)\b", "their", what)) if who in ("I", "We") else (who, what)
    return f"{who} {verb} {what}{why}" + (f". {spans.capital(told)}" if told else "")


def _several(what: str) -> bool:
    found = spans.subject(what)
    return found is not None and found.being.several
