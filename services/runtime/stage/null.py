"""The craft of a null stage: a part of 4 KiB without any work, for any stage, by its part's descriptor."""

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from pipeline.v1 import draft_pb2
from services.catalog import Stage
from services.contract.calls import Process

SIZE = 4_096
"""Bytes of the part's content."""


def craft(stage: Stage) -> Process:
    """A function that makes the stage's part, filled."""
    part = filled(draft_pb2.Draft.DESCRIPTOR.fields_by_name[stage.writes].message_type)

    def process(_: draft_pb2.Draft) -> Message:
        return part

    return process


def filled(descriptor: Descriptor) -> Message:
    """A message of this type with SIZE bytes in its first string or bytes field.

    A type without such a field gets one element of its first message field, filled in the same way. Raises TypeError for
    one with neither.
    """
    message = GetMessageClass(descriptor)()
    _fill(message, descriptor)
    return message


def _fill(message: Message, descriptor: Descriptor) -> None:
    for field in descriptor.fields:
        if field.type in (FieldDescriptor.TYPE_STRING, FieldDescriptor.TYPE_BYTES):
            content = "x" * SIZE if field.type == FieldDescriptor.TYPE_STRING else b"x" * SIZE
            if field.is_repeated:
                getattr(message, field.name).append(content)
            else:
                setattr(message, field.name, content)
            return
    for field in descriptor.fields:
        if field.type == FieldDescriptor.TYPE_MESSAGE:
            inner = getattr(message, field.name)
            _fill(inner.add() if field.is_repeated else inner, field.message_type)
            return
    raise TypeError(f"{descriptor.full_name} has no field that a null stage could fill")
