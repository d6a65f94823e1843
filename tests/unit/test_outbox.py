"""Batches: what is written together reads as the messages that it was made of, in their order."""

import pytest

from pipeline.v1 import stage_service_pb2
from services.runtime.wire.framing import head
from services.runtime.wire.outbox import BATCH_BYTES, Outbox

Request = stage_service_pb2.ProcessStreamRequest


def filled(*sizes: int, batches: bool = True) -> Outbox:
    """An outbox with a request of each size of payload, numbered from 0."""
    box = Outbox(Request.MORE_FIELD_NUMBER)
    box.batches = batches
    for number, size in enumerate(sizes):
        asked = Request(request_id=str(number))
        asked.request.draft.payload = b"x" * size
        box[number] = asked.SerializeToString()
    return box


def written(box: Outbox) -> list[list[tuple[str, int]]]:
    """The id and payload size of each request, by the message that it went in."""
    found = []
    while box:
        message = Request.FromString(box.take())
        requests = [message, *message.more]
        found.append([(each.request_id, len(each.request.draft.payload)) for each in requests])
    return found


def test_what_waits_goes_together() -> None:
    """Empty ones too, and ones whose length takes several bytes."""
    assert written(filled(0, 300, 20_000, 5)) == [[("0", 0), ("1", 300), ("2", 20_000), ("3", 5)]]


def test_a_side_that_does_not_read_batches_gets_none() -> None:
    """One message each, as before there were batches."""
    assert written(filled(1, 2, batches=False)) == [[("0", 1)], [("1", 2)]]


def test_a_large_message_goes_alone() -> None:
    """What is small does not wait for its bytes, nor is a batch larger than its bound."""
    large = BATCH_BYTES + 1
    assert written(filled(1, large, 2, 3)) == [[("0", 1)], [("1", large)], [("2", 2), ("3", 3)]]


def test_what_was_taken_out_is_not_written() -> None:
    """Its caller gave up before it went."""
    box = filled(1, 2, 3)
    del box[1]
    assert written(box) == [[("0", 1), ("2", 3)]]


@pytest.mark.parametrize("size", [0, 1, 127, 128, 16_383, 16_384, 2_097_152])
def test_a_field_s_head_is_protobuf_s(size: int) -> None:
    """At each number of bytes that a length can take."""
    content = b"y" * size
    read = stage_service_pb2.ProcessStreamRequest.FromString(head(1, size) + content)
    assert read.request_id == content.decode()
