"""The bounds that both sides of an edge must agree on."""

MAX_MESSAGE_BYTES = 48 * 1024 * 1024
"""Largest gRPC message, either way: the package of the longest story, read aloud in three languages, passes."""

MAX_JSON_BYTES = MAX_MESSAGE_BYTES * 3 // 2
"""Largest JSON-RPC body: bytes grow by a third in base64."""

MAX_BATCH = 64
"""Requests in one JSON-RPC batch."""

BODY_SECONDS = 10.0
"""Time for a body to arrive."""

MAX_STREAM_PENDING = 64
"""Requests of one stream that may be under way at once."""

MAX_CONNECTIONS = 1_000
"""HTTP connections of one server."""

MAX_RUN_SECONDS = 3_600.0
"""The longest time that a run can be given."""
