"""The story read aloud in one language: its script, spoken, and when each sentence is heard."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.audio_script import modelled, ssml, voice
from services.shared.model.models import ModelFailed, SpeechModel

NORMAL_PACE = 175
"""Words a minute of espeak-ng's voices at speed 1."""
MIN_CUE_MS = 20
"""Shortest cue, in milliseconds: a sentence that has nothing to speak, such as "…", gets one too."""


@dataclass(frozen=True)
class Cue:
    """When one sentence is spoken, milliseconds from the start."""

    sentence_id: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True)
class Narration:
    """One language's narration: its script and, where it is spoken, its sound."""

    script: str
    recording: voice.Recording | None
    cues: tuple[Cue, ...]
    backend: str
    """What spoke, such as "espeak-ng"; empty without sound."""
    why: str
    """Why espeak-ng was used instead of the model, or why there is no sound; empty when neither is so."""


def narrate(
    title: str,
    language: str,
    paragraphs: Sequence[Sequence[ssml.Line]],
    voices: Mapping[str, ssml.Voice],
    *,
    pace: int,
    silent: bool,
    model: SpeechModel | None = None,
) -> Narration:
    """Write the script and, unless `silent`, speak it: by the model, or by espeak-ng without one or when it fails.

    `pace` is in words a minute.
    """
    speed = pace / NORMAL_PACE
    script = ssml.document(title, language, paragraphs, voices, speed)
    if silent:
        return Narration(script, None, (), "", "")
    ids = [line.sentence_id for paragraph in paragraphs for line in paragraph]
    why = ""
    if model is not None:
        try:
            recording = modelled.speak(model, language, paragraphs, speed)
            return Narration(script, recording, tuple(_cues(ids, recording)), model.name, "")
        except ModelFailed as error:
            why = str(error)
    try:
        recording = voice.speak(script, language, len(ids))
    except voice.CannotSpeak as error:
        return Narration(script, None, (), "", str(error))
    return Narration(script, recording, tuple(_cues(ids, recording)), "espeak-ng", why)


def _cues(ids: Sequence[str], recording: voice.Recording) -> list[Cue]:
    """Cues from the times of the script's marks; they do not overlap, and the last one ends with the audio."""
    found, clock = [], 0
    for sentence_id in ids:
        start = max(clock, recording.marks.get(ssml.start_of(sentence_id), clock))
        clock = max(start + MIN_CUE_MS, recording.marks.get(ssml.end_of(sentence_id), start))
        found.append(Cue(sentence_id, start, clock))
    if found:
        last = found[-1]
        found[-1] = Cue(last.sentence_id, last.start_ms, max(last.start_ms + 1, recording.milliseconds))
    return found
