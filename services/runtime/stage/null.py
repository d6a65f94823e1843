"""The craft of a null stage: it makes a part of 4 KiB without any work.

It finds a field to fill in the description of the part's message, so it serves every stage.
"""

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message

from pipeline.v1 import draft_pb2
from services.catalog import Stage
from services.contract.calls import Process

SIZE = 4_096
"""Bytes of the part's content."""


def craft(stage: Stage) -> Process:
    """A function that returns the stage's part, filled."""
    part: Message = type(getattr(draft_pb2.Draft(), stage.writes))()
    fill(part)

    def process(_: draft_pb2.Draft) -> Message:
        return part

    return process


def accept(_: draft_pb2.Draft) -> None:
    """Take any draft: nothing is read of it."""


def fill(message: Message) -> None:
    """Put SIZE bytes into the message's first string or bytes field.

    A message without such a field gets one element of its first message field, filled in the same way. Raises TypeError
    for one with neither.
    """
    fields = message.DESCRIPTOR.fields
    for field in fields:
        if field.type in (FieldDescriptor.TYPE_STRING, FieldDescriptor.TYPE_BYTES):
            content = "x" * SIZE if field.type == FieldDescriptor.TYPE_STRING else b"x" * SIZE
            if field.is_repeated:
                getattr(message, field.name).append(content)
            else:
                setattr(message, field.name, content)
            return
    for field in fields:
        if field.type == FieldDescriptor.TYPE_MESSAGE:
            inner = getattr(message, field.name)
            fill(inner.add() if field.is_repeated else inner)
            return
    raise TypeError(f"{message.DESCRIPTOR.full_name} has no field that a null stage could fill")
