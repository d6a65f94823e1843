"""Take a prompt out of its wrapping: "Please write a calm bedtime story for my daughter Emma about a fox"."""

import re
from dataclasses import replace

from services.shared.tale.reading.frames import ages
from services.shared.tale.reading.frames.instructions import followed, told
from services.shared.tale.reading.frames.lessons import learnt, lesson, told_with
from services.shared.tale.reading.frames.request import Request
from services.shared.tale.reading.frames.spans import sentences
from services.shared.tale.words import lexicon

GROWN_UP = 13
"""From this age on it is nobody's for whom a story is made."""

_STORY = (
    r"(?:story|stories|tale|fairytale|fable|storybook|adventure story|picture book|bedtime book|legend|poem"
    r"|script|lesson|lessons(?= (?:about|on)\b)|fairy story|nursery rhyme"
    r"|adventure(?= (?:about|where|in which|with|featuring|for)\b))"
)
_POLITE = (
    r"^[^\w\"“]*(?:(?:hi|hello|hey|ok|okay|so|well)\b[ ,!.]*)?"
    r"(?:(?:i['’]?m|i am|we['’]?re|we are) (?:an? )?[^.,;!?]{0,60}?(?:[.,;!]| and)\s+(?=(?:i|we|can|could|please)\b))?"
    r"(?:please,?\s+)?"
    r"(?:(?:can|could|would|will) (?:you|we|i|he|she|it)\s+(?:please\s+)?)?"
    r"(?:(?:i|we)(?:'d| would)?\s+(?:like|love|want|need)(?:\s+you)?(?:\s+to)?\s+(?:have\s+|hear\s+|read\s+"
    r"|get\s+)?)?"
    r"(?:please\s+)?"
)
_ASK = (
    rf"{_POLITE}(?:(?:write|tell|make(?: up)?|give|create|generate|compose|invent|read|help me write"
    r"|come up with)\b\s*"
    r"(?:(?:me|us|him|her|them|my \w+|our \w+|the \w+)\s+)??)?"
)
_TO_WHOM = (
    r"(?:(?:to|with|for)\s+)?(?:me|us|him|her|them|everyone|(?:my|our|the|your) (?:\w+ )?(?:class|kids?"
    r"|child(?:ren)?|pupils|students|son"
    r"|daughter|graders?|little ones?|twins|grandchildren))"
)
_TELL = re.compile(
    rf"{_POLITE}(?:(?:write|tell|talk|speak|make(?: up)?|say|create|invent|come up with|do"
    rf"|give)\b\s*(?:{_TO_WHOM}\s+)?"
    rf"(?:(?:something|anything)(?:\s+[a-z]+){{0,4}}?\s+|one\s+|an?\s+(?:[a-z]+\s+){{0,2}}?(?:play|song|rhyme"
    rf"|comic|book|skit)\s+|a bit\s+|more\s+|all\s+)?(?:{_TO_WHOM}\s+)?"
    r"|(?:something|anything)(?:\s+[a-z]+){0,3}?\s+)"
    r"about\s+(?P<rest>.+)$",
    re.IGNORECASE | re.DOTALL,
)
"""A request that does not say that it is for a story: "Tell us about a Viking girl"."""
_HEAR = re.compile(
    r"^\W*(?:i|we)(?:['’]d| would| really| want to| need to| like to| love to| like| love| want| need)*"
    r"(?:\s+(?:hear|read|listen to|know|have))?(?:\s+(?:something|anything|more|one))?\s+about\s+(?P<rest>.+)$",
    re.IGNORECASE | re.DOTALL,
)
"""“I'd love to hear about a knight”"""
_CLASS = re.compile(r"\b(?:class|kids|children|pupils|students|graders)\b", re.IGNORECASE)
_TELL_WHY = re.compile(
    rf"{_POLITE}(?:(?:tell|explain|show|teach|answer)\b\s*(?:{_TO_WHOM}\s+)?|do you know\s+"
    r"|(?:have you )?ever wondered\s+"
    r"|know\s+|find out\s+)(?P<rest>(?:why|how|where|what|who|whether|if)\b(?!\s+to\b).+)$",
    re.IGNORECASE | re.DOTALL,
)
_WRAPPED = re.compile(
    rf"{_ASK}(?P<before>(?:(?:an?|the|one|some|another|your|my)\s+)?(?:[\w'-]+,?\s+){{0,7}}?){_STORY}\b(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_TELLS = re.compile(
    r"(?:(?:an?|the|two|three|one)\s+)[\w' -]+?\s+(?:(?:that|who|which)\b|(?:tells?|told|reads?|writes?|wrote|collects?"
    r"|invents?|loves?|sells?|forgets?|steals?|eats?)\s+(?:[\w-]+\s+){0,2}$)",
    re.IGNORECASE,
)
"""Somebody who tells stories, and is not asked for one: "A tree that tells stories to children"."""
_ABOUT = re.compile(
    r"\b(?:about|of|on the topic of|on|where|in which|featuring|starring|involving|set|with|that (?:teaches"
    r"|explains|shows|helps)"
    r"(?: (?:my|our|the|a))?(?: [\w-]+){0,3}?(?= (?:about|how|that|why|to|stop|learn|understand"
    r"|share)\b)(?: about| how| that| to)?"
    r"|to (?:teach|explain|show|help)(?: (?:my|the|our|a))?(?: [\w-]+){0,2}?(?= (?:about|how|that|why"
    r"|to)\b)(?: about| how| that| to)?"
    r"|(?:explaining|teaching|showing)(?: (?:kids|children|my \w+|the class))?(?: about| how| that)?"
    r"|whose hero is|based on|inspired by|using the words?:?|with the words?:?|that (?:includes|has|contains"
    r"|features|involves|stars)"
    r"|including|containing)\s+",
    re.IGNORECASE,
)
_FOR = re.compile(
    r"^\W*(?:for|to(?!\s+(?:teach|explain|show|help|read)\b))\s+(?:(?P<own>my|our)\s+|(?:an?"
    r"|the)\s+)?(?P<who>[^,.;:]*?)"
    r"(?=\s*(?:[,.;:]|$|\babout\b|\bwhere\b|\bin which\b|\bfeaturing\b|\bwith\b|\bthat\b|\bwho\b|\bwhose\b))",
    re.IGNORECASE,
)
_FOR_LAST = re.compile(
    r",?\s+for\s+(?:my|our)\s+(?P<who>(?:little |young )?(?:son|daughter|kid|child|boy|girl|grandson"
    r"|granddaughter|grandchild|niece|nephew|toddler"
    r"|twins|grandchildren|children|kids)(?:\s+[A-Z]\w+(?:\s+and\s+[A-Z]\w+)?)?)(?:,?\s+who\s+(?P<clause>.+?))?\W*$"
)
"""For whom it is, at the end of what it is about."""
_LIKES = re.compile(
    r"\bwho\s+(?:really\s+)?(?:loves?|likes?|adores?|is (?:crazy|mad) about|wants?)\s+(.*)$", re.IGNORECASE
)
_SHORT = re.compile(
    r"^[^\w\"“]*(?:once upon a time,?(?: there (?:was|were|lived))?"
    r"|once(?! upon),?"
    r"|(?:the )?(?:title|prompt|topic|idea|theme)\s*:"
    r"|there (?:was|is|lived"
    r"|were|are)(?: once)?|(?:it(?:'s| is) )?about(?= ))\s+",
    re.IGNORECASE,
)
_SUFFIX = re.compile(
    r"[\s,]+(?:(?:suitable|written|aimed|meant|good)\s+)?(?:for|at)\s+(?:(?:my|our|the|a|some|young|little)\s+)*"
    r"(?:ages?\b.*|(?:(?:first|second|third|fourth|fifth|sixth|\d+\w*)[- ])?"
    r"(?:(?:grade|year|school|preschool|reception|primary)\s+)?(?:grad\w+|kids|children|toddlers"
    r"|preschoolers|kindergart\w+"
    r"|class|students|pupils|beginners|(?:\d+[- ])?years?[- ]olds?))\W*$",
    re.IGNORECASE,
)
"""For whom it is, at the end: ", for ages 6 to 8", "for second graders"."""
_LINE = re.compile(
    r"^\W*(?:(?:that|which)\s+(?:begins?|starts?|opens?|ends?|finishes)|beginning|starting|opening|ending"
    r"|with (?:the|this) (?:\w+ )?(?:line|sentence|words?))(?:\s+(?:off|out))?(?:\s+(?:with|like this|in|at|on))?"
    r"(?:\s+(?:the|this) (?:\w+ )?(?:line|sentence|words?))?\s*[:,]?\s*(?P<line>.+)$",
    re.IGNORECASE | re.DOTALL,
)
"""Words that the story is to begin or end with."""
_AND_ENDS = re.compile(r"\W*\s+and\s+(?:ends|ending|finishes|closes)\s+with\s*[:,]?\s*", re.IGNORECASE)
_AND_THAT = re.compile(r"^(?:and\s+)?(?:that(?: i|['’])s|this is) (?:why|how)\s+", re.IGNORECASE)
_CALLED = re.compile(r"^\W*(?:called|titled|entitled|named)\s*:?\s*(?P<title>.+)$", re.IGNORECASE | re.DOTALL)
_MARKS = re.compile(r"[\"“”«»]")
_ASKER = re.compile(
    r"^(?:(?:i['’]m|i am|we['’]re|we are)\s+(?:an?\s+|the\s+)?(?:[a-z-]+\s+){0,3}?"
    r"(?:teachers?|mum|mom|mother|dad|father|parents?|nurse|librarian|babysitter|tutor|aunt|uncle|grandm\w+"
    r"|grandp\w+|student)\b"
    r"|i (?:teach|work)\b|(?:hi|hello|hey)\W*$|this is for\b)[^.!?]*[.!?]*$",
    re.IGNORECASE,
)
"""A sentence that only says who asks for the story."""
_INTRODUCES = re.compile(
    r"^(?:(?:hi|hello|hey)\b[,!. ]*)?(?:there[,!. ]+)?my name(?: is|['’]s)\s+(?P<name>[A-Z]\w+)(?:\s+and\b|[,.!])\s*"
    r"(?P<rest>.+)$",
    re.DOTALL | re.IGNORECASE,
)
_I = re.compile(r"\bI(?P<am>['’]m| am)?\b(?=.*[.!?]\s)", re.DOTALL)
_SPLICED = re.compile(
    r"^(?P<said>(?:my|our|i|we|he|she|they|[A-Z]\w+)\b[^.!?\"“]*?[^.!?,;\s])\s*[,;]?\s+(?:so\s+|and\s+)?"
    r"(?P<ask>(?:please\s+)?(?:can|could|would|will)\s+(?:you|he|she|we|it)\s+(?:please\s+)?(?:make|write|tell|create|give|do|read|come)\b"
    r"[^.!?]*\bstor(?:y|ies)\b)",
    re.IGNORECASE,
)
"""Two sentences without a full stop: "my son loves trucks could you make a story …"."""
_MERE = re.compile(
    rf"{_POLITE}(?:write|tell|make(?: up)?|give|create|read|come up with|do)\s+(?:(?:me|us|him|her|them|my \w+)\s+)?"
    r"(?:something|anything|one|it)\b(?:\s+(?!about\b)[\w-]+){0,5}\W*$",
    re.IGNORECASE,
)
"""A sentence that only asks: "Can you write something short?"."""
_SO = re.compile(
    r"(?P<who>\b(?:an?|the|two|my|his|her|their)\s+(?:[\w-]+\s+){0,2}?)(?P<noun>[\w-]+)\s+(?=so\s+[\w-]+\s+that\b)",
    re.IGNORECASE,
)
"""“A king so proud that he …” is one who is so proud."""
_ONE = re.compile(
    r"(?P<said>\b(?:is|was|are)\s+(?P<what>an?\s+[\w-]+(?:\s+[\w-]+)?)(?:,|\s+and|\s+but|\s+so|,\s*and|\.)\s.*?\b(?:be|become)\s+)one\b",
    re.IGNORECASE,
)
"""“My dad is a firefighter and I want to be one”"""
_AT = re.compile(r"^(?P<topic>[\w'’ ]{3,30}?),?\s+(?:where|in which|when)\s+(?P<rest>\S+\s.+)$", re.DOTALL)
_VAGUE = re.compile(r"^(?:it|this|that|him|her|them|my \w+|me|us)?\W*$", re.IGNORECASE)
_LOVES = re.compile(
    r"^(?:(?:my|our)\s+)?(?P<who>[\w' -]+?)\s+(?:really\s+|absolutely\s+)?(?:loves?|likes?|adores?|is (?:crazy"
    r"|mad) about|is obsessed with|is into)\s+(?P<likes>[^.!?]+)\W*$",
    re.IGNORECASE,
)
_TEACHES = re.compile(
    r"\W*(?:explaining|teaching|showing|that (?:teaches|explains|shows|helps)|to (?:teach|explain|show|help))",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\W*(?:please|can|could|would|will|i|we|write|tell|make|give|create|read|generate)\b", re.IGNORECASE
)
_NAMED = re.compile(r"(?:(?:my|our)\s+)?(?P<who>(?:[a-z]+\s+)?[A-Z]\w+)")
_TONES = {
    "calm": "calm soothing gentle quiet sleepy bedtime goodnight relaxing",
    "funny": "funny silly hilarious humorous",
}


def unwrap(prompt: str) -> Request:
    """Take off what asks for a story and says what sort and for whom."""
    whole = _SUFFIX.sub("", " ".join(prompt.split()))
    words = set(re.findall(r"[a-z]+", whole.lower()))
    tone = next((tone for tone, hints in _TONES.items() if words & set(hints.split())), "")
    if match := _INTRODUCES.match(whole):
        name = match["name"]
        whole = _I.sub(lambda found: f"{name} is" if found["am"] else name, match["rest"])
    age = ages.said(whole)
    return replace(_whole(ages.without(whole)), tone=tone, age=age if age < GROWN_UP else 0)


def _whole(text: str) -> Request:
    """A prompt of one sentence, or one that tells of somebody before it asks for a story."""
    parts = told(sentences(_SPLICED.sub(lambda match: f"{match['said']}. {match['ask'].capitalize()}", text)))
    parts = [part for part in parts if not _MERE.match(part)] or parts
    at = next((at for at, part in enumerate(parts) if at and _is_request(part)), 0)
    said = " ".join(part for part in parts[:at] if not _ASKER.match(part))
    found = _request(" ".join([*parts[at : at + 1], *followed(parts[at + 1 :])]))
    if not said:
        loves = _LOVES.match(found.text) if found.text.lower().startswith(("my ", "our ")) and parts[1:] else None
        return Request("", loves["who"], loves["likes"].strip()) if loves else found
    if _VAGUE.match(found.text) and not found.child:
        loves = _LOVES.match(said)
        return Request("", loves["who"], loves["likes"].strip()) if loves else _plain(said)
    if found.lesson:
        about = _NAMED.match(said)
        return replace(found, child=found.child or (about["who"] if about else ""))
    return replace(found, said=said)


def liked(said: str) -> str:
    """What somebody likes, where a text says no more than that; else nothing."""
    loves = _LOVES.match(said)
    return loves["likes"].strip() if loves else ""


def _is_request(sentence: str) -> bool:
    """Whether it asks for a story in so many words, and not only has the word "story"."""
    match = _WRAPPED.match(sentence)
    wrapped = match is not None and (_asks(match["before"], match["rest"].strip()) or match["rest"][:1] in ("", "?"))
    return _ASKS.match(sentence) is not None and (wrapped or _TELL.match(sentence) is not None)


def _request(text: str) -> Request:
    # "A story of two friends" is wrapped; "The story keeper finds a book" is not.
    match = _WRAPPED.match(text)
    rest = match["rest"].strip() if match else ""
    if match and (line := _LINE.match(rest)):
        words = _MARKS.sub("", _AND_ENDS.sub(". ", line["line"])).strip()
        return Request(_AND_THAT.sub("", words))
    if match and (called := _CALLED.match(rest)):
        return Request(_MARKS.sub("", re.sub(r"^.+?\babout\s+", "", called["title"])).strip(" ."))
    if match and _asks(match["before"], rest) and not _TELLS.match(match["before"]):
        return _at_feast(match["before"], _inside(rest))
    return lesson(text) or _told(text) or _plain(text)


def _at_feast(before: str, request: Request) -> Request:
    """What is told of in "a Hanukkah story" happens at Hanukkah."""
    words = re.findall(r"[\w'’-]+", before)
    for length in (3, 2, 1):
        for at in range(len(words) - length + 1):
            feast = " ".join(words[at : at + length])
            noun, _ = lexicon.noun_forms().get(feast.lower(), lexicon.noun_forms().get(feast, (None, False)))
            named = noun is not None and noun.kind == "event" and feast[0].isupper() and request.text
            if named and feast.lower() not in request.text.lower() and not re.search(r"[.!?]\s", request.text):
                return replace(request, text=f"{request.text} at {feast}")
    return request


def _is_feast(text: str) -> bool:
    noun, _ = lexicon.noun_forms().get(text, lexicon.noun_forms().get(text.lower(), (None, False)))
    return noun is not None and noun.kind == "event"


def _told(text: str) -> Request | None:
    """What a request is about that does not call it a story."""
    if match := _TELL.match(text):
        to_class = _CLASS.search(match[0][: match.start("rest")])
        return learnt(match["rest"]) if to_class else _inside(f"about {match['rest']}")
    if match := _HEAR.match(text):
        return _inside(f"about {match['rest']}")
    match = _TELL_WHY.match(text)
    return learnt(match["rest"]) if match else None


def _plain(text: str) -> Request:
    while match := _SHORT.match(text):
        text = text[match.end() :]
    return Request(_SO.sub(_is_so, _ONE.sub(r"\g<said>\g<what>", text)))


def _is_so(match: re.Match[str]) -> str:
    """“A scarf so long that” is one that is so long; a verb before "so" stays as it is."""
    noun = match["noun"].lower()
    known = noun in lexicon.noun_forms() and noun not in lexicon.verb_forms()
    return f"{match['who']}{match['noun']} that is " if known else match[0]


def _asks(before: str, rest: str) -> bool:
    if not rest:
        return bool(before)
    return bool(_ABOUT.match(rest) or _FOR.match(rest) or rest[0] in ".,:;!?")


def _inside(rest: str) -> Request:
    """What stands after the word "story"."""
    audience = _FOR.match(rest)
    if audience is None:
        return _about(rest, "", "")
    who = audience["who"].strip()
    likes = ""
    if match := _LIKES.search(rest[: audience.end()]) or _LIKES.search(rest):
        likes = match[1].strip(" .!")
        who = who[: who.lower().find(" who ")] if " who " in who.lower() else who
    child, rest = who.strip(" -,"), rest[audience.end() :]
    if whose := re.match(r"^\W*whose\s+(.+)$", rest):
        name = re.search(r"[A-Z]\w+$", child)
        return Request(f"{name[0] if name else child}'s {whose[1]}")
    said = re.match(r"^\W*who\s+(.*)$", rest)
    if said and likes and _LIKES.search(rest):
        return Request("", child, likes)
    if said:
        return Request("", child, clause=said[1].strip(" .!"))
    return _about(rest, child, likes)


def _about(rest: str, child: str, likes: str) -> Request:
    about = _ABOUT.search(rest)
    if about is None or about.start() > 12:
        # "… for my class: an ant shares her lunch" says all behind its mark.
        said = bool(re.match(r"\s*[:.;–-]\s*\S+\s+\S+\s+\S+", rest))
        matter = re.sub(r"^[\s.,:;!?–-]+", "", rest) if said or not child else ""
        return Request(matter, child, likes)
    matter = rest[about.end() :].strip(" .!")
    if not child and (last := _FOR_LAST.search(matter)):
        child, matter = last["who"], matter[: last.start()].strip(" ,.")
        if last["clause"]:
            return Request(matter, child, said=f"My {child} {last['clause']}.")
    while match := _SHORT.match(matter):
        matter = matter[match.end() :]
    if (topic := _AT.match(matter)) and _is_feast(topic["topic"]):
        matter = f"{topic['rest']} at {topic['topic']}"
    if _TEACHES.match(about[0]) or told_with(matter):
        return learnt(matter)
    return Request(matter, child, likes if not matter else "")
