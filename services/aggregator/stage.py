"""D, the aggregator: all parts to Package."""

from pipeline.v1 import draft_pb2, parts_pb2
from services.aggregator import bag, check, contents
from services.contract import progress
from services.contract.calls import Process
from services.contract.errors import MissingPart
from services.contract.stage import NoSettings

Settings = NoSettings


def build(_: NoSettings) -> Process:
    """Return the function that makes a Package."""
    return process


def process(draft: draft_pb2.Draft) -> parts_pb2.Package:
    """Check that the parts fit together and seal them. Raises MissingPart, which says what does not fit."""
    if problems := check.problems(draft):
        raise MissingPart(f"the draft is not whole: {'; '.join(problems)}")
    files = contents.files(draft)
    progress.report("sealing the package")
    return bag.seal(draft.story.title, files)
