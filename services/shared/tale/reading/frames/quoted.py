"""Say as a deed what somebody says in a prompt: "“My tooth fell out!” said Ellie, but then she lost it in the sand"."""

import re

from services.shared.speech import SAYING, curly
from services.shared.tale.reading.english.reader import Reader
from services.shared.tale.reading.frames import spans
from services.shared.tale.words import lexicon

_SAY = "|".join(
    sorted(SAYING["en"] | frozenset("cries yells sighs exclaims mutters roars growls squeaks sings tells begs".split()))
)
_QUOTE = re.compile(r"“([^”]*)”?")
_AFTER = re.compile(
    rf"”?\s*[,.!?]?\s*(?:(?P<pronoun>he|she|i|they|it)\s+)?\b(?:{_SAY})\b\s*(?P<who>.*)$", re.IGNORECASE | re.DOTALL
)
_BEFORE = re.compile(
    rf"^(?P<who>[^“”]+?)\s+(?:(?:\w+ly|always|often|once|never|just)\s+)?(?:{_SAY})\b(?:\s+to\s+"
    r"(?P<to>[^“”,:]+?))?\s*[,:]?\s*$",
    re.IGNORECASE,
)
_NAMED_AFTER = re.compile(
    rf"^[,.!?]?\s*(?P<who>(?-i:[A-Z])\w+|(?:my|our|his|her|their|the|an?)\s+(?:\w+\s+){{0,2}}?\w+)\s+(?:{_SAY})\b"
    r"(?:\s+(?:to\s+)?(?P<to>(?:(?:my|our|his|her|their|the|an?)\s+)?\w+)\b)?(?P<then>.*)$",
    re.IGNORECASE | re.DOTALL,
)
"""“…” Tom asked his grandpa"""
_WRITES = re.compile(r"(?:write|tell|begin|start)\b", re.IGNORECASE)
_BARE = re.compile(
    rf"^(?P<said>[^“”,]+[,!?])\s*(?:{_SAY})\s+(?P<rest>(?:[A-Z]|the\b|an?\b|his\b|her\b|my\b).*)$", re.DOTALL
)
"""“Hush, said Mommy”, with no marks."""
_CALLS = re.compile(
    r"^(?:(?:miss|mum|mummy|mom|mommy|dad|daddy|grandma|grandpa|sir|hush|shh+|help|oh|oh no|oops|look|wow|hey"
    r"|ow|ouch|please|ok|okay|yes|no"
    r"|well|quick|hurry|wait|listen|hello|hi|hooray|yay|eek|ugh|argh|alas|dear me|everyone|everybody|guys"
    r"|friends)\s*[,!.…?]+\s*)+",
    re.IGNORECASE,
)
_END = re.compile(r"(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)([.,;:!?])")
"""Where the naming of who speaks ends."""
_LINK = re.compile(
    r"^[\s,.;:!?—–-]*(?:(?:and|but|so|as|while|when|because|until|before)\s+)?(?:(?:then|suddenly|later|soon"
    r"|one day|at once)\b,?\s*)*",
    re.I,
)
_WHERE = re.compile(
    r"(?:where is|where's|where are|where did .+? put|has anyone seen|have you seen|did you see|who took"
    r"|who stole|who has"
    r"|who's got|i lost)\s+(.+)$",
    re.IGNORECASE,
)
_NEVER = re.compile(
    r"(?:don't|do not|never|you must not|you mustn't|you can't|you cannot|you'll never|you will never|you may not"
    r"|nobody can)\s+(?:ever\s+|you dare\s+)?(.+)$",
    re.IGNORECASE,
)
_SHALL = r"(?:i'll|i will|we'll|we will)"
_THING = re.compile(r"\b(?:my|our|your|the|that|an?)\s+(?:[a-z]+\s+)??([a-z]+)\b", re.IGNORECASE)
"""What is spoken of, which "it" stands for afterwards."""
_GONE = {
    r"(?:is|are|was|were|has|have)?\s*(?:gone|missing|lost|disappeared|vanished|been stolen)": "looks for",
    r"(?:fell|falls|came|has fallen) (?:out|off)": "loses",
    r"(?:ran|runs|has run|flew|flies|has flown|floated|rolled|blew) (?:away|off)": "looks for",
    r"(?:is|are|was|has) (?:broken|stuck|torn|burst|flat)": "repairs",
    r"(?:broke|won't \w+|doesn't work|stopped working|tore|burst)": "repairs",
    r"(?:is|are|was) (?:sick|ill|hurt|sad|crying)": "helps",
}
"""What has befallen something of somebody's, and what they do about it."""


def statement(text: str) -> tuple[str, str]:
    """A prompt with speech as a statement, and who asks where it is a question; both empty where nobody speaks."""
    marked = curly(text)
    said = _QUOTE.findall(marked)
    if bare := _BARE.match(marked):
        return _told(" ".join([bare["said"], *said]), _QUOTE.sub("", bare["rest"]), "")
    if not said:
        return "", ""
    before, _, after = _QUOTE.sub("“", marked).partition("“")
    before, after = before.strip(), after.replace("“", " ").strip()
    speech = " ".join(said).replace("’", "'")
    match = _BEFORE.match(before)
    found = spans.subject(match["who"]) if match and not _WRITES.match(before) else None
    if match and found and not found.rest:
        with_whom = f" to {match['to']}" if match["to"] else ""
        return _told(speech, f"{match['who']}{with_whom}. {after}", "")
    named = _NAMED_AFTER.match(after) if not before else None
    if named and (found := spans.subject(named["who"])) and found.alive and not found.rest:
        with_whom = f" to {named['to'].strip()}" if named["to"] else ""
        return _told(speech, f"{named['who']}{with_whom}. {named['then'].lstrip(' ,.;')}", "")
    if not before and (match := _AFTER.match(after)):
        return _told(speech, match["who"], match["pronoun"] or "")
    deed = _said(speech, "I", "my")[0] if not before and not after else ""
    return deed or re.sub(r"[“”]", "", marked).replace("’", "'").strip(), ""


def _told(speech: str, rest: str, pronoun: str) -> tuple[str, str]:
    """`rest`: who speaks, and what happens then."""
    if pronoun:
        who, tail = spans.whose(pronoun), rest
        own = {"he": "his", "she": "her", "i": "my"}.get(pronoun.lower(), "their")
    else:
        head, mark, then = _END.split(rest, maxsplit=1) if _END.search(rest) else (rest, "", "")
        found = spans.subject(head)
        if found is None:
            return "", ""
        who, own, tail = found.text.rstrip(",. "), found.own, f"{found.rest}{mark} {then}"
        said = re.search(r"\b(she|her|he|his|him)\b", tail, re.IGNORECASE)
        if said and own == "their":
            own = {"she": "her", "her": "her"}.get(said[1].lower(), "his")
    listener = ""
    if match := re.match(r"\s*(?:\w+ly\s+)?to\s+((?:an?|the|his|her|their|my)\s+\w+|[A-Z]\w+)", tail):
        listener, tail = match[1], tail[match.end() :]
    speech = _CALLS.sub("", speech.replace("’", "'").strip()).strip()
    tail = tail.replace("’", "'")
    then = _LINK.sub("", tail)
    deed, asker = _said(speech, who, own)
    done = _done(then, who, own, speech) or ("" if deed.startswith(who) else _others(then, own, speech))
    if asker and not done:
        return deed, asker
    main = done or deed
    after = "" if done else tail.rstrip(" .!?")
    names = [name for name in (who if who not in main else "", listener) if name]
    if not main:
        names += [re.sub(r"\b(?:my|our|your)\b", own, speech)]
    elif done:
        names += [name for name in _named(speech) if name.split()[-1] not in main]
    # A full stop after a title such as "Grandma" would go with it.
    return "! ".join(part.strip(" ,.;:!?") for part in (f"{main} {after}".strip(), *names)).lstrip(" ,.;:!?") + "!", ""


def _named(speech: str) -> list[str]:
    """Who and what is spoken of."""
    found = Reader(re.sub(r"\bI\b(?:'\w+)?", "", speech)).extras([], ())
    return [phrase.name or " ".join(["the", *phrase.adjectives, phrase.noun]) for phrase in found]


def _done(then: str, who: str, own: str, speech: str) -> str:
    """What who speaks does afterwards."""
    if match := re.match(r"(?:he|she|they|i|we)\b\s+", then, re.IGNORECASE):
        return f"{who} {_met(then[match.end() :], _THING.search(speech), own)}"
    first = (then.split(maxsplit=1) or [""])[0].strip(",.").lower()
    return f"{who} {then}" if first and spans.base(first) and not spans.subject(then) else ""


def _others(then: str, own: str, speech: str) -> str:
    """What somebody else does afterwards."""
    found = spans.subject(then) if then else None
    if not (found and found.alive and found.acts):
        return ""
    done = _met(then, _THING.search(speech), own)
    named = _named(speech)
    return re.sub(r"\bone\b(?! \w+ly)", re.sub(r"^the ", "a ", named[0]), done, count=1) if named else done


def _met(done: str, thing: re.Match[str] | None, own: str) -> str:
    """What is done with "it" as done with what was spoken of."""
    if thing is None:
        return done
    named = f"{own} {thing[1]}" if thing[0].lower().startswith(("my ", "our ")) else f"the {thing[1]}"
    return re.sub(r"\b(?:it|them)\b", named, done, count=1)


def _said(speech: str, who: str, own: str) -> tuple[str, str]:
    """A deed from what is said, or the question that it is."""
    for sentence in spans.sentences(speech):
        text = _CALLS.sub("", sentence).strip()
        plain = re.sub(r"\b(?:my|our)\b", own, text.rstrip(".,!? "), flags=re.IGNORECASE)
        plain = re.sub(r"\b(?:me|us)\b", who, plain)
        if (
            deed := _first_person(plain, who)
            or _befallen(plain, who, own)
            or ("" if text.endswith("?") else _asked_of(plain, who))
        ):
            return deed, ""
        if re.match(r"(?:why|how|what|when|where|who|is|are|can|do|does)\b.*\?$", text, re.IGNORECASE):
            return text, who
    return "", ""


def _first_person(text: str, who: str) -> str:
    """What who speaks does, is or wants to do."""
    for pattern, instead in (
        (rf"{_SHALL} never (?:be able to |manage to )?((?:learn|find|get|finish|win|reach)\b.+)", r"WHO wants to \1"),
        (r"(?:i'll|i will|we'll|we will|i'd|i'm) never (?:going to )?(.+)", r"WHO refuses to \1"),
        (r"(?:i'm|i am|we're|we are) (?:going|off|trying|about) to (.+)", r"WHO wants to \1"),
        (
            r"(?:i'll|i will|we'll|we will|i'd like to|i would like to|i must|i have to|we must|we have to) (.+)",
            r"WHO wants to \1",
        ),
        (r"(?:i'm|i am|we're|we are) (.+)", r"WHO is \1"),
        (r"(?:i've|i have|we've|we have) (.+)", r"WHO has \1"),
        (r"(?:let's|let us|shall we|can we|can i|may i|may we|could we|could i|why don't we) (.+)", r"WHO wants to \1"),
        (r"(?:i|we) (.+)", r"WHO \1"),
    ):
        if match := re.fullmatch(pattern, text, re.IGNORECASE | re.DOTALL):
            return match.expand(instead).replace("WHO", who)
    return ""


def _befallen(text: str, who: str, own: str) -> str:
    """What who speaks does about what is there, lost or broken."""
    if match := re.match(r"(?:there's|there is|there are|i see|i saw)\s+(?P<what>.+)$", text, re.IGNORECASE):
        thing, _ = spans.phrase(match["what"])
        return f"{who} {'meets' if spans.kind(thing) in lexicon.ALIVE else 'finds'} {match['what']}"
    if match := _WHERE.match(text):
        return f"{who} looks for {match[1]}"
    if match := re.match(
        rf"(?:give|bring|hand)\s+(?:{re.escape(who)}\s+)?(?:back\s+)?({own}\s+.+?)(?:\s+back)?$", text, re.IGNORECASE
    ):
        return f"{who} looks for {match[1]}"
    for befell, deed in _GONE.items():
        if match := re.match(
            rf"((?:{own}|the|somebody's|someone's)\s+[\w' -]+?)\s+(?:just |has |have )?(?:{befell})\b",
            text,
            re.IGNORECASE,
        ):
            return f"{who} {deed} {match[1]}"
    return ""


def _asked_of(text: str, who: str) -> str:
    """What somebody is told to do, or not to do: the story is that they do it."""
    if match := _NEVER.match(text):
        return f"A child wants to {match[1]}! {who}"
    if match := re.match(r"(?:stay away from|keep out of|beware of)\s+(.+)$", text, re.IGNORECASE):
        return f"A child visits {match[1]}! {who}"
    first, _, others = text.partition(" ")
    if others and spans.base(first) == first.lower():
        return f"A child wants to {first.lower()} {others}"
    return ""
