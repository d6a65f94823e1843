"""Read server-sent events from a byte stream, as WHATWG HTML section 9.2.6 defines it."""

import re
from dataclasses import dataclass

MAX_LINE_BYTES = 1024 * 1024
"""Longest line of an event stream; a longer one ends the reading."""
MAX_EVENT_BYTES = 4 * 1024 * 1024
"""Most data of one event."""
_LINE_END = re.compile(rb"\r\n|\n|\r")
_BOM = b"\xef\xbb\xbf"


class BadEventStream(ValueError):
    """A line or an event of the stream is over its bound."""


@dataclass(frozen=True)
class ServerSentEvent:
    """One event."""

    data: str
    """The data lines, joined by line feeds."""
    event: str
    """The event's type; "message" when the server gave none."""
    id: str
    """The last id that the server gave, with this event or one before; what Last-Event-ID carries."""


class SseReader:
    """Takes the stream's bytes, cut anywhere, and gives the events that are complete.

    `retry_seconds` is the server's wish for the pause before a new connection; None until it has one.
    """

    def __init__(self, max_line: int = MAX_LINE_BYTES, max_event: int = MAX_EVENT_BYTES) -> None:
        self.retry_seconds: float | None = None
        self._max_line, self._max_event = max_line, max_event
        self._line = bytearray()
        self._after_cr = False
        self._first = True
        self._data: list[bytes] = []
        self._size = 0
        self._event = ""
        self._id = ""

    def feed(self, piece: bytes) -> list[ServerSentEvent]:
        """The events that end in this piece, in order. Raises BadEventStream."""
        if self._after_cr and piece:
            # This line feed belongs to a carriage return that ended a line already.
            piece = piece.removeprefix(b"\n")
            self._after_cr = False
        if piece:
            self._after_cr = piece.endswith(b"\r")
        *ends, rest = _LINE_END.split(piece)
        found = []
        for end in ends:
            self._add(end)
            line = bytes(self._line)
            self._line.clear()
            if (event := self._take(line)) is not None:
                found.append(event)
        self._add(rest)
        return found

    def _add(self, part: bytes) -> None:
        if len(self._line) + len(part) > self._max_line:
            raise BadEventStream(f"a line of the event stream is over {self._max_line:,} bytes")
        self._line += part

    def _take(self, line: bytes) -> ServerSentEvent | None:
        """Take one whole line; return the event that an empty one ends."""
        if self._first:
            line = line.removeprefix(_BOM)
            self._first = False
        if not line:
            return self._ended()
        name, _, value = line.partition(b":")
        value = value.removeprefix(b" ")
        if name == b"data":
            self._size += len(value) + 1
            if self._size > self._max_event:
                raise BadEventStream(f"an event of the stream is over {self._max_event:,} bytes")
            self._data.append(value)
        elif name == b"event":
            self._event = value.decode(errors="replace")
        elif name == b"id" and b"\0" not in value:
            self._id = value.decode(errors="replace")
        elif name == b"retry" and value.isdigit():
            self.retry_seconds = int(value[:9]) / 1000
        return None

    def _ended(self) -> ServerSentEvent | None:
        data, kind = self._data, self._event or "message"
        self._data, self._size, self._event = [], 0, ""
        return ServerSentEvent(b"\n".join(data).decode(errors="replace"), kind, self._id) if data else None
