"""Limits on sizes, counts and times that both sides of an edge must agree on."""

MAX_MESSAGE_BYTES = 48 * 1024 * 1024
"""Largest gRPC message in bytes, in both directions: the package of the longest story with narration in three languages
fits."""

MAX_JSON_BYTES = MAX_MESSAGE_BYTES * 3 // 2
"""Largest JSON-RPC body in bytes: base64 makes bytes a third larger."""

MAX_STRING = 8 * 1024 * 1024
"""Most characters of a text in a message: a scene's SVG, in which a model's picture is."""

MAX_BATCH = 64
"""Most requests in one JSON-RPC batch."""

BODY_SECONDS = 10.0
"""Seconds within which the body of an HTTP request must have arrived."""

MAX_STREAM_PENDING = 64
"""Most requests of one stream that are under way at once."""

HEADER_SECONDS = 10.0
"""Seconds within which the header of an HTTP request must have arrived, from the connection or its first byte on."""

WRITE_SECONDS, WRITE_BYTES = 30.0, 16 * 1024
"""An HTTP answer ends when its client takes less than so many bytes of what waits for it within so many seconds."""

MAX_REQUESTS, MAX_ADDRESS_REQUESTS = 1_000, 750
"""Most HTTP requests under way at one server, in all and of one address; requests for its health are not counted."""

MAX_CALLS, MAX_HEALTH_CALLS = 900, 100
"""Most gRPC calls under way at one server, and those beside them that only ask for its health; a stream is one."""

MAX_HELD_BYTES = 4 * MAX_MESSAGE_BYTES
"""Most bytes that one server holds for all callers: requests, and answers that nobody has taken yet. What comes then
waits. A gRPC message is counted when it is here, whole."""

MAX_STREAM_BYTES = 2 * MAX_MESSAGE_BYTES
"""The same of one stream; over it the stream is not read."""

WINDOW_BYTES = 1024 * 1024
"""What a gRPC peer may send before it is read."""

MAX_CONNECTIONS = MAX_REQUESTS + 200
"""Most HTTP connections of one server. More than requests, so that an idle one can always end for a new one."""

MAX_ID = 100
"""Most characters of a run's id, and of a request's on a stream."""

MAX_RUN_SECONDS = 3_600.0
"""Longest time that a run can be given, seconds."""

MAX_ERROR_MESSAGE = 2_000
"""Most characters of an error's message, and of a line in the log; the rest is cut."""

MAX_VIOLATION, MAX_VIOLATIONS = 200, 10
"""Most characters of a violation's field and of its description, and most violations of one error."""

MAX_METADATA_BYTES = 128 * 1024
"""Largest trailing metadata of a gRPC call in bytes. An error is in it: its message twice, one of them percent-encoded,
which makes 13 bytes of a character, and its violations once, in base64, which makes 4 bytes of a character."""
