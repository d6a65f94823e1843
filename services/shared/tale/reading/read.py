"""Read a prompt: what only asks for a story is taken off, and what is left is read as a sentence."""

import re
from dataclasses import replace

from services.shared.tale.reading.children import child_of, for_a_child, with_child
from services.shared.tale.reading.english.beings import CHILD
from services.shared.tale.reading.english.reader import Reader
from services.shared.tale.reading.foreign.articles import genders, of_speaker
from services.shared.tale.reading.foreign.asking import plainly
from services.shared.tale.reading.foreign.company import accompanied
from services.shared.tale.reading.foreign.gloss import gloss
from services.shared.tale.reading.foreign.sound import Sound
from services.shared.tale.reading.foreign.written import spelt
from services.shared.tale.reading.framed import framed
from services.shared.tale.reading.frames import held_for
from services.shared.tale.reading.frames.request import Request
from services.shared.tale.reading.frames.spans import subject, whose
from services.shared.tale.reading.frames.spelling import spelled
from services.shared.tale.reading.frames.wrapping import unwrap
from services.shared.tale.reading.learning import lesson
from services.shared.tale.reading.own_words import asked, gendered, retold, with_clause
from services.shared.tale.reading.told_before import after_what_was_said
from services.shared.tale.wish.wish import Wish

_HE = re.compile(r"(he|she|they)\b\s+(?!['’])", re.IGNORECASE)


def read(text: str, language: str = "en") -> Wish:
    """Read one prompt in the language of this BCP-47 code; any text gives a wish, if a poor one."""
    if language == "en":
        wish = _read(spelled(text))
        return replace(wish, missed=tuple(clause for clause in wish.missed if _words(clause) in _words(text)))
    text = plainly(spelt(text, language), language)
    glossed = gloss(text, language)
    wish = accompanied(Sound(text).wish(_read(glossed.text)), glossed.text)
    remarks = retold(wish, glossed, language)
    wish = replace(wish, language=language, genders=genders(text), nouns=glossed.nouns, remarks=remarks, missed=())
    wish = with_clause(wish, glossed, language)
    if wish.note:
        return replace(wish, note=Reader(text).quoted())
    hero, friend = (being and gendered(being, glossed) for being in (wish.hero, wish.friend))
    if hero and hero.phrase == CHILD and not hero.gender:
        hero = replace(hero, gender=of_speaker(text, language))
    return asked(replace(wish, hero=hero, friend=friend), glossed.asked or text, language)


def _words(text: str) -> str:
    """The words of a text, to find a clause in it that was read in another spelling."""
    words = re.findall(r"[^\W_]+", text.lower())
    return f" {' '.join(words)} "


def _read(text: str) -> Wish:
    """The wish of an English prompt."""
    request = unwrap(text)
    calm = request.tone == "calm"
    if request.lesson:
        return lesson(request)
    if request.said:
        return replace(after_what_was_said(request), calm=calm)
    if request.clause:
        named = Reader(request.child).being()
        return replace(framed(f"{request.child} {request.clause}"), hero=named, calm=calm)
    if not request.text and (request.child or request.likes):
        return for_a_child(request)
    matter = request.text or text
    if pronoun := _HE.match(matter):
        # "For Ella and Finn, where they find a door"; "She opens a box"
        who = request.child or whose(pronoun[1])
        wish = framed(f"{who} {matter[pronoun.end() :]}")
        return replace(
            wish, hero=wish.hero and child_of(wish.hero) if request.child else wish.hero, calm=calm or wish.calm
        )
    held = _held(request, matter)
    wish = held or framed(matter)
    if request.child and request.text and held is None:
        wish = with_child(wish, request.child)
    return replace(wish, calm=calm or wish.calm)


def _held(request: Request, matter: str) -> Wish | None:
    """“The first day of school, for my son Leo” is his; a duck has a tale of its own."""
    about = subject(matter) if request.child else None
    held = held_for.statement(f"{matter} for my {request.child}") if about and not about.alive else ""
    wish = framed(held) if held else Wish()
    hero, friend = (being and child_of(being) for being in (wish.hero, wish.friend))
    return replace(wish, hero=hero, friend=friend) if held else None
