"""C2, the audio script service: Prompt, Story and Analysis to AudioScript."""

from collections.abc import Iterator

from google.protobuf.duration_pb2 import Duration
from loguru import logger

from pipeline.v1 import draft_pb2, parts_pb2
from services.audio_script import narration, ssml
from services.contract import progress, request
from services.shared.model.client import Model
from services.shared.model.settings import settings_of
from services.shared.tale.retold import Reteller

MODEL = settings_of("audio_script")
AT_ONCE = 2
"""Languages that are spoken at a time."""
Told = tuple[str, str, list[str]]
"""Language, title and sentences."""


def process(draft: draft_pb2.Draft) -> parts_pb2.AudioScript:
    """Read the story aloud, in every language in which it can be told. Raises InvalidRequest for a wrong Prompt."""
    prompt, story = request.check(draft.prompt), draft.story
    model = None if MODEL.backend == "builtin" else Model(MODEL)
    voices = ssml.cast_voices({character.name: character.pronoun for character in story.characters})

    def narrated(told: Told) -> parts_pb2.Narration:
        language, title, sentences = told
        made = narration.narrate(
            title,
            language,
            _lines(story, sentences),
            voices,
            pace=prompt.pace,
            silent=prompt.text_only,
            model=model,
        )
        return _message(language, made)

    return parts_pb2.AudioScript(narrations=progress.threaded(narrated, _tellings(prompt, story), AT_ONCE))


def _tellings(prompt: parts_pb2.Prompt, story: parts_pb2.Story) -> Iterator[Told]:
    """The story itself, then the languages that need no translator: it works beside this service, not before it."""
    yield (
        story.language_code,
        story.title,
        [sentence.text for paragraph in story.paragraphs for sentence in paragraph.sentences],
    )
    if prompt.story or not prompt.languages:
        return
    reteller = Reteller(prompt, story)
    for code in filter(reteller.knows, prompt.languages):
        told = reteller.tell(code)
        yield code, told.title, list(told.sentences)


def _lines(story: parts_pb2.Story, sentences: list[str]) -> list[list[ssml.Line]]:
    texts = iter(sentences)
    return [
        [ssml.Line(sentence.id, next(texts), sentence.speaker) for sentence in paragraph.sentences]
        for paragraph in story.paragraphs
    ]


def _message(language: str, made: narration.Narration) -> parts_pb2.Narration:
    message = parts_pb2.Narration(
        language_code=language, ssml=made.script, quality=parts_pb2.QUALITY_FULL, backend=made.backend
    )
    if made.why and made.recording:
        logger.warning("espeak-ng stands in in {}: {}", language, made.why)
        message.quality = parts_pb2.QUALITY_FALLBACK
        message.note = f"espeak-ng reads aloud in {language!r}, because {made.why}."
    elif made.why:
        logger.error("no narration in {}: {}", language, made.why)
        message.quality = parts_pb2.QUALITY_UNAVAILABLE
        message.note = f"Not read aloud in {language!r}: {made.why}."
    if made.recording:
        message.audio = made.recording.audio
        message.duration.CopyFrom(_milliseconds(made.recording.milliseconds))
        for cue in made.cues:
            message.cues.add(
                sentence_id=cue.sentence_id, start=_milliseconds(cue.start_ms), end=_milliseconds(cue.end_ms)
            )
    return message


def _milliseconds(value: int) -> Duration:
    duration = Duration()
    duration.FromMilliseconds(value)
    return duration
