"""What one scene's text says can be seen: who does what with which thing, where, at which hour, in which weather."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from services.image_concept.reading import deeds, nouns, words
from services.image_concept.reading.deeds import Deed
from services.image_concept.reading.nouns import Named

_WORD = re.compile(r"\x00\d+\x00|[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|«[^»]*»|‘[^’]*’(?!\w)")
_SENTENCE = re.compile(r"(?<=[.!?…])[\"”»]?\s+|\n+")
_JOINTS = frozenset("and but so while when as until because then y pero cuando mientras et mais quand alors".split())
_HE, _SHE, _THEY = (
    frozenset(("he", "él", "il")),
    frozenset(("she", "ella", "elle")),
    frozenset(("they", "ellos", "ellas", "ils", "elles")),
)
_INTO = frozenset(
    "cross crossed reach reached enter entered visit visited explore explored cruzó cruzaron atravesó traversa"
    " in into inside at to through on onto across under near by along toward towards over en a al"
    " dentro por hasta dans à au"
    " aux vers sur chez sous".split()
)
_INSIDE = frozenset("in into inside at on en dentro dans sur chez à au".split())
_ANYWHERE = frozenset("town village street road path country land world corner square shop store sky".split())
"""Places that are in every kind of place."""
_ONE_OF_THEM = frozenset("friend hero sister brother twin son daughter".split())
"""Who is so called is mostly one of the cast."""
_ROLE_ARTICLE = r"(?:[Tt]he|[Ee]l|[Ll]a|[Ll]e|[Ll]os|[Ll]as|[Ll]es|[Hh]is|[Hh]er|[Tt]heir|[Ss]u|[Ss]on|[Ss]a)"


@dataclass(frozen=True)
class Who:
    """One of the cast: a name, the last noun of the role in the text's language, a pronoun, and other names."""

    name: str
    nouns: tuple[str, ...] = ()
    pronoun: str = ""
    also: tuple[str, ...] = ()
    kind: str = ""
    """The English noun of the role."""


@dataclass(frozen=True)
class Moment:
    """What can be seen of a scene."""

    deeds: dict[str, tuple[Deed, ...]]
    """By name of who is in the text, in the order in which they come: what they do, the most telling first."""
    things: tuple[Named, ...]
    """What else can be drawn, what is told of most first."""
    others: tuple[Named, ...]
    """Animals and people beside the cast."""
    busy: dict[str, Deed] = field(default_factory=dict)
    """By the noun of such an animal or person: what they do."""
    room: str = ""
    """A kind of room as in `scenery.rooms`; empty outside."""
    place: str = ""
    """A kind of place as in Story.place where the text names another one than the story's; empty for none."""
    hour: str = ""
    weather: str = ""


@dataclass
class _Found:
    deeds: dict[str, list[Deed]] = field(default_factory=dict)
    counts: Counter[Named] = field(default_factory=Counter)
    others: dict[str, Deed] = field(default_factory=dict)


def read(text: str, cast: Sequence[Who], language: str = "en", home: str = "") -> Moment:
    """Read one scene's text. Who is not named in it is not in the moment; `home` is the story's own kind of place."""
    marked = _mark(text, cast)
    found = _Found()
    present: dict[str, None] = {}
    subject: list[int] = []
    for sentence in _SENTENCE.split(marked):
        for number in re.findall(r"\x00(\d+)\x00", sentence):
            present.setdefault(cast[int(number)].name)
        spoken = " ".join(_QUOTED.findall(sentence))
        subject = _sentence(_words(_QUOTED.sub(" ", sentence)), cast, language, subject, found)
        for named in nouns.within(_words(spoken), language):
            found.counts[named] += 1
    own = {noun for who in cast for noun in (*who.nouns, who.kind)}
    seen = [named for named, _ in sorted(found.counts.items(), key=lambda item: (-item[1], item[0].name))]
    tokens = _words(_QUOTED.sub(" ", marked))
    room, place = _where(tokens, language, home)
    return Moment(
        deeds={name: deeds.ranked(found.deeds.get(name, [])) for name in dict.fromkeys((*present, *found.deeds))},
        things=tuple(named for named in seen if named.thing and named.name not in own),
        others=tuple(
            named
            for named in seen
            if (named.kind in ("animal", "creature") or named.kind in nouns.PEOPLE)
            and named.name not in own
            and named.name not in _ONE_OF_THEM
        ),
        busy=found.others,
        room=room,
        place=place,
        hour=_sign("hour", tokens, language, own),
        weather=_sign("weather", tokens, language, own),
    )


def _mark(text: str, cast: Sequence[Who]) -> str:
    """The text with each name, and each "the" with a role's noun, replaced by the number of who it is."""
    for number, who in enumerate(cast):
        for name in (*(f"{other} {who.name}" for other in who.also), who.name, *who.also):
            text = re.sub(rf"\b{re.escape(name)}\b", f"\x00{number}\x00", text)
    for number, who in enumerate(cast):
        for noun in who.nouns:
            if sum(noun in other.nouns for other in cast) == 1:
                text = re.sub(rf"\b{_ROLE_ARTICLE} (?:[\w-]+ )?{re.escape(noun)}\b", f"\x00{number}\x00", text)
    return text


def _words(text: str) -> list[str]:
    return [word if "\x00" in word else word.lower().replace("’", "'") for word in _WORD.findall(text)]


def _sentence(tokens: list[str], cast: Sequence[Who], language: str, subject: list[int], found: _Found) -> list[int]:
    """Note the deeds and the nouns of one sentence; return who its last verb is about."""
    for after, named in nouns.spans(tokens, language):
        found.counts[named] += 2
        if named.kind in ("animal", "creature", *nouns.PEOPLE):
            _note_other(tokens, after, named, language, found)
    last = -9
    known, subject = subject, []
    for at, word in enumerate(tokens):
        if "\x00" in word:
            number = int(word.strip("\x00"))
            joined = at - last <= 2 and bool({"and", "y", "e", "et"} & set(tokens[max(0, at - 2) : at]))
            # Who stands behind a preposition or a verb is no subject; the next clause may have one.
            if joined:
                subject = [*subject, number]
            elif not subject or not _objective(tokens, at, language):
                subject = [number]
            if at and words.pose_of(tokens[at - 1], language) == "talk":
                found.deeds.setdefault(cast[number].name, []).append(Deed("talk", None, 1))
            last = at
            continue
        if word in _JOINTS and _another(tokens, at + 1, language):
            known, subject = subject or known, []
        subject = _pronoun(word, cast, subject, known)
        if not subject:
            continue
        done = deeds.deed(tokens, at, language)
        if done:
            for number in subject:
                found.deeds.setdefault(cast[number].name, []).append(done)
    return subject or known


def _objective(tokens: list[str], at: int, language: str) -> bool:
    """Whether the name here is an object: a verb or a preposition stands right before it."""
    before = tokens[at - 1] if at else ""
    return bool(before) and (
        before in _INTO or before in ("with", "of", "for", "from", "con", "de", "para", "avec", "pour")
        or (bool(words.pose_of(before, language)) and before not in ("said", "asked", "dijo", "dit"))
    )  # fmt: skip


def _note_other(tokens: list[str], after: int, named: Named, language: str, found: _Found) -> None:
    """Note what an animal or a person beside the cast does: the first verb after the noun."""
    for at in range(after, min(after + 4, len(tokens))):
        if "\x00" in tokens[at] or tokens[at] in _JOINTS:
            return
        done = deeds.deed(tokens, at, language)
        if done:
            if done.weight > found.others.get(named.name, Deed("stand", None, 0)).weight:
                found.others[named.name] = done
            return


def _another(tokens: list[str], at: int, language: str) -> bool:
    """Whether a clause begins here whose subject is none of the cast: "the kite"."""
    if at + 1 >= len(tokens) or tokens[at] not in nouns.DETERMINERS:
        return False
    return any("\x00" not in token and nouns.noun(token, language) is not None for token in tokens[at + 1 : at + 3])


def _pronoun(word: str, cast: Sequence[Who], subject: list[int], known: list[int]) -> list[int]:
    wanted = "he" if word in _HE else "she" if word in _SHE else ""
    if wanted:
        for number in (*subject, *known, *range(len(cast))):
            if cast[number].pronoun == wanted:
                return [number]
    if word in _THEY and len(subject) < 2 and len(cast) > 1:
        return sorted({*known, 0, 1})
    return subject


def _where(tokens: list[str], language: str, home: str) -> tuple[str, str]:
    """The room and the place in or at which the text says that it happens."""
    rooms: Counter[str] = Counter()
    places: Counter[str] = Counter()
    signs = words.signs("room", language)
    for at, word in enumerate(tokens):
        near = set(tokens[max(0, at - 3) : at])
        if not near & _INTO and word not in ("indoors", "inside"):
            continue
        named = nouns.noun(word, language)
        if word in signs and (near & _INSIDE or word in ("indoors", "inside")):
            rooms[signs[word]] += 2
        elif named and (named.name == "moon" and "on" not in near):
            continue
        elif named and named.name not in _ANYWHERE and word not in signs and named.home and named.kind in nouns.PLACES:
            places[named.home] += 2
    room = max(rooms, key=lambda kind: rooms[kind], default="")
    place = home if home in places else max(places, key=lambda kind: places[kind], default="")
    return (room, place) if rooms[room] >= places[place] else ("", place)


def _sign(what: str, tokens: list[str], language: str, own: set[str]) -> str:
    signs = words.signs(what, language)
    counts = Counter(signs[word] for word in tokens if word in signs and word not in own)
    return max(counts, key=lambda sign: counts[sign], default="")


def home_of(text: str, language: str = "en") -> str:
    """The kind of place that most nouns of a whole text are at home in; empty where none is."""
    counts = Counter(
        named.home
        for named in nouns.within(_words(text), language)
        if named.home and named.kind in nouns.PLACES and named.name not in ("moon", "sky")
    )
    return max(counts, key=lambda home: counts[home], default="")
