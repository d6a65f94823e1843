"""Read an HTTP request's body with a bound on its size and its time."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from services.contract.errors import DeadlineExceeded, PayloadTooLarge
from services.contract.limits import BODY_SECONDS

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]


async def read(receive: Receive, limit: int) -> bytes | None:
    """The whole body; None when the caller went away. Raises PayloadTooLarge and DeadlineExceeded."""
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            while True:
                message = await receive()
                if message["type"] != "http.request":
                    return None
                body += message.get("body", b"")
                if len(body) > limit:
                    raise PayloadTooLarge(f"the body is over {limit} bytes; send less")
                if not message.get("more_body", False):
                    return bytes(body)
    except TimeoutError:
        raise DeadlineExceeded(f"the body did not arrive within {BODY_SECONDS:g} s") from None
