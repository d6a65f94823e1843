"""C4, the formatting service: Story and Analysis to DocumentSet."""

from pipeline.v1 import draft_pb2, parts_pb2
from services.contract import progress
from services.contract.calls import Process
from services.contract.stage import NoSettings
from services.shared.documents import documents
from services.shared.text import own_text

Settings = NoSettings


def build(_: NoSettings) -> Process:
    """Return the function that makes a DocumentSet."""
    return process


def process(draft: draft_pb2.Draft) -> parts_pb2.DocumentSet:
    """Format the story in its own language."""
    progress.report("formatting the story")
    story, counts = draft.story, draft.analysis.statistics
    cast = ", ".join(f"{character.name} ({character.role})" for character in story.characters)
    facts = (
        f"{counts.words} words, {counts.sentences} sentences;"
        f" reading ease {counts.flesch_reading_ease:.0f}, school grade {counts.flesch_kincaid_grade:.1f}."
    )
    remarks = [f"With {cast}.", facts] if cast else [facts]
    result = parts_pb2.DocumentSet()
    for document in documents(own_text(story), remarks):
        result.documents.add(name=document.name, media_type=document.media_type, content=document.content)
    return result
