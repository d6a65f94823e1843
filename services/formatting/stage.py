"""C4, the formatting service: Story and Analysis to DocumentSet."""

from pipeline.v1 import draft_pb2, parts_pb2
from services.contract import progress
from services.contract.calls import Process
from services.contract.stage import NoSettings
from services.shared.documents import documents
from services.shared.facts import facts
from services.shared.names import called
from services.shared.text import own_text
from services.shared.wording import wording

Settings = NoSettings


def build(_: NoSettings) -> Process:
    """Return the function that makes a DocumentSet."""
    return process


def process(draft: draft_pb2.Draft) -> parts_pb2.DocumentSet:
    """Format the story in its own language."""
    progress.report("formatting the story")
    story, text = draft.story, own_text(draft.story)
    remarks = [facts(text, story.theme, draft.analysis.statistics)]
    if story.characters:
        phrases = wording(story.language_code)
        cast = phrases.cast(list(called(story).values()))
        remarks.insert(0, phrases.with_cast.format(cast=cast))
    result = parts_pb2.DocumentSet()
    for document in documents(text, remarks):
        result.documents.add(name=document.name, media_type=document.media_type, content=document.content)
    return result
