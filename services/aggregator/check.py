"""Check that the parts of a draft refer to the same sentences and paragraphs."""

from pipeline.v1 import draft_pb2, parts_pb2
from services.shared.text import BYLINE, TITLE, targets


def problems(draft: draft_pb2.Draft) -> list[str]:
    """What does not fit together, a phrase each; empty when the draft is whole."""
    story = draft.story
    ids = [sentence.id for paragraph in story.paragraphs for sentence in paragraph.sentences]
    found = []
    if not ids:
        found.append("the story has no sentences")
    if len(set(ids)) != len(ids):
        found.append("the story uses a sentence id twice")
    if [item.language_code for item in draft.audio_script.narrations][:1] != [story.language_code]:
        found.append("there is no narration script of the story's own language")
    found += [
        f"the narration's cues in {narration.language_code} are not the story's sentences"
        for narration in draft.audio_script.narrations
        if narration.audio and [cue.sentence_id for cue in narration.cues] != ids
    ]
    found += [
        f"the narration's opening in {narration.language_code} is neither title and byline nor empty"
        for narration in draft.audio_script.narrations
        if [cue.sentence_id for cue in narration.opening] not in ([], [TITLE, BYLINE])
    ]
    shown = [index for scene in draft.image_concept.scenes for index in scene.paragraphs]
    if shown != list(range(len(story.paragraphs))):
        found.append("the scenes do not show each paragraph once, in order")
    if [item.paragraph for item in draft.analysis.sentiments] != list(range(len(story.paragraphs))):
        found.append("the analysis does not score each paragraph once, in order")
    wanted = targets(draft.prompt, story)
    if [item.language_code for item in draft.translations.translations] != wanted:
        found.append(f"the translations are not those asked for: {', '.join(wanted) or 'none'}")
    for translation in draft.translations.translations:
        available = translation.quality != parts_pb2.QUALITY_UNAVAILABLE
        if available and [item.sentence_id for item in translation.sentences] != ids:
            found.append(f"the translation into {translation.language_code} misses sentences")
    if not draft.documents.documents:
        found.append("there is no document")
    return found
