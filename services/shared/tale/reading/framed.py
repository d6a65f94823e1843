"""Read a sentence in any frame."""

from dataclasses import replace

from services.shared.tale.reading.english.beings import CHILD
from services.shared.tale.reading.english.reader import Reader
from services.shared.tale.reading.english.remarks import MAX_REMARKS
from services.shared.tale.reading.finds import led_on
from services.shared.tale.reading.frames import noun_titles, settings
from services.shared.tale.reading.frames.frames import Plain, plain
from services.shared.tale.reading.frames.halves import Halves, divided
from services.shared.tale.reading.premises.premises import premise
from services.shared.tale.wish.phrases import NounPhrase
from services.shared.tale.wish.wish import Being, Remark, Wish
from services.shared.tale.words import lexicon

_BRAVE = frozenset("save guard help free heal stand find".split())
"""Classes of action that are more than not to be afraid any more."""


def framed(text: str) -> Wish:
    """The wish of a sentence in any frame."""
    text = noun_titles.statement(text) or text
    if (setting := settings.apart(text)) and not (wish := framed(setting.main)).note and not wish.question:
        return setting.told(wish)
    if (halves := divided(text)) and (joined := _joined(halves)):
        return joined
    return premise(text) or led_on(plainly(plain(text)), text)


def _joined(halves: Halves) -> Wish | None:
    """What the second half tells, with what the first says of the hero before it; None where it tells no deed."""
    wish = framed(halves.event)
    if wish.goal is None or wish.hero is None or (halves.fearful and wish.act not in _BRAVE):
        return None
    if halves.befalls and wish.hero.phrase != CHILD:
        return None
    *others, last = Reader(halves.state).stated() or (None,)
    before = (*(replace(remark, kind="trait") for remark in others if remark), *_of_kind("before", last))
    way = _of_kind("way", *Reader(halves.way).stated()[:1])
    told = (*way, *before, *wish.remarks)[: max(MAX_REMARKS, len(wish.remarks))]
    home = wish.home or Reader(halves.state).read().home
    return replace(wish, hero=halves.who, remarks=told, home=home)


def _of_kind(kind: str, *remarks: Remark | None) -> tuple[Remark, ...]:
    return tuple(replace(remark, kind=kind) for remark in remarks if remark)


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
