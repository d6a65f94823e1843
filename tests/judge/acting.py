"""What the prompt's people and things do in a story."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.v1 import parts_pb2
from tests.judge.grammar import Parse
from tests.judge.prompts import Person
from tests.judge.stories import Told
from tests.judge.words import forms, words

PRONOUNS = frozenset(("he", "she", "they"))
SPEAKER = frozenset(("i", "we"))
IN_SCENES = 2
"""Somebody or something that acts in so many scenes has a part in the story."""


@dataclass
class Acts:
    """What was counted in one story."""

    sentences: int = 0
    acting: int = 0
    """Sentences in which something of the prompt is the subject of a verb."""
    named: int = 0
    """Those of them in which its name or noun is the subject, not a pronoun."""
    parts: int = 0
    """People and things of the prompt."""
    in_scenes: int = 0
    """Those that act in two scenes or more: people as a subject, things as a subject or an object."""
    idle: list[str] = field(default_factory=list)
    """The other ones."""
    with_others: int = 0
    """Sentences of a story whose prompt has two people or things, or more."""
    others: int = 0
    """Those of them in which one acts that is not the one that acts most."""

    def __add__(self, other: "Acts") -> "Acts":
        return Acts(
            self.sentences + other.sentences,
            self.acting + other.acting,
            self.named + other.named,
            self.parts + other.parts,
            self.in_scenes + other.in_scenes,
            self.idle + other.idle,
            self.with_others + other.with_others,
            self.others + other.others,
        )


def character(person: Person, cast: Sequence[parts_pb2.Character]) -> parts_pb2.Character | None:
    """Who of the cast that is: of this name, else of this kind."""
    for found in cast:
        if person.name and person.name.lower() in found.name.lower().split():
            return found
    if person.name:
        return None
    for found in cast:
        role = found.role.lower().split()
        if role and any(role[-1] in forms(kind) for kind in person.kinds):
            return found
    return None


class Referents:
    """The words that mean each person and thing of the prompt, and each of the cast."""

    def __init__(self, told: Told) -> None:
        cast = list(told.story.characters)
        self.parts = told.asked.parts
        self._words: list[tuple[str, frozenset[str]]] = []
        """A key and the words that mean it: a number for a part of the prompt, a name for another one of the cast."""
        self._pronouns: dict[str, str] = {}
        self._keys: dict[str, str] = {}
        """By the name of one of the cast, its key."""
        for number, part in enumerate(self.parts):
            key = str(number)
            if isinstance(part, str):
                self._words.append((key, forms(part.split()[-1])))
                continue
            said = {form for kind in part.kinds for form in forms(kind)} | {part.name.lower()} - {""}
            if found := character(part, cast):
                said |= {found.name.lower(), *(found.role.lower().split()[-1:])}
                self._pronouns[key] = found.pronoun
                self._keys[found.name] = key
            self._words.append((key, frozenset(said)))
        for person in cast:
            if person.name not in self._keys:
                self._keys[person.name] = person.name
                self._pronouns[person.name] = person.pronoun
                own = {*(word.lower() for word in words(person.name)), *(person.role.lower().split()[-1:])}
                self._words.append((person.name, frozenset(own)))

    def named(self, word: str) -> list[str]:
        """Who a word means, all that it may mean."""
        return [key for key, said in self._words if word.lower() in said]

    def pronoun(self, key: str) -> str:
        """Of somebody of the cast; empty for others."""
        return self._pronouns.get(key, "")

    def speaker(self, name: str) -> str:
        """The key of a sentence's speaker; empty when nobody of the cast speaks."""
        return self._keys.get(name, "")


@dataclass(frozen=True)
class Roles:
    """Who is what in one sentence, by the keys of Referents."""

    named: frozenset[str]
    """Subjects by a name or a noun."""
    meant: frozenset[str]
    """Subjects by a pronoun."""
    objects: frozenset[str]


def _roles(story: parts_pb2.Story, parses: Sequence[Parse], referents: Referents) -> Iterator[tuple[str, Roles]]:
    """The scene and the roles of each sentence, in reading order."""
    parsed = iter(parses)
    last: dict[str, str] = {}
    """Who was named last, by pronoun."""
    for paragraph in story.paragraphs:
        for sentence, parse in zip(paragraph.sentences, parsed, strict=False):
            yield paragraph.scene_id, _roles_in(sentence.speaker, parse, referents, last)


def _roles_in(speaker: str, parse: Parse, referents: Referents, last: dict[str, str]) -> Roles:
    """The roles of one sentence; notes in `last` who is named."""
    named, meant, objects = set[str](), set[str](), set[str]()
    for index, word in enumerate(parse.words):
        text = word.text.lower()
        keys = referents.named(text)
        last.update((referents.pronoun(key), key) for key in keys)
        if index in parse.objects:
            objects.update(keys)
        if index not in parse.subjects:
            continue
        named.update(keys)
        if text in PRONOUNS:
            meant.add(last.get(text, ""))
        elif text in SPEAKER:
            meant.add(referents.speaker(speaker))
    return Roles(frozenset(named), frozenset(meant), frozenset(objects))


def acts(told: Told, parses: Sequence[Parse]) -> Acts:
    """Count one story, from the parse of each of its sentences.

    A pronoun stands for the one of the cast with this pronoun who was named last; I and we for who speaks.
    """
    referents = Referents(told)
    keys = {str(number): part for number, part in enumerate(referents.parts)}
    found = Acts(parts=len(keys))
    sentences: list[tuple[str, set[str]]] = []
    """Of each sentence, the scene and who and what of the prompt acts in it."""
    for scene, roles in _roles(told.story, parses, referents):
        subjects = keys.keys() & (roles.named | roles.meant)
        handled = {key for key in keys.keys() & roles.objects if isinstance(keys[key], str)}
        sentences.append((scene, subjects | handled))
        found.named += bool(keys.keys() & roles.named)
        found.acting += bool(subjects)
    found.sentences = len(sentences)
    for key, part in keys.items():
        if len({scene for scene, acting in sentences if key in acting}) >= IN_SCENES:
            found.in_scenes += 1
        else:
            found.idle.append(part if isinstance(part, str) else part.name or part.kind)
    if len(keys) > 1:
        counts = Counter(key for _, acting in sentences for key in sorted(acting))
        most = {key for key, _ in counts.most_common(1)}
        found.with_others = len(sentences)
        found.others = sum(bool(acting - most) for _, acting in sentences)
    return found
