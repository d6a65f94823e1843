"""Read a prompt that tells of somebody, and then asks for a story."""

import re
from dataclasses import replace

from services.shared.tale.grammar.english import indefinite_article
from services.shared.tale.reading.children import child_of
from services.shared.tale.reading.english.beings import CHILD
from services.shared.tale.reading.english.reader import Reader
from services.shared.tale.reading.framed import framed, plainly
from services.shared.tale.reading.frames.frames import plain
from services.shared.tale.reading.frames.request import Request
from services.shared.tale.reading.frames.spans import subject, whose
from services.shared.tale.reading.frames.wrapping import liked
from services.shared.tale.wish.wish import Wish
from services.shared.tale.words import lexicon

_ONE = re.compile(
    r"one(?: of (?:them|these))? (?:helps? (?:him|her|them) (?:to )?(?P<deed>.+)|(?P<does>.+))$",
    re.IGNORECASE | re.DOTALL,
)
"""Who of a kind that the child likes is in the story."""
_HE = re.compile(r"(he|she|they)\b\s+(?!['’])", re.IGNORECASE)
ALONG = 2
"""Things that the child of a prompt brings into a story about somebody else."""


def after_what_was_said(request: Request) -> Wish:
    """A prompt that tells of somebody, and then asks for a story about what may be something else."""
    if (farewell := plain(f"{request.said} {request.text}")).farewell:
        return plainly(farewell)
    request = replace(request, said=_HE.sub(lambda match: f"{whose(match[1])} ", request.said, count=1))
    about = subject(request.said)
    if request.text and about is not None:
        # "where she meets a dragon": who she is was said before.
        request = replace(request, text=re.sub(r"^(?:she|he|they)\b", about.text, request.text))
        if (text := _one_of_them(request.text, request.said, about.text)) != request.text:
            return framed(text)
    matter = framed(request.text) if request.text else Wish()
    doing = subject(request.text) if request.text else None
    own = about is None or about.text in request.text
    if matter.question and about is not None:
        return replace(_beside(matter, Reader(request.said)), hero=about.being)
    if matter.goal and matter.hero and not own and matter.hero.phrase == CHILD:
        # "We moved. Write something about making new friends": it is they who make them.
        deed = plain(request.text).text.removeprefix("You ")
        return framed(f"{request.said} {about.text if about else ''} wants to {deed}")
    if matter.hero and doing and not own and doing.alive and (matter.goal or doing.rest):
        return _beside(matter, Reader(request.said))
    return framed(f"{request.said} {request.text}")


def _one_of_them(text: str, said: str, who: str) -> str:
    """“One helps him find his hat”: of those whom the child likes. `said`: what was told before; `who`: the child."""
    match = _ONE.match(text)
    likes = Reader(liked(said)).noun_phrase() if match else None
    if match is None or likes is None or not likes.plural:
        return text
    one = " ".join([*likes.adjectives, likes.noun])
    one = f"{indefinite_article(one)} {one}"
    if match["deed"]:
        return f"{who} and {one} {match['deed']}"
    whom = who[:1].lower() + who[1:] if who[:2] in ("My", "A ") else who
    return f"{one.capitalize()} {re.sub(r'(?<=[a-z] )(?:him|her|them)(?= )', whom, match['does'], count=1)}"


def _beside(wish: Wish, reader: Reader) -> Wish:
    """A story about somebody else than the child that the prompt tells of, who goes along with all that is theirs."""
    named = [child_of(being) for being in reader.cast() if being.name][:1]
    told = [being.name for being in named]
    extras = reader.extras([wish.thing] if wish.thing else [], tuple(told))
    things = tuple(phrase for phrase in extras if not phrase.name and reader.kind(phrase) not in lexicon.ALIVE)
    friend = wish.friend or (named[0] if named else None)
    return replace(wish, friend=friend, extras=(*wish.extras, *things[:ALONG]))
