"""The outbox of a stream: one write at a time, in order, whoever is cancelled."""

import asyncio

from services.runtime.wire.outbox import Outbox


class Wire:
    """A stream that takes each message when the test says so."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []
        self.writing = 0
        self.most = 0
        self.go = asyncio.Event()
        self.broken = False

    async def write(self, message: bytes) -> None:
        self.writing += 1
        self.most = max(self.most, self.writing)
        await self.go.wait()
        self.writing -= 1
        if self.broken:
            raise asyncio.InvalidStateError
        self.sent.append(message)


async def test_messages_go_in_order_one_at_a_time() -> None:
    """However many are put in while one is written."""
    wire = Wire()
    box = Outbox(wire.write)
    for number in range(5):
        box.put(bytes([number]))
    assert len(box) == 5
    wire.go.set()
    await box.flush()
    box.put(b"later")
    await box.flush()
    assert wire.sent == [*(bytes([number]) for number in range(5)), b"later"]
    assert (wire.most, len(box)) == (1, 0)


async def test_who_put_a_message_in_may_be_cancelled() -> None:
    """The write goes on: gRPC would end the stream over one that is cancelled."""
    wire = Wire()
    box = Outbox(wire.write)

    async def put() -> None:
        box.put(b"kept")
        await asyncio.Event().wait()

    task = asyncio.create_task(put())
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait((task,))
    wire.go.set()
    await box.flush()
    assert wire.sent == [b"kept"]


async def test_a_message_that_was_given_up_is_not_written() -> None:
    """Unless it is being written. So a peer that reads nothing does not make the outbox grow with every retry."""
    wire = Wire()
    box = Outbox(wire.write)
    for message in (b"under way", b"given up", b"stays"):
        box.put(message)
    assert box.withdraw(b"given up")
    assert not box.withdraw(b"under way")
    assert len(box) == 2
    wire.go.set()
    await box.flush()
    assert wire.sent == [b"under way", b"stays"]
    assert not box.withdraw(b"stays")


async def test_what_is_left_for_a_stream_that_has_ended_is_dropped() -> None:
    """And the bytes of each are told, for somebody may wait for room."""
    wire, told = Wire(), list[int]()
    box = Outbox(wire.write, told.append)
    wire.broken = True
    wire.go.set()
    for _ in range(3):
        box.put(b"lost")
    await box.flush()
    assert (wire.sent, len(box)) == ([], 0)
    assert sum(told) == 3 * len(b"lost")


async def test_a_closed_outbox_writes_no_more() -> None:
    """Nobody waits for what it still had."""
    wire = Wire()
    box = Outbox(wire.write)
    box.put(b"under way")
    box.put(b"waiting")
    box.close()
    await box.flush()
    assert (wire.sent, len(box)) == ([], 0)
