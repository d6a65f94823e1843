"""Read a sentence in any frame."""

from dataclasses import replace

from services.shared.tale.reading.english.reader import Reader
from services.shared.tale.reading.finds import led_on
from services.shared.tale.reading.frames import settings
from services.shared.tale.reading.frames.frames import Plain, plain
from services.shared.tale.reading.premises.premises import premise
from services.shared.tale.wish.phrases import NounPhrase
from services.shared.tale.wish.wish import Being, Wish
from services.shared.tale.words import lexicon


def framed(text: str) -> Wish:
    """The wish of a sentence in any frame."""
    if (setting := settings.apart(text)) and not (wish := framed(setting.main)).note and not wish.question:
        return setting.told(wish)
    return premise(text) or led_on(plainly(plain(text)), text)


def plainly(found: Plain) -> Wish:
    """The wish of a text without its frame; who asks, where it is a question, is the hero."""
    wish = Reader(found.text).read()
    if found.asker and wish.question and (asker := _asker(found.asker)):
        beside = Reader(found.beside).extras([], (asker.name,)) if found.beside else ()
        return replace(wish, hero=asker, extras=(*wish.extras, *beside))
    if found.farewell and wish.goal is not None:
        # The dead one is only spoken of, so that no scene needs them.
        return replace(wish, friend=None, thing=None, extras=(), calm=True)
    return wish


def _asker(text: str) -> Being | None:
    """Who asks; one capitalised word is a name, even "Pip"."""
    being = Reader(text).being()
    if (
        being
        and not being.name
        and text.isalpha()
        and text[0].isupper()
        and Reader("").kind(being.phrase) not in lexicon.ALIVE
    ):
        return Being(NounPhrase(), text, Reader("").gender_of(NounPhrase(), text))
    return being
