"""Read a prompt: what only asks for a story is taken off, and what is left is read as a sentence."""

from dataclasses import replace

from services.shared.tale.casting import CHILD
from services.shared.tale.gloss import gloss
from services.shared.tale.phrases import VerbPhrase
from services.shared.tale.reader import Reader, verb
from services.shared.tale.tokens import BE
from services.shared.tale.wish import Being, Wish
from services.shared.tale.wrapping import Request, unwrap


def read(text: str, language: str = "en") -> Wish:
    """Read one prompt in the language of this BCP-47 code; any text gives a wish, if a poor one."""
    if language == "en":
        return _read(text)
    glossed = gloss(text, language)
    wish = _read(glossed.text)
    if wish.note:
        return replace(wish, note=Reader(text).quoted())
    if wish.hero and not wish.hero.gender and (gender := glossed.genders.get(wish.hero.phrase.noun)):
        wish = replace(wish, hero=replace(wish.hero, gender=gender))
    return wish


def _read(text: str) -> Wish:
    """The wish of an English prompt."""
    request = unwrap(text)
    if request.lesson:
        return _lesson(request)
    if request.clause:
        named = Reader(request.child).being()
        return replace(Reader(f"{request.child} {request.clause}").read(), hero=named, calm=request.tone == "calm")
    if not request.text and (request.child or request.likes):
        return _for_a_child(request)
    wish = Reader(request.text or text).read()
    return replace(wish, calm=request.tone == "calm")


def _lesson(request: Request) -> Wish:
    """Something to learn, by a child who learns it: "share", "brush their teeth", "recycling"."""
    reader = Reader(request.text)
    hero = (Reader(request.child).being() if request.child else None) or Being(CHILD)
    skill = reader.verb_phrase(own=True)
    if skill is not None and skill.verb not in BE and (skill.goal is not None or not reader.idea()):
        learn = verb("learn", "to")
        return Wish(hero=hero, act="learn", goal=VerbPhrase("learn", learn.goal, inner=skill), skill=skill,
                    thing=skill.thing, extras=reader.extras([*skill.phrases()], ()))  # fmt: skip
    reader.at = 0
    found = reader.noun_phrase()
    if found is None:
        return Wish(hero=hero, note=reader.quoted())
    understand = verb("understand", "wish")
    thing = replace(found, determiner=found.determiner or "all")
    return Wish(hero=hero, act="learn", goal=VerbPhrase("understand", understand.goal, thing), thing=thing,
                extras=reader.extras([found], ()))  # fmt: skip


def _for_a_child(request: Request) -> Wish:
    """A story for somebody, who is its hero if they have a name; what they like comes in."""
    child = Reader(request.child).being() if request.child else None
    liked = Reader(request.likes).read() if request.likes else Wish()
    liked_hero = liked.hero and replace(
        liked.hero, several=False, phrase=replace(liked.hero.phrase, plural=False, determiner="a")
    )
    act = "rest" if request.tone == "calm" else ""
    if child is None or not child.name:
        return replace(liked, hero=liked_hero or Being(CHILD), act=act or liked.act, calm=request.tone == "calm")
    child = replace(child, phrase=replace(child.phrase, determiner="a") if child.phrase.noun else CHILD)
    return replace(liked, hero=child, friend=liked_hero, act=act or liked.act, calm=request.tone == "calm")
