"""B, the story analyzer: Story to Analysis."""

from pipeline.v1 import draft_pb2, parts_pb2
from services.contract import progress
from services.contract.calls import Process
from services.contract.stage import NoSettings
from services.story_analyzer import analysis

Settings = NoSettings


def build(_: NoSettings) -> Process:
    """Return the function that makes an Analysis."""
    return process


def process(draft: draft_pb2.Draft) -> parts_pb2.Analysis:
    """Compute the story's sentiments, keywords, characters and statistics."""
    progress.report("reading the story")
    story = draft.story
    paragraphs = [[sentence.text for sentence in paragraph.sentences] for paragraph in story.paragraphs]
    told = [texts for texts, item in zip(paragraphs, story.paragraphs, strict=True) if not item.heading] or paragraphs
    ids = [sentence.id for paragraph in story.paragraphs for sentence in paragraph.sentences]
    flat = [text for paragraph in paragraphs for text in paragraph]
    result = parts_pb2.Analysis()
    scores = [analysis.sentiment(" ".join(paragraph)) for paragraph in paragraphs]
    for index, score in enumerate(scores):
        result.sentiments.add(paragraph=index, compound=score)
    for scene_id, mean in analysis.arc([paragraph.scene_id for paragraph in story.paragraphs], scores):
        result.arc.add(scene_id=scene_id, compound=mean)
    roles = {character.name: character.role for character in story.characters}
    mentions = analysis.characters(flat, [character.name for character in story.characters])
    for keyword in analysis.keywords(" ".join(flat), [mention.name for mention in mentions], story.language_code):
        result.keywords.add(text=keyword.text, count=keyword.count, weight=keyword.weight)
    for mention in mentions:
        first = ids[mention.first_sentence]
        role = roles.get(mention.name, "")
        result.characters.add(name=mention.name, count=mention.count, first_sentence_id=first, role=role)
    mentioned = {mention.name for mention in mentions}
    result.silent_characters.extend(name for name in roles if name not in mentioned)
    counts = analysis.statistics(told)
    result.statistics.CopyFrom(
        parts_pb2.TextStatistics(
            words=counts.words,
            sentences=counts.sentences,
            paragraphs=counts.paragraphs,
            syllables=counts.syllables,
            flesch_reading_ease=counts.reading_ease,
            flesch_kincaid_grade=counts.grade,
        )
    )
    result.statistics.reading_time.FromMilliseconds(round(counts.reading_seconds * 1e3))
    return result
