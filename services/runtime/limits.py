"""The bounds that both sides of an edge must agree on."""

MAX_MESSAGE_BYTES = 16 * 1024 * 1024
"""Largest gRPC message, either way: a package of some megabytes passes, a runaway does not."""

STAGE_SECONDS = 30.0
"""Time for one stage when the caller does not say."""

MAX_STREAM_PENDING = 64
"""Requests of one stream that may be under way at once."""
