"""Limits on sizes, counts and times that both sides of an edge must agree on."""

MAX_MESSAGE_BYTES = 48 * 1024 * 1024
"""Largest gRPC message, request or response: it holds the package of the longest story with three narrations."""

MAX_JSON_BYTES = MAX_MESSAGE_BYTES * 3 // 2
"""Largest JSON-RPC body; base64 makes bytes a third longer."""

MAX_BATCH = 64
"""Most requests in one JSON-RPC batch."""

BODY_SECONDS = 10.0
"""Seconds within which an HTTP request's body must arrive."""

MAX_STREAM_PENDING = 64
"""Requests of one gRPC stream that may be without an answer at once."""

MAX_CONNECTIONS = 1_000
"""Most HTTP connections of one server."""

MAX_RUN_SECONDS = 3_600.0
"""Longest time that a run can be given, seconds."""
