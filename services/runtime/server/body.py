"""ASGI middleware that reads a request's body, with a bound on its size and on the time until it has arrived."""

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.contract.errors import DeadlineExceeded, PayloadTooLarge, StoryloomError
from services.contract.limits import BODY_SECONDS
from services.runtime.server.budget import ByteBudget, Share
from services.runtime.server.problems import answer


class BodyLimit:
    """Gives the application a request whose body is here, whole.

    A body over `limit` bytes is answered with 413, one that takes longer than BODY_SECONDS with 504.
    """

    def __init__(self, app: ASGIApp, limit: int, budget: ByteBudget) -> None:
        """`budget`: of the bytes of all requests under way."""
        self._app = app
        self._limit = limit
        self._budget = budget

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read the body, then call the application with it."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        with self._budget.share() as share:
            try:
                body = await self._read(receive, share)
            except StoryloomError as error:
                # The rest of the body is not read, so the connection cannot be used again.
                await answer(error, {"Connection": "close"})(scope, receive, send)
                return
            if body is not None:
                await self._app(scope, _replayed(body, receive), send)

    async def _read(self, receive: Receive, share: Share) -> bytes | None:
        """Return the body, or None when the caller has disconnected. Raises PayloadTooLarge and DeadlineExceeded."""
        body = bytearray()
        try:
            async with asyncio.timeout(BODY_SECONDS):
                while True:
                    message = await receive()
                    if message["type"] != "http.request":
                        return None
                    piece = message.get("body", b"")
                    if len(body) + len(piece) > self._limit:
                        raise PayloadTooLarge(f"the body is over {self._limit} bytes; send less")
                    await share.take(len(piece))
                    body += piece
                    if not message.get("more_body", False):
                        return bytes(body)
        except TimeoutError:
            raise DeadlineExceeded(f"the body did not arrive within {BODY_SECONDS:g} s") from None


def _replayed(body: bytes, receive: Receive) -> Receive:
    """What gives the application the body at once."""
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay
