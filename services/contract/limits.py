"""Limits on sizes, counts and times that both sides of an edge must agree on."""

MAX_MESSAGE_BYTES = 48 * 1024 * 1024
"""Largest gRPC message in bytes, in both directions: the package of the longest story with narration in three languages
fits."""

MAX_JSON_BYTES = MAX_MESSAGE_BYTES * 3 // 2
"""Largest JSON-RPC body in bytes: base64 makes bytes a third larger."""

MAX_BATCH = 64
"""Most requests in one JSON-RPC batch."""

BODY_SECONDS = 10.0
"""Seconds within which the body of an HTTP request must have arrived."""

MAX_STREAM_PENDING = 64
"""Most requests of one stream that are under way at once."""

MAX_CONNECTIONS = 1_000
"""Most HTTP connections of one server."""

MAX_RUN_SECONDS = 3_600.0
"""Longest time that a run can be given, seconds."""

MAX_ERROR_MESSAGE = 4_000
"""Most characters of an error's message; the rest is cut."""

MAX_VIOLATION, MAX_VIOLATIONS = 500, 20
"""Most characters of a violation's field and of its description, and most violations of one error."""

MAX_METADATA_BYTES = 256 * 1024
"""Largest trailing metadata of a gRPC call in bytes. An error is in it: its message twice, one of them percent-encoded,
which makes 13 bytes of a character, and its violations once, in base64, which makes 4 bytes of a character."""
