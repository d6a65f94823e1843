"""What waits to be written to a stream: messages that are serialised already, several of them in one where that helps.

A write costs the same for one message as for ten small ones, so those that come while another is written go together.
"""

from services.runtime.wire.framing import head

ACCEPTS = ("storyloom-more", "1")
"""Metadata of a side that reads batches: what the other side may not do with an older version."""
BATCH_BYTES = 64 * 1024
"""Largest batch: a larger message goes alone, and keeps nobody waiting for its bytes."""


class Outbox(dict[int, bytes]):
    """Messages by number, in their order; one that is taken out again is not written."""

    def __init__(self, more: int) -> None:
        """`more`: the field of a message in which others of its kind can be."""
        super().__init__()
        self._more = more
        self.batches = False
        """Whether the other side reads batches."""

    def take(self) -> bytes:
        """What to write next: the oldest message, and those after it that may go with it."""
        first = self.pop(next(iter(self)))
        if not self or not self.batches:
            return first
        found, size = [first], len(first)
        while self:
            number = next(iter(self))
            before = head(self._more, len(self[number]))
            size += len(before) + len(self[number])
            if size > BATCH_BYTES:
                break
            found += (before, self.pop(number))
        return b"".join(found)
