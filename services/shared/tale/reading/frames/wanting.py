"""Say as a deed what somebody wishes or dreams of: "I wish I could fly", "Her dream is to sing"."""

import re
from collections.abc import Callable

from services.shared.tale.reading.english.grammar_words import ARTICLES, NUMBERS, OWN
from services.shared.tale.reading.frames import spans

_OFTEN = r"(?:(?:really|just|only|always|so|secretly|often|sometimes|all|still|deeply|dearly|quietly)\s+)*"
_WISH = re.compile(
    rf"^(?P<who>(?:[^\s.!?,]+\s+){{1,9}}?){_OFTEN}(?P<verb>wish(?:es|ed)?|hope[sd]?(?=\s+(?:that|it|he|she|they)\b))\s+"
    r"(?:(?:so much|more than anything),?\s+)?(?:that\s+)?(?P<clause>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_ONLY = re.compile(r"^\W*(?:oh,?\s+)?(?:if only|i['’]d wish)\s+(?P<clause>.+)$", re.IGNORECASE | re.DOTALL)
_NOUN = frozenset(ARTICLES) | OWN | NUMBERS | frozenset("birthday last first only one secret of to a".split())
"""Before "wish" these say that it is a thing: "the last wish", "three wishes"."""
_CLAUSE = re.compile(
    r"^(?P<who>.+?)\s+(?:(?:just|really|only|also|still)\s+)?"
    r"(?P<how>had|have|has|could|can|was|were|weren['’]t|wasn['’]t|would|wouldn['’]t|will|knew|knows|lived|lives"
    r"|did not have to|didn['’]t have to|didn['’]t need to|never had to|did not|didn['’]t"
    r"|couldn['’]t)\b\s*(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_PLAIN = ("i", "we", "you", "they")
"""Those whose verbs have no ending."""
_PRONOUN = re.compile(r"i|we|he|she|it|they|you", re.IGNORECASE)
_DREAM = re.compile(
    r"^(?P<whose>.+?)\s+(?:[a-z-]+\s+){0,3}?"
    r"(?P<what>wish|dream|goal|hope|plan|ambition|desire|aim|mission|task|job|quest|fear|problem)"
    r"(?:\s+(?:in life|(?:this|next) \w+|for (?:this|the|next) \w+(?: \w+)?|of all|as a \w+))?"
    r"\s+(?:is|was|has (?:always )?been|had always been|will be)\s+(?:always\s+|still\s+|simply\s+|just\s+"
    r")?(?P<rest>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_OWNED = re.compile(r"^(?:(?P<pronoun>my|our|his|her|their|its)|(?P<owner>.+)['’]s?)$", re.IGNORECASE)
_OF = re.compile(
    r"^(?:the|a)\s+(?:[a-z-]+\s+){0,2}?(?:wish|dream|goal|hope|plan|ambition|fear)\s+of\s+(?P<who>(?:an?|the"
    r"|my|two)\s.+?|[A-Z]\w+)\s+"
    r"(?:is|was)\s+(?P<rest>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_WHAT = re.compile(
    r"^(?:all|what|the (?:only )?thing)\s+(?:that\s+)?(?P<who>.+?)\s+(?:ever\s+|really\s+)?"
    r"(?:wants?|wanted|wish(?:es|ed)?(?: for)?|dreams? of|dreamed of|dreamt of)\s+"
    r"(?:(?:most|more than anything|for (?:his|her|my|their|the) \w+|in the (?:whole |wide )?world)\s+)*(?:is"
    r"|was)\s+(?P<rest>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_WHOSE = re.compile(
    r"^(?P<who>.+?)\s+whose\s+(?:[a-z-]+\s+){0,3}?(?P<what>wish|dream|goal|hope|ambition|mission|job|fear)\s+"
    r"(?:in life\s+)?(?:is|was)\s+(?P<rest>.+)$",
    re.IGNORECASE | re.DOTALL,
)


Row = tuple[str, str, str]
"""How it is said, what follows, and the deed. {want} is who wants, {1} and {2} what the pattern finds."""
_SELF: tuple[Row, ...] = (
    ("did not have to|didn't have to|didn't need to|never had to", r"(.+)", "{who} {do} not want to {1}"),
    ("had|have|has", r"(.+)", "{want} to {have}"),
    ("could|can|would|will", r"(.+)", "{want} to {1}"),
    ("knew|knows", r"((?:why|what|where|who|when|if|whether|how(?! to))\b.+?)[.!]*", "{1}?"),
    ("knew|knows", r"(how to .+)", "{want} to learn {1}"),
    ("knew|knows", r"(.+)", "{want} to find out {1}"),
    ("lived|lives", r"(?:in|inside|on|at) (.+)", "{want} to move to {1}"),
    ("was|were", r"(?:able|allowed|free|going|(?:brave|big|old|strong|tall) enough) (to .+)", "{want} {1}"),
    ("was|were", r"not (?:so )?(.+)", "{who} {be} {1}"),
    ("was|were", r"(?:in|at|on) (.+)", "{want} to travel to {1}"),
    ("was|were", r"((?:friends|the best|like|kind|brave)\b.*)", "{want} to be {1}"),
    ("was|were", r"(.+)", "{want} to become {1}"),
    ("weren't|wasn't", r"(?:so )?(.+)", "{who} {be} {1}"),
)
"""What somebody wishes of themselves."""
_OTHERS: tuple[Row, ...] = (
    ("could|can", r"(.+)", "{want} to teach {subject} to {1}"),
    ("would|will", r"(?:come|be) (?:back|home)\b(.*)", "{want} to bring back {subject}{1}"),
    ("would|will", r"(.+)", "{want} to persuade {subject} to {1}"),
    ("was|were", r"(?:(?:still|really) )?(?:alive|real|here|my|our|friends)\b.*", "{want} to befriend {subject}"),
    ("had", r"(.+)", "{want} to find {1} for {subject}"),
    ("lived|lives|was|were", r"(?:closer|nearer|here|near|next door|in|on|at|with)\b.*", "{want} to visit {subject}"),
)
"""What somebody wishes of somebody else."""
_THINGS: tuple[Row, ...] = (
    ("would|will", r"(?:come|be) (?:back|home)\b(.*)", "{want} to bring back {subject}{1}"),
    ("would|will", r"(?:stop|end)\b.*", "{want} to stop {subject}"),
    ("would|will|could|can", r"(.+)", "{want} to help {subject} to {1}"),
    ("was|were", r"(?:(?:still|really) )?(?:real|here|my|our|mine)\b.*", "{want} to find {subject}"),
    ("had", r"(.+)", "{want} to find {1} for {subject}"),
    ("was|were", r"(?:in|on|at) (.+)", "{want} to move {subject} to {1}"),
)
"""What somebody wishes of a thing."""
_IT: tuple[Row, ...] = (
    (".*", r"(?:be )?(snow|rain|stop snowing|stop raining)(?:ing|s|ed)?\b(.*)", "{want} to make it {1}{2}"),
    ("was|were", r"(?:(?:always|already|still) )?(.+)", "{want} to {time}"),
)
_THAT = r"(?:to|that (?:i|we|he|she|it|they) (?:can|could|will|would|may))"
_DREAMT: tuple[Row, ...] = (
    ("fear", r"(?:of |to be )?(.+)", "{who} {be} afraid of {1}"),
    ("problem", r"that (?:i|we|he|she|it|they) (.+)", "{who} {1}"),
    (".*", rf"{_THAT} (?:have|own|get) (an? .+)", "{want} to {have}"),
    (".*", rf"{_THAT} be ((?:the|an?) [a-z]+ [a-z]+.*|an? .+)", "{want} to become {1}"),
    (".*", rf"{_THAT} (.+)", "{want} to {1}"),
    (".*", r"that (.+)", "{wish}"),
    (".*", r"([a-z]+ing\b.*)", "{want} to {base}"),
    (".*", r"((?:an?|the|my|his|her|some|more) .+)", "{want} to {have}"),
)  # fmt: skip
"""What somebody's dream, task or fear is."""


def statement(text: str) -> str:
    """The same as what somebody wants to do; empty for a text that is no wish."""
    if match := _ONLY.match(text):
        return _wish("I", match["clause"])
    return _dreamt(text) or _wished(text)


def wished(who: str, clause: str) -> str:
    """A deed from how somebody wishes that it were, "I could fly"; empty where it says nothing that can be done."""
    said = _wish(who, clause)
    return said if re.match(rf"{re.escape(who)} wants?\b", said) else ""


def _wished(text: str) -> str:
    match = _WISH.match(text)
    if match is None:
        return ""
    who, verb = match["who"].strip(), match["verb"].lower()
    if who.lower().split()[-1] in _NOUN or not _alone(who) or (verb == "wish" and not _many(who)):
        return ""
    return _wish(_subject(who), match["clause"])


def _dreamt(text: str) -> str:
    if match := _WHOSE.match(text):
        return _dream(f"{match['who']} who", match["what"], match["rest"])
    if match := _OF.match(text):
        return _dream(f"{match['who'][:1].upper()}{match['who'][1:]}", "dream", match["rest"])
    if (match := _WHAT.match(text)) and spans.subject(match["who"]):
        return _dream(_subject(match["who"]), "dream", match["rest"])
    if (match := _DREAM.match(text)) and (owned := _OWNED.match(match["whose"])):
        who = spans.whose(owned["pronoun"]) if owned["pronoun"] else owned["owner"]
        return _dream(who, match["what"], match["rest"])
    return ""


def _alone(who: str) -> bool:
    """Whether the text is somebody and nothing else: not "a genie grants every"."""
    if re.fullmatch(r"(?:my |our |his |her )?\w+", who):
        return True
    found = spans.subject(who)
    return found is not None and found.rest.lower() in ("", "who", "that")


def _many(who: str) -> bool:
    """Whether "wish" without an ending can be what they do."""
    words = who.lower().removesuffix(" who").removesuffix(" that").split()
    if words[0] in ("i", "we", "you", "they") and len(words) == 1:
        return True
    found = spans.subject(who)
    return "and" in words or words[0] in NUMBERS or bool(found and found.being.several)


def _wish(who: str, said: str) -> str:
    """A deed from how somebody wishes that it were; what nobody can do is told as if it were so."""
    if match := re.match(r"for\s+(?P<thing>.+)$", said, re.IGNORECASE | re.DOTALL):
        return f"{_want(who)} to {_have(match['thing'])}"
    match = _CLAUSE.match(said)
    if match is None:
        return ""
    subject, how, rest = match["who"], match["how"].lower().replace("’", "'"), " ".join(match["rest"].split())
    if subject.lower() == "there":
        return f"{_want(who)} to {_have(rest)}" if rest and how in ("was", "were") else ""
    if subject.lower() in ("it", "today", "tomorrow") and (found := _said(_IT, who, how, rest)):
        return found
    if _PRONOUN.fullmatch(subject) and _same(who, subject):
        return _said(_SELF, who, how, rest) or f"{who} {how} {rest}"
    someone = spans.subject(subject)
    return _said(_OTHERS if someone and someone.alive else _THINGS, who, how, rest, subject) or said


def _said(rows: tuple[Row, ...], who: str, how: str, rest: str, subject: str = "") -> str:
    """The deed of the first row that fits."""
    for hows, pattern, told in rows:
        deed = told
        match = re.fullmatch(pattern, rest, re.IGNORECASE | re.DOTALL) if re.fullmatch(hows, how) else None
        if match is None:
            continue
        first = match[1] if match.re.groups else ""
        second = match[2] if match.re.groups > 1 else ""
        for slot, make in _MADE.items():
            if slot in deed:
                deed = deed.replace(slot, make(first))
        if "{wish}" in deed:
            deed = _wish(who, first) or first
        several = who.lower() in _PLAIN
        be = "am" if who.lower() == "i" else "are" if several else "is"
        deed = deed.replace("{be}", be).replace("{do}", "do" if several else "does")
        deed = deed.replace("{want}", _want(who)).replace("{who}", who).replace("{subject}", subject)
        return deed.replace("{1}", first).replace("{2}", second)
    return ""


def _want(who: str) -> str:
    return f"{who} {'want' if who.lower() in _PLAIN else 'wants'}"


def _same(who: str, pronoun: str) -> bool:
    """Whether the pronoun can mean who wishes."""
    first, said = who.lower(), pronoun.lower()
    return said == first if first in ("i", "we", "you") else said not in ("i", "we", "you")


def _time(rest: str) -> str:
    """To celebrate a feast, or to bring back a time of the year."""
    rest = re.sub(r"\s+(?:all (?:year|day)\b.*|every\b.*|for ever|forever|again|already|now)$", "", rest)
    found, after = spans.phrase(rest)
    thing = rest.removesuffix(after).strip() or rest
    if spans.kind(found) == "event":
        return f"celebrate {thing} {after}".strip()
    bare = found is not None and not found.name and not re.match(r"(?:my|our|his|her|an?|the)\b", thing, re.IGNORECASE)
    return f"bring back {'the ' if bare else ''}{thing} {after}".strip()


def _have(thing: str) -> str:
    """To get it, by what it is: an animal is adopted, who can be a friend befriended, a house built, all else found."""
    if thing.lower().startswith("to "):
        return thing[3:]
    found, _ = spans.phrase(thing)
    noun = found.phrase.noun if found else ""
    verb = "find" if noun in ("friend", "best friend") else _TO_HAVE.get(spans.kind(found), "find")
    wanted = re.sub(r"^(?:more|enough|lots of|no)\s+", "", thing)
    return f"{verb} {wanted}"


_TO_HAVE = {
    "animal": "adopt", "kin": "befriend", "person": "befriend", "trade": "befriend", "creature": "befriend",
    "building": "build", "event": "celebrate",
}  # fmt: skip


def _base(rest: str) -> str:
    first, _, others = rest.partition(" ")
    return f"{spans.base(first) or first} {others}".strip()


_MADE: dict[str, Callable[[str], str]] = {"{have}": _have, "{time}": _time, "{base}": _base}
"""What a row's slot makes of the pattern's first group."""


def _dream(who: str, what: str, rest: str) -> str:
    """What somebody's dream, task or fear is, as what they want, do or fear."""
    return _said(_DREAMT, who, what.lower(), " ".join(rest.split()))


def _subject(who: str) -> str:
    """Who wishes, where only a pronoun says it."""
    return spans.whose(who) if who.lower() in ("he", "she", "it", "they") else who
