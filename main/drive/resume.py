"""Which stages of an ended run are to be done again: those that made less than was asked, and what follows."""

from google.protobuf.message import Message

from pipeline.v1 import draft_pb2, parts_pb2
from services.catalog import STAGES
from services.contract.quality import rated

LACKING = (parts_pb2.QUALITY_FALLBACK, parts_pb2.QUALITY_UNAVAILABLE)
"""Qualities that another attempt may better."""


def lacks(part: Message) -> bool:
    """Whether anything in the part stands in for something else, or could not be made."""
    return any(message.quality in LACKING for message in rated(part))


def to_redo(draft: draft_pb2.Draft) -> list[str]:
    """Names of the stages to do again, in order, from what is made of the run so far."""
    last = STAGES[-1]
    if draft.HasField(last.writes) and not any(draft.HasField(stage.writes) for stage in STAGES[:-1]):
        # A chain brings the package alone, which lists the qualities of its files: it begins anew, or not at all.
        return [stage.name for stage in STAGES] if lacks(getattr(draft, last.writes)) else []
    again: set[str] = set()
    changed: set[str] = set()
    for stage in STAGES:
        # A package is made again when what it lists is.
        own = not draft.HasField(stage.writes) or (stage is not last and lacks(getattr(draft, stage.writes)))
        if own or changed.intersection(stage.reads):
            again.add(stage.name)
            changed.add(stage.writes)
    return [stage.name for stage in STAGES if stage.name in again]
