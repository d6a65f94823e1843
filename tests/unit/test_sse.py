"""Server-sent events: what the standard says of lines, fields and events, wherever the bytes are cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.shared.sse import BadEventStream, ServerSentEvent, SseReader


def read(*pieces: bytes) -> list[ServerSentEvent]:
    reader = SseReader()
    return [event for piece in pieces for event in reader.feed(piece)]


@pytest.mark.parametrize("end", [b"\n", b"\r", b"\r\n"])
def test_each_line_end_ends_a_line(end: bytes) -> None:
    """LF, CR and CRLF; an event is complete with its empty line, without waiting for the next byte."""
    lines = [b"event: stage_started", b"id: 7", b"data: one", b"data:two", b"", b""]
    assert read(end.join(lines)) == [ServerSentEvent("one\ntwo", "stage_started", "7")]


def test_one_space_after_the_colon_is_no_data() -> None:
    """Only one, and a field without a colon is empty: these are the standard's own examples."""
    assert [event.data for event in read(b"data:  x\n\ndata\n\ndata\ndata\n\ndata:")] == [" x", "", "\n"]


def test_comments_and_unknown_fields_say_nothing() -> None:
    """A comment that keeps a quiet stream open is no event."""
    assert read(b": ping\n\nfoo: bar\n\nevent: x\n\ndata: y\n\n") == [ServerSentEvent("y", "message", "")]


def test_an_id_holds_until_the_next_one() -> None:
    """An id with a NUL is ignored; an empty one takes it back."""
    found = read(b"id: 1\ndata: a\n\ndata: b\n\nid: 2\0\ndata: c\n\nid\ndata: d\n\n")
    assert [event.id for event in found] == ["1", "1", "1", ""]


def test_an_event_without_its_empty_line_is_dropped() -> None:
    """The stream broke off in it: the server sends it again."""
    assert read(b"data: a\n\ndata: b\n") == [ServerSentEvent("a", "message", "")]


def test_retry_is_in_milliseconds() -> None:
    """Digits only; anything else is ignored."""
    reader = SseReader()
    assert not reader.feed(b"retry: soon\n\n")
    assert reader.retry_seconds is None
    assert not reader.feed(b"retry: 1500\n\n")
    assert reader.retry_seconds == 1.5


def test_a_byte_order_mark_is_skipped_once() -> None:
    """At the stream's start, and is a character anywhere else."""
    bom = b"\xef\xbb\xbf"
    assert [event.data for event in read(bom + b"data: a\n\n" + bom + b"data: b\n\n")] == ["a"]


def test_what_is_no_utf_8_is_replaced() -> None:
    """Bad bytes never end the reading."""
    assert read(b"data: a\xffb\n\n")[0].data == "a�b"


@pytest.mark.parametrize("stream", [b"x" * 101, b"data: " + b"x" * 96, b"data: xxxxxxxxxx\n" * 20])
def test_lines_and_events_are_bounded(stream: bytes) -> None:
    """A line without an end and an event without an end are refused as soon as they are too long."""
    reader = SseReader(max_line=100, max_event=100)

    def fed() -> None:
        for byte in stream:
            reader.feed(bytes([byte]))

    with pytest.raises(BadEventStream, match="over 100 bytes"):
        fed()


LINES = st.lists(
    st.sampled_from(
        [b"data: a", "data: é…".encode(), b"data", b"id: 1", b"id", b"event: x", b": c", b"retry: 5", b"", b"", b"\xef"]
    ),
    max_size=30,
)
ENDS = st.sampled_from([b"\n", b"\r", b"\r\n"])


@given(st.data())
def test_where_the_bytes_are_cut_does_not_matter(data: st.DataObject) -> None:
    """In the middle of CRLF, of a character, of the byte order mark, or a byte at a time."""
    lines = data.draw(LINES)
    stream = data.draw(st.sampled_from([b"", b"\xef\xbb\xbf"])) + b"".join(line + data.draw(ENDS) for line in lines)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=20)))
    pieces = [stream[start:end] for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True)]
    assert read(*pieces) == read(stream) == read(*(bytes([byte]) for byte in stream))
