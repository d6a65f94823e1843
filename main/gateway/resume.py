"""Which stages of an ended run are to be done again: those that made less than was asked, and what follows."""

from collections.abc import Mapping

from google.protobuf.message import Message

from pipeline.v1 import parts_pb2
from services.catalog import STAGES
from services.contract.quality import rated

LACKING = (parts_pb2.QUALITY_FALLBACK, parts_pb2.QUALITY_UNAVAILABLE)
"""Qualities that another attempt may better."""


def lacks(part: Message) -> bool:
    """Whether anything in the part stands in for something else, or could not be made."""
    return any(message.quality in LACKING for message in rated(part))


def to_redo(parts: Mapping[str, Message]) -> list[str]:
    """Names of the stages to do again, in order; `parts` are what the stages made, by stage name."""
    again: set[str] = set()
    changed: set[str] = set()
    for stage in STAGES:
        part = parts.get(stage.name)
        # A package lists the qualities of its files: it is made again when they are.
        own = part is None or (stage is not STAGES[-1] and lacks(part))
        if own or changed.intersection(stage.reads):
            again.add(stage.name)
            changed.add(stage.writes)
    return [stage.name for stage in STAGES if stage.name in again]
