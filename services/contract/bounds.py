"""The bounds of a Draft that a stage receives: every part of it, whoever made it, before any work is begun.

Crafts take time and memory by what is in a draft, some by its square; what they cannot use at all they fail on. So each
list and each string has a bound, numbers are finite, values of enums known, and a story is one that can be read.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.duration_pb2 import Duration
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from pipeline.v1 import draft_pb2, parts_pb2
from services.contract.errors import InvalidRequest, Violation
from services.contract.limits import MAX_ID, MAX_STRING, MAX_VIOLATIONS
from services.contract.request import MAX_STORY, STORY_LANGUAGES
from services.contract.shown import quoted

MAX_ITEMS = 10_000
"""Entries of a list of which a story of 20,000 characters may have many: sentences, cues."""
FEW = {
    "Prompt.languages": 100,
    "Draft.timings": 100,
    "Story.characters": 100,
    "Analysis.keywords": 100,
    "Analysis.characters": 100,
    "Analysis.silent_characters": 100,
    "ImageConcept.scenes": 100,
    "Scene.palette": 100,
    "Depiction.actors": 100,
    "Depiction.others": 100,
    "Depiction.things": 100,
    "AudioScript.narrations": 10,
    "Narration.opening": 10,
    "TranslationSet.translations": 10,
    "DocumentSet.documents": 100,
}
"""Entries of the other lists."""
MAX_CHARACTERS = MAX_STORY
"""Characters of a string: a story may be one sentence."""
SHORT, MAX_SHORT = ("name", "role", "id", "speaker", "scene_id", "sentence_id", "hex", "language_code"), 200
"""Fields with a name, and its most characters."""
LONG = {"Scene.svg": MAX_STRING, "Narration.ssml": 1024 * 1024, "Document.content": 1024 * 1024}
"""Characters of whole documents; a picture that a model made is in its SVG."""
MAX_TEXT = 2 * MAX_STORY
"""Characters of all sentences of a story: some more than a person may supply."""
MAX_SECONDS = 24 * 3_600
"""Of any duration."""
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
"""What XML cannot hold, and DEL."""


def check(draft: draft_pb2.Draft) -> None:
    """Raise InvalidRequest, which names the first wrong fields; a Prompt has narrower bounds too (`request.check`)."""
    wrong = tuple(islice(chain(_run_id(draft), _wrong(draft, "")), MAX_VIOLATIONS)) or tuple(_story(draft))
    if wrong:
        raise InvalidRequest(wrong)


def _run_id(draft: draft_pb2.Draft) -> Iterator[Violation]:
    if len(draft.run_id) > MAX_ID:
        yield Violation("draft.run_id", f"has {len(draft.run_id):,} characters; use at most {MAX_ID}")


@dataclass(frozen=True)
class _Field:
    """A field that has a bound."""

    name: str
    kind: str
    """text, number, enum, message or other."""
    repeated: bool
    items: int
    characters: int
    known: frozenset[int]


@cache
def _fields(descriptor: Descriptor) -> tuple[_Field, ...]:
    return tuple(_field(descriptor.name, field) for field in descriptor.fields)


def _field(owner: str, field: FieldDescriptor) -> _Field:
    kinds = {
        FieldDescriptor.TYPE_STRING: "text",
        FieldDescriptor.TYPE_DOUBLE: "number",
        FieldDescriptor.TYPE_FLOAT: "number",
        FieldDescriptor.TYPE_ENUM: "enum",
        FieldDescriptor.TYPE_MESSAGE: "message",
    }
    name = f"{owner}.{field.name}"
    return _Field(
        field.name,
        kinds.get(field.type, "other"),
        field.is_repeated,
        FEW.get(name, MAX_ITEMS),
        MAX_SHORT if field.name in SHORT else LONG.get(name, MAX_CHARACTERS),
        frozenset(field.enum_type.values_by_number) if field.enum_type is not None else frozenset(),
    )


def _wrong(message: Message, path: str) -> Iterator[Violation]:
    """The wrong fields of a message and of those inside it, one violation for each field."""
    if isinstance(message, Duration | Timestamp):
        if not _is_time(message):
            yield Violation(path, "is no time that a run takes or is made at")
        return
    present = {field.name for field, _ in message.ListFields()}
    for field in _fields(message.DESCRIPTOR):
        if field.name not in present:
            continue
        value, here = getattr(message, field.name), f"{path}.{field.name}" if path else field.name
        # Counted first: whatever else is looked at takes time for each.
        if field.repeated and len(value) > field.items:
            yield Violation(here, f"has {len(value):,} entries; use at most {field.items:,}")
            continue
        items = value if field.repeated else (value,)
        if field.kind == "message":
            for item in items:
                yield from _wrong(item, here)
        elif why := next(filter(None, (_why(field, item) for item in items)), ""):
            yield Violation(here, why)


def _why(field: _Field, value: object) -> str:
    """Why a value is wrong; empty when it is right."""
    if isinstance(value, str):
        if len(value) > field.characters:
            return f"has {len(value):,} characters; use at most {field.characters:,}"
        return "has control characters; remove them" if _NO_TEXT.search(value) else ""
    if isinstance(value, float) and not math.isfinite(value):
        return "is no finite number"
    if field.kind == "enum" and value not in field.known:
        return f"is {value}, which this version does not know"
    return ""


def _is_time(value: Duration | Timestamp) -> bool:
    if not 0 <= value.nanos < 1_000_000_000:
        return False
    if isinstance(value, Duration):
        return 0 <= value.seconds <= MAX_SECONDS
    return 0 <= value.seconds <= 253_402_300_799  # The last second of the year 9999, the last that a Timestamp can say.


def _story(draft: draft_pb2.Draft) -> Iterator[Violation]:
    """What makes a story none that a stage can read."""
    if not draft.HasField("story"):
        return
    story = draft.story
    if story.language_code not in STORY_LANGUAGES:
        known = ", ".join(STORY_LANGUAGES)
        yield Violation("story.language_code", f"is {quoted(story.language_code)}; stories are in {known}")
    yield from _text(story)


def _text(story: parts_pb2.Story) -> Iterator[Violation]:
    where = "story.paragraphs"
    if sum(len(paragraph.sentences) for paragraph in story.paragraphs) > MAX_ITEMS:
        yield Violation(where, f"have over {MAX_ITEMS:,} sentences")
        return
    sentences = [sentence for paragraph in story.paragraphs for sentence in paragraph.sentences]
    if sum(len(sentence.text) for sentence in sentences) > MAX_TEXT:
        yield Violation(where, f"have over {MAX_TEXT:,} characters")
    elif not all(paragraph.sentences for paragraph in story.paragraphs):
        yield Violation(where, "are not all of sentences; leave empty ones out")
    elif not any(character.isalnum() for sentence in sentences for character in sentence.text):
        yield Violation(where, "have no words")
    elif len({sentence.id for sentence in sentences}) != len(sentences):
        yield Violation(where, "use a sentence id twice")
