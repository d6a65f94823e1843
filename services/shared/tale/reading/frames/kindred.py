"""Find who asks in what a prompt tells of their own people: "Grandpa forgets my name", "My friend is moving away"."""

import re

from services.shared.tale.reading.frames import spans

_MOVES = re.compile(
    r"^(?P<who>(?:my|our)\s+(?:[a-z]+\s+){0,2}?(?:friends?|neighbou?rs?|teacher|classmate|cousins?|babysitter|nanny"
    r"|buddy|pal|grandm\w+|grandp\w+|nana|aunt\w*|uncle)(?:\s+(?-i:[A-Z])\w+)?)\s+(?P<be>is|are|was)?\s*(?:just\s+|soon\s+)?"
    r"(?:has\s+)?(?P<verb>moving|moves|move|moved|leaving|leaves|leave|left|going|goes|flies|flying)"
    r"(?P<rest>\s+(?:away|to|far|back|abroad|out of|for)\b.*|(?<=moved)[ .!]*)$",
    re.IGNORECASE | re.DOTALL,
)
_NOT_GONE = re.compile(
    r"^to (?:bed|sleep|school|work|the (?:doctor|dentist|beach|park|zoo|market|shop|library|moon))\b"
)
_GONE = re.compile(r"(?:moved|left|went|flew)\b", re.IGNORECASE)
_ELDERS = r"grand(?:ma|mother|pa|father|dad)|gran(?:ny|dad)?|nan[an]?|abuel[ao]|nonn[ao]|oma|opa"
_FORGETS = re.compile(
    rf"^(?:(?:my|our|(?P<child>(?-i:[A-Z])\w+)['’]s)\s+)?(?:great[- ])?(?P<who>{_ELDERS})\b(?:\s+(?-i:[A-Z])\w+)?\s+"
    r"(?:(?:has|have|is|just|often|always|sometimes|keeps?|started to)\s+)*(?:forgets?|forgot|forgotten|forgetting"
    r"|(?:can(?:no|['’]?)t|couldn['’]?t|doesn['’]?t|does not|didn['’]?t|no longer) (?:remember|know|recogni[sz]e)s?)"
    r"\s+(?P<what>(?:(?:my|our|her|his|their|the|people['’]s|everyone['’]s)\s+(?:own\s+)?(?:names?|grandchildren|family)|who|things"
    r"|where (?:she|he|we|they|i) (?:lives?|is|are|am|was)"
    r"|everything|me|us|words|a lot)\b.*)$",
    re.IGNORECASE,
)
"""“Grandma forgot her name”: an old memory, and not something that can be put right."""
_BABY = re.compile(
    r"^(?:(?:my|our)\s+)?(?:mom\w*|mum\w*|mama|mother|dad\w*|parents|family|we)\s+(?:is|are)\s+(?:just |soon )?"
    r"(?:having|going to have|expecting|about to have|getting)\s+(?:an?|another|the)\s+(?:new\s+)?"
    r"(?:baby|little (?:brother|sister))(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_GOES_ON = re.compile(
    r"^(?P<who>(?:my|our)\s+(?:[a-z]+\s+){0,2}?(?:brothers?|sisters?|cousins?|twin|siblings?|friends?|neighbou?rs?|classmate"
    r"|dog|cat|puppy|kitten)(?:\s+(?-i:[A-Z])\w+)?)\s+"
    r"(?:(?:won['’]t|will not|can['’]t|cannot|never|doesn['’]t|does not)\s+stops?|keeps?(?:\s+on)?|is always)\s+"
    r"(?P<deed>\w+ing\b.*)$",
    re.IGNORECASE | re.DOTALL,
)
_SAYS = re.compile(
    r"^(?:(?:my|our)\s+)?\w+(?:\s+and\s+\w+)?\s+(?:says?|said|tells? (?:me|us)|told (?:me|us))\s+(?:that\s+)?"
    r"(?P<who>i|we)\s+(?P<rest>(?:have to|must|need to|should|can['’]?t|cannot|can|will|may)\b.+)$",
    re.IGNORECASE | re.DOTALL,
)
"""“Mom says we have to move” is what the child has to do."""
_ILL = re.compile(
    r"^(?P<who>(?:my|our)\s+(?:[a-z]+\s+){0,2}?(?:grandm\w+|grandp\w+|granny|nana|mom|mum|mother|dad|father|sister"
    r"|brother|friend|aunt|uncle|cousin|teacher)(?:\s+(?-i:[A-Z])\w+)?)\s+"
    r"(?P<ill>(?:is|was|has been)\s+(?:still\s+|very\s+|really\s+)*"
    r"(?:in (?:the )?hospital|sick|ill))\b.*$",
    re.IGNORECASE | re.DOTALL,
)
_OURS = re.compile(
    r"^(?:we|i)(?:['’]|\s+)?(?P<be>re|m|are|am)?\s+(?P<deed>(?:just |recently )?(?:moved|moving|got|getting|adopted|had"
    r"|having|started|starting)\b[^,.;]*?)\s*(?:[,.;]\s*(?:and|but|so)?|\b(?:and|but|so))\s+"
    r"(?P<kin>(?:my|our)\s+(?:[a-z]+\s+)?(?:son|daughter|boy|girl|child|kid|toddler|twins)(?:\s+(?-i:[A-Z])\w+)?)\s+(?P<rest>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
"""“We just moved and my daughter misses her friends” is the daughter's story."""
_KIN = {
    rf"grandparents|{_ELDERS}": "grandchild",
    "mom(?:my)?|mum(?:my)?|mama|mother|dad(?:dy)?|papa|father|parents|moms|dads|mums|stepmom|stepdad": "child",
    "brothers?|sisters?|twin|siblings?|stepbrother|stepsister": "sibling",
    "cousins?": "cousin",
    "(?:best )?friends?|neighbou?rs?|classmate|pal|buddy": "friend",
    "teacher|coach": "pupil",
}
"""What who asks is to each of their people."""
_ASKER = re.compile(r"\b(?:my|me)\b", re.IGNORECASE)
_SUBJECT = re.compile(r"\b(?:i|we|i['’]m)\b", re.IGNORECASE)


def statement(text: str) -> str:
    """The same with who asks as somebody of the story; empty for a text in which they have no part."""
    return next((told for frame in _FRAMES if (told := frame(text))), "")


def _parted(text: str) -> str:
    """“My friend is moving away” is a goodbye, and “My friend moved to Rome” a longing."""
    match = _MOVES.match(text)
    if match is None or _NOT_GONE.match(match["rest"].strip()):
        return ""
    who, where = _small(match["who"]), match["rest"].strip(" .!")
    if _GONE.match(match["verb"]) and not match["be"]:
        return f"A child misses {who}{f' in {where[3:]}' if where.startswith('to ') else ''}"
    # Not "is moving", for it is not the child who moves.
    return f"A child says goodbye to {who} because {who} is going {where}."


def _forgets(text: str) -> str:
    """“Grandma forgot my name”: a child helps her to remember."""
    match = _FORGETS.match(text)
    if match is None:
        return ""
    child, own = match["child"] or "A child", spans.own_of(match["child"]) if match["child"] else "my"
    elder = f"{own} {match['who'].lower()}"
    return f"{child} wants to help {elder} to remember, because {elder} forgot {_forgotten(match['what'])}"


def _at_home(text: str) -> str:
    """What befell a family, as what its child has or does."""
    if match := _BABY.match(text):
        return f"A child has a new baby{match['rest'].rstrip(' .!')}."
    if match := _ILL.match(text):
        who = _small(match["who"])
        return f"A child wants to cheer up {who} because {who} {match['ill']}."
    if match := _OURS.match(text):
        be = {"are": "is ", "re": "is ", "am": "is ", "m": "is "}.get(match["be"] or "", "")
        return f"{match['kin'][:1].upper()}{match['kin'][1:]} {be}{match['deed']} and {match['rest']}"
    match = _SAYS.match(text)
    return f"{match['who'].capitalize()} {match['rest']}" if match else ""


def _small(who: str) -> str:
    return who[:1].lower() + who[1:]


def _forgotten(what: str) -> str:
    """What is forgotten, as it is told of the child whose story it is."""
    what = re.sub(r"\s+any ?more\b", "", what.rstrip(" .!"))
    return "them" if what.lower() in ("me", "us") else what


def _goes_on(text: str) -> str:
    """“My brother keeps copying me”: whoever tells of it wants him to stop."""
    match = _GOES_ON.match(text)
    verb, _, whom = match["deed"].rstrip(" .!").partition(" ") if match else ("", "", "")
    if match is None or not spans.base(verb):
        return ""
    done = f"{spans.base(verb)} {re.sub(r'^(?:me|us)(?: |$)', '', whom)}".strip()
    return f"I want to persuade {_small(match['who'])} not to {done}"


def _known(text: str) -> str:
    """“Grandpa forgets my name” is what he does to his grandchild."""
    found = spans.subject(text)
    if found is None or _SUBJECT.search(text) or not found.alive:
        return ""
    said = re.sub(r"^(?:my|our)\s+", "", found.text, flags=re.IGNORECASE)
    word = next((kin for names, kin in _KIN.items() if re.search(rf"\b(?:{names})\b", said, re.IGNORECASE)), "")
    if not word or not _ASKER.search(found.rest):
        return ""
    one = "their" if found.being.several else found.own
    rest = re.sub(r"\bmy\b", f"{one} {word}'s", found.rest, count=1, flags=re.IGNORECASE)
    rest = re.sub(r"\bme\b", f"{one} {word}" if rest == found.rest else "them", rest, flags=re.IGNORECASE)
    return (
        f"{said[:1].upper()}{said[1:]} {rest}"
        if found.text[:1].isupper() and said != found.text
        else f"{found.text} {rest}"
    )


_FRAMES = (_parted, _forgets, _at_home, _goes_on, _known)
