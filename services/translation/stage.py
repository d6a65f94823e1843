"""C3, the translation service: Prompt and Story to TranslationSet."""

from collections.abc import Sequence
from functools import partial

from loguru import logger

from pipeline.v1 import draft_pb2, parts_pb2
from services.contract import progress, request
from services.contract.calls import Process
from services.shared.model.models import ModelFailed, WritingModel
from services.shared.model.settings import ModelSettings
from services.shared.tale.telling.retold import Reteller
from services.shared.text import targets
from services.translation import apertium, modelled

Settings = ModelSettings


def build(settings: ModelSettings) -> Process:
    """Return the function that makes a TranslationSet, by the settings' model or by the built-in ways."""
    return partial(process, settings)


def process(settings: ModelSettings, draft: draft_pb2.Draft) -> parts_pb2.TranslationSet:
    """Translate into each target language. Raises InvalidRequest for a wrong Prompt.

    The generator's own stories are told again from their plan; other texts go through Apertium. A model, where one is
    set, goes before both.
    """
    prompt = request.check(draft.prompt)
    story = draft.story
    codes = targets(prompt, story)
    if not codes:
        return parts_pb2.TranslationSet()
    reteller = None if prompt.story else Reteller(prompt, story)

    def builtin(code: str) -> parts_pb2.Translation:
        progress.report(f"translating into {code}")
        return _retold(reteller, story, code) if reteller and reteller.knows(code) else _translated(story, code)

    if settings.backend == "builtin":
        return parts_pb2.TranslationSet(translations=map(builtin, codes))
    model = WritingModel(settings)
    made = [_modelled(model, story, code) or _in_its_place(builtin(code)) for code in codes]
    return parts_pb2.TranslationSet(translations=made)


def _modelled(model: WritingModel, story: parts_pb2.Story, language: str) -> parts_pb2.Translation | None:
    """The translation that the model makes; None when it fails, with the reason in the log."""
    sentences = [sentence.text for paragraph in story.paragraphs for sentence in paragraph.sentences]
    try:
        title, *texts = modelled.translate(model, [story.title, *sentences], story.language_code, language)
    except ModelFailed as error:
        logger.warning("no translation into {} by the model: {}", language, error)
        return None
    translation = parts_pb2.Translation(
        language_code=language,
        title=title,
        quality=parts_pb2.QUALITY_DRAFT,
        backend=model.name,
        note=f"Translated into {language!r} by a model; have it read by somebody who speaks the language.",
    )
    _add(translation, story, texts)
    return translation


def _in_its_place(translation: parts_pb2.Translation) -> parts_pb2.Translation:
    """Mark a translation as a fallback for the model's, and say so in its note."""
    if translation.quality != parts_pb2.QUALITY_UNAVAILABLE:
        translation.quality = parts_pb2.QUALITY_FALLBACK
    said = (
        f"The model did not translate into {translation.language_code!r}; {translation.backend or 'nothing'} stands in."
    )
    translation.note = f"{said} {translation.note}".strip()
    return translation


def _retold(reteller: Reteller, story: parts_pb2.Story, language: str) -> parts_pb2.Translation:
    told = reteller.tell(language)
    translation = parts_pb2.Translation(
        language_code=language,
        title=told.title,
        quality=parts_pb2.QUALITY_DRAFT if told.unknown else parts_pb2.QUALITY_FULL,
        backend="builtin",
        unknown_words=len(told.unknown),
    )
    if told.unknown:
        words = ", ".join(sorted(told.unknown))
        translation.note = f"Not translated, for they are not in the lexicon: {words}."
    _add(translation, story, told.sentences)
    return translation


def _translated(story: parts_pb2.Story, language: str) -> parts_pb2.Translation:
    source = story.language_code
    if remedy := apertium.missing(source, language):
        return _unavailable(language, remedy)
    sentences = [sentence.text for paragraph in story.paragraphs for sentence in paragraph.sentences]
    try:
        people = {character.name: character.pronoun for character in story.characters}
        title, *texts = (result := apertium.translate([story.title, *sentences], source, language, people)).lines
    except apertium.EngineFailed as error:
        logger.error("apertium failed: {}", error)
        return _unavailable(language, "the engine failed, see the log of the translation service")
    translation = parts_pb2.Translation(
        language_code=language,
        title=title,
        quality=parts_pb2.QUALITY_DRAFT,
        backend=f"apertium {' '.join(apertium.ROUTES[source, language])}",
        unknown_words=result.unknown_words,
        note=f"Machine translation into {language!r}; have it read by somebody who speaks the language.",
    )
    _add(translation, story, texts)
    return translation


def _add(translation: parts_pb2.Translation, story: parts_pb2.Story, texts: Sequence[str]) -> None:
    ids = [sentence.id for paragraph in story.paragraphs for sentence in paragraph.sentences]
    for sentence_id, text in zip(ids, texts, strict=True):
        translation.sentences.add(sentence_id=sentence_id, text=text)


def _unavailable(language: str, why: str) -> parts_pb2.Translation:
    note = f"Not translated into {language!r}: {why}."
    return parts_pb2.Translation(language_code=language, quality=parts_pb2.QUALITY_UNAVAILABLE, note=note)
