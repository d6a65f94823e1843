"""C2, the audio script service: Prompt, Story and Analysis to AudioScript."""

from collections.abc import Iterator
from functools import partial

from google.protobuf.duration_pb2 import Duration
from loguru import logger

from pipeline.v1 import draft_pb2, parts_pb2
from services.audio_script import narration, ssml
from services.contract import progress, request
from services.contract.calls import Process
from services.shared.model.models import SpeechModel
from services.shared.model.settings import SpeechSettings
from services.shared.tale.telling.retold import Reteller
from services.shared.text import Text, own_text, targets, text_in

Settings = SpeechSettings
AT_ONCE = 2
"""Languages that are narrated at a time."""


def build(settings: SpeechSettings) -> Process:
    """Return the function that makes an AudioScript, spoken by the settings' model or by espeak-ng."""
    return partial(process, settings)


def process(settings: SpeechSettings, draft: draft_pb2.Draft) -> parts_pb2.AudioScript:
    """Read the story aloud in its own language, and in those asked for into which it can be told from its plan.

    Raises InvalidRequest for a wrong Prompt.
    """
    prompt, story = request.check(draft.prompt), draft.story
    model = None if settings.backend == "builtin" else SpeechModel(settings)
    speaking = {sentence.speaker for paragraph in story.paragraphs for sentence in paragraph.sentences}
    voices = ssml.cast_voices(
        {character.name: character.pronoun for character in story.characters if character.name in speaking}
    )

    def narrated(text: Text) -> parts_pb2.Narration:
        made = narration.narrate(
            text.title,
            text.language,
            [*_opening(text, story.author), *_lines(story, text)],
            voices,
            pace=prompt.pace,
            silent=prompt.text_only,
            model=model,
        )
        return _message(text, made)

    return parts_pb2.AudioScript(narrations=progress.threaded(narrated, _texts(prompt, story), AT_ONCE))


def _texts(prompt: parts_pb2.Prompt, story: parts_pb2.Story) -> Iterator[Text]:
    """What is read aloud: the story itself, then the languages in which its plan can be told.

    The translation service works at the same time as this one, so what a model or Apertium translates is not read here.
    """
    own = own_text(story)
    yield own
    if prompt.story or not prompt.languages:
        return
    reteller = Reteller(prompt, story)
    for code in filter(reteller.knows, targets(prompt, story)):
        told = reteller.tell(code)
        yield text_in(story, code, told.title, dict(zip(own.sentences, told.sentences, strict=True)))


def _opening(text: Text, author: str) -> list[list[ssml.Line]]:
    """Title and byline, each a paragraph of its own, so that the longer pause parts them from what follows."""
    return [[ssml.Line(key, said, "")] for key, said in text.opening(author).items()]


def _lines(story: parts_pb2.Story, text: Text) -> list[list[ssml.Line]]:
    """The text's sentences, each with its speaker."""
    speakers = {sentence.id: sentence.speaker for paragraph in story.paragraphs for sentence in paragraph.sentences}
    return [[ssml.Line(key, sentence, speakers[key]) for key, sentence in paragraph] for paragraph in text.paragraphs]


def _message(text: Text, made: narration.Narration) -> parts_pb2.Narration:
    """The narration of a text as the contract has it."""
    language = text.language
    message = parts_pb2.Narration(
        language_code=language,
        ssml=made.script,
        quality=parts_pb2.QUALITY_FULL,
        backend=made.backend,
        text_digest=text.digest,
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
        opening = text.opening()
        for cue in made.cues:
            cues = message.opening if cue.sentence_id in opening else message.cues
            cues.add(sentence_id=cue.sentence_id, start=_milliseconds(cue.start_ms), end=_milliseconds(cue.end_ms))
    return message


def _milliseconds(value: int) -> Duration:
    duration = Duration()
    duration.FromMilliseconds(value)
    return duration
