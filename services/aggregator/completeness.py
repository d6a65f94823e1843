"""What a person should know of the package: what is missing, what is less than was asked, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.v1 import draft_pb2, parts_pb2
from services.aggregator import parts
from services.aggregator.tellings import Telling, left_out
from services.contract.quality import rated


@dataclass(frozen=True)
class Completeness:
    """Whether all that was asked is there, and notes in plain sentences; what is missing comes first."""

    complete: bool
    notes: list[str]


def completeness(draft: draft_pb2.Draft, told: Sequence[Telling], remarks: Sequence[str]) -> Completeness:
    """Compare the draft with what goes into the package; `remarks` are notes on the making of the files."""
    made: list[Any] = [
        *draft.translations.translations,
        *(telling.narration for telling in told if telling.narration is not None),
        *(message for part in parts.others(draft).values() for message in rated(part)),
    ]
    missing = [item for item in made if item.quality == parts_pb2.QUALITY_UNAVAILABLE]
    less = [item for item in made if item.quality != parts_pb2.QUALITY_UNAVAILABLE]
    dropped = left_out(draft, told)
    notes = [
        *_notes(missing),
        *(_why_left_out(narration, told) for narration in dropped),
        *_notes([draft.story, draft.image_concept]),
        *_notes(less),
        *_not_narrated(draft, told),
        *remarks,
    ]
    return Completeness(not missing and not dropped, notes)


def _notes(messages: Sequence[Any]) -> list[str]:
    return [note for message in messages if (note := getattr(message, "note", ""))]


def _why_left_out(narration: parts_pb2.Narration, told: Sequence[Telling]) -> str:
    """The note on a narration that speaks none of the package's texts."""
    language = narration.language_code
    if language not in [telling.language for telling in told]:
        why = "the package has no text in that language"
    elif not narration.text_digest:
        why = "it does not say which text it speaks (is the audio script service of an older version?)"
    else:
        why = "it speaks other sentences than the package's text in that language"
    return f"The narration in {language!r} is left out: {why}."


def _not_narrated(draft: draft_pb2.Draft, told: Sequence[Telling]) -> list[str]:
    """The note on languages for which the audio script service made no narration."""
    narrated = {narration.language_code for narration in draft.audio_script.narrations}
    silent = [telling.language for telling in told if telling.language not in narrated]
    if draft.prompt.text_only or not silent:
        return []
    return [f"Not read aloud in {', '.join(silent)}: only a language that needs no translation engine is."]
