"""C4, the formatting service: Story and Analysis to DocumentSet."""

from pipeline.v1 import draft_pb2, parts_pb2
from services.formatting import documents


def process(draft: draft_pb2.Draft) -> parts_pb2.DocumentSet:
    """Format the story."""
    story, counts = draft.story, draft.analysis.statistics
    paragraphs = [[(item.id, item.text) for item in paragraph.sentences] for paragraph in story.paragraphs]
    cast = [(character.name, character.role) for character in story.characters]
    language = story.language_code
    facts = (
        f"{counts.words} words, {counts.sentences} sentences;"
        f" reading ease {counts.flesch_reading_ease:.0f}, school grade {counts.flesch_kincaid_grade:.1f}."
    )
    result = parts_pb2.DocumentSet()
    result.documents.add(
        name=f"story.{language}.html",
        media_type="text/html",
        content=documents.html(story.title, language, paragraphs, facts),
    )
    result.documents.add(
        name=f"story.{language}.md",
        media_type="text/markdown",
        content=documents.markdown(story.title, paragraphs, cast),
    )
    return result
