"""C3, the translation service: Prompt and Story to TranslationSet."""

from loguru import logger

from pipeline.v1 import draft_pb2, parts_pb2
from services import request
from services.translation import apertium


def process(draft: draft_pb2.Draft) -> parts_pb2.TranslationSet:
    """Translate into each target language. Raises InvalidRequest for a wrong Prompt."""
    prompt = request.check(draft.prompt)
    made = [_translate(draft.story, language) for language in prompt.target_language_codes]
    return parts_pb2.TranslationSet(translations=made)


def _translate(story: parts_pb2.Story, language: str) -> parts_pb2.Translation:
    if remedy := apertium.missing(language):
        note = f"Not translated into {language!r}: {remedy}."
        return parts_pb2.Translation(language_code=language, quality=parts_pb2.QUALITY_UNAVAILABLE, note=note)
    sentences = [sentence for paragraph in story.paragraphs for sentence in paragraph.sentences]
    try:
        title, *texts = (
            result := apertium.translate([story.title, *(item.text for item in sentences)], language)
        ).lines
    except apertium.EngineFailed as error:
        logger.error("apertium failed: {}", error)
        note = f"Not translated into {language!r}: the engine failed, see the log of the translation service."
        return parts_pb2.Translation(language_code=language, quality=parts_pb2.QUALITY_UNAVAILABLE, note=note)
    translation = parts_pb2.Translation(
        language_code=language,
        title=title,
        quality=parts_pb2.QUALITY_DRAFT,
        backend=f"apertium {apertium.PACKAGES[language][0]}",
        unknown_words=result.unknown_words,
        note="Machine translation; have it read by somebody who speaks the language.",
    )
    for sentence, text in zip(sentences, texts, strict=True):
        translation.sentences.add(sentence_id=sentence.id, text=text)
    return translation
