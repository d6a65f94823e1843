"""What the messages of a part say of their own quality, whatever part it is."""

from collections.abc import Iterator
from typing import Any

from google.protobuf.message import Message


def rated(part: Message) -> Iterator[Any]:
    """The messages that have a `quality`: the part itself, if it has one, then those inside it."""
    if "quality" in part.DESCRIPTOR.fields_by_name:
        yield part
    for field, value in part.ListFields():
        if field.message_type is not None:
            for item in value if field.is_repeated else [value]:
                if isinstance(item, Message):
                    yield from rated(item)
