"""Take a prompt out of its wrapping: "Please write a calm bedtime story for my daughter Emma about a fox"."""

import re
from dataclasses import replace

from services.shared.tale.reading.frames import ages, morals, story_words
from services.shared.tale.reading.frames import wrapping_patterns as patterns
from services.shared.tale.reading.frames.instructions import followed, told
from services.shared.tale.reading.frames.lessons import learnt, lesson, told_with
from services.shared.tale.reading.frames.request import Request
from services.shared.tale.reading.frames.spans import sentences
from services.shared.tale.words import lexicon

GROWN_UP = 13
"""From this age on it is nobody's for whom a story is made."""


def unwrap(prompt: str) -> Request:
    """Take off what asks for a story and says what sort and for whom."""
    whole = patterns.SUFFIX.sub("", " ".join(prompt.split()))
    words = set(re.findall(r"[a-z]+", whole.lower()))
    tone = next((tone for tone, hints in patterns.TONES.items() if words & set(hints.split())), "")
    if match := patterns.INTRODUCES.match(whole):
        name = match["name"]
        whole = patterns.SPEAKS.sub(lambda found: f"{name} is" if found["am"] else name, match["rest"])
    age = ages.said(whole)
    whole, moral = morals.divided(story_words.without(ages.without(whole)))
    found = replace(_whole(whole) if whole else Request(""), tone=tone, age=age if age < GROWN_UP else 0)
    return morals.shown(found, moral) if moral else found


def _whole(text: str) -> Request:
    """A prompt of one sentence, or one that tells of somebody before it asks for a story."""
    if wanted := patterns.WANTED.match(text):
        return _whole(f"A story for {wanted['who']} {wanted['rest']}")
    if last := patterns.ASKED_LAST.match(text):
        return _whole(last["said"])
    parts = told(sentences(patterns.SPLICED.sub(lambda match: f"{match['said']}. {match['ask'].capitalize()}", text)))
    parts = [part for part in parts if not patterns.MERE.match(part)] or parts
    at = next((at for at, part in enumerate(parts) if at and _is_request(part)), 0)
    said = " ".join(part for part in parts[:at] if not patterns.ASKER.match(part))
    found = _request(" ".join([*parts[at : at + 1], *followed(parts[at + 1 :])]))
    if not said:
        loves = (
            patterns.LOVES.match(found.text) if found.text.lower().startswith(("my ", "our ")) and parts[1:] else None
        )
        return Request("", loves["who"], loves["likes"].strip()) if loves else found
    if patterns.VAGUE.match(found.text) and not found.child:
        loves = patterns.LOVES.match(said)
        return Request("", loves["who"], loves["likes"].strip()) if loves else _plain(said)
    if found.lesson:
        about = patterns.NAMED.match(said)
        return replace(found, child=found.child or (about["who"] if about else ""))
    return replace(found, said=said)


def liked(said: str) -> str:
    """What somebody likes, where a text says no more than that; else nothing."""
    loves = patterns.LOVES.match(said)
    return loves["likes"].strip() if loves else ""


def _is_request(sentence: str) -> bool:
    """Whether it asks for a story in so many words, and not only has the word "story"."""
    match = patterns.WRAPPED.match(sentence)
    wrapped = match is not None and (_asks(match["before"], match["rest"].strip()) or match["rest"][:1] in ("", "?"))
    return patterns.ASKS.match(sentence) is not None and (wrapped or patterns.TELL.match(sentence) is not None)


def _request(text: str) -> Request:
    # "A story of two friends" is wrapped; "The story keeper finds a book" is not.
    match = None if patterns.TAUGHT.match(text) else patterns.WRAPPED.match(text)
    rest = match["rest"].strip() if match else ""
    if match and (line := patterns.LINE.match(rest)):
        words = patterns.MARKS.sub("", patterns.AND_ENDS.sub(". ", line["line"])).strip()
        return Request(patterns.AND_THAT.sub("", words))
    if match and (called := patterns.CALLED.match(rest)):
        return Request(patterns.MARKS.sub("", re.sub(r"^.+?\babout\s+", "", called["title"])).strip(" ."))
    if match and _asks(match["before"], rest) and not _does(match["before"]):
        return _at_feast(match["before"], _inside(rest))
    return lesson(text) or _told(text) or _plain(text)


def _does(before: str) -> bool:
    """Whether somebody tells a story or goes on an adventure, and none is asked for."""
    return bool(patterns.TELLS.match(before) or patterns.GOES_ON.search(before))


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
    if match := patterns.TELL.match(text):
        to_class = patterns.CLASS.search(match[0][: match.start("rest")])
        return learnt(match["rest"]) if to_class else _inside(f"about {match['rest']}")
    if match := patterns.HEAR.match(text):
        return _inside(f"about {match['rest']}")
    match = patterns.TELL_WHY.match(text)
    return learnt(match["rest"]) if match else None


def _plain(text: str) -> Request:
    while match := patterns.SHORT.match(text):
        text = text[match.end() :]
    return Request(patterns.SO.sub(_is_so, patterns.ONE.sub(r"\g<said>\g<what>", text)))


def _is_so(match: re.Match[str]) -> str:
    """“A scarf so long that” is one that is so long; a verb before "so" stays as it is."""
    noun = match["noun"].lower()
    known = noun in lexicon.noun_forms() and noun not in lexicon.verb_forms()
    return f"{match['who']}{match['noun']} that is " if known else match[0]


def _asks(before: str, rest: str) -> bool:
    if not rest:
        return bool(before)
    opens = (patterns.ABOUT, patterns.FOR, patterns.TEACHES_WITH)
    return rest[0] in ".,:;!?" or any(pattern.match(rest) for pattern in opens)


def _inside(rest: str) -> Request:
    """What stands after the word "story"."""
    audience = patterns.FOR.match(rest)
    if audience is None:
        return _about(rest, "", "")
    who = audience["who"].strip()
    likes = ""
    if match := patterns.LIKES.search(rest[: audience.end()]) or patterns.LIKES.search(rest):
        likes = match[1].strip(" .!")
        who = who[: who.lower().find(" who ")] if " who " in who.lower() else who
    child, rest = who.strip(" -,"), rest[audience.end() :]
    if whose := re.match(r"^\W*whose\s+(.+)$", rest):
        name = re.search(r"[A-Z]\w+$", child)
        return Request(f"{name[0] if name else child}'s {whose[1]}")
    said = re.match(r"^\W*who\s+(.*)$", rest)
    if said and likes and patterns.LIKES.search(rest):
        return Request("", child, likes)
    if said:
        return Request("", child, clause=said[1].strip(" .!"))
    return _about(rest, child, likes)


def _about(rest: str, child: str, likes: str) -> Request:
    if taught := patterns.TEACHES_WITH.match(rest):
        return replace(learnt(f"{taught['what']}, with {taught['by']}"), child=child)
    about = patterns.ABOUT.search(rest)
    if about is None or about.start() > 12:
        # "… for my class: an ant shares her lunch" says all behind its mark.
        said = bool(re.match(r"\s*[:.;–-]\s*\S+\s+\S+\s+\S+", rest))
        matter = re.sub(r"^[\s.,:;!?–-]+", "", rest) if said or not child else ""
        return Request(matter, child, likes)
    matter = rest[about.end() :].strip(" .!")
    if not child and (last := patterns.FOR_LAST.search(matter)):
        child, matter = last["who"], matter[: last.start()].strip(" ,.")
        if last["clause"]:
            return Request(matter, child, said=f"My {child} {last['clause']}.")
    while match := patterns.SHORT.match(matter):
        matter = matter[match.end() :]
    if (topic := patterns.AT.match(matter)) and _is_feast(topic["topic"]):
        matter = f"{topic['rest']} at {topic['topic']}"
    if patterns.TEACHES.match(about[0]) or told_with(matter):
        return learnt(matter)
    return Request(matter, child, likes if not matter else "")
