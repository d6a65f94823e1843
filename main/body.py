"""Bound the size of a request body before anything reads it."""

import asyncio

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.runtime.errors import DeadlineExceeded, PayloadTooLarge, StoryloomError

MAX_BODY = 64 * 1024
"""Bytes: a prompt of 2,000 characters needs an eighth of it at most."""
BODY_SECONDS = 10.0


class BodyLimit:
    """ASGI middleware: a body over MAX_BODY is answered with 413, whether or not it said its length."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Buffer the body up to the limit, then hand it on."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        body = b""
        more = True
        try:
            async with asyncio.timeout(BODY_SECONDS):
                while more:
                    message = await receive()
                    if message["type"] != "http.request":
                        return
                    body += message.get("body", b"")
                    more = message.get("more_body", False)
                    if len(body) > MAX_BODY:
                        error = PayloadTooLarge(f"the body is over {MAX_BODY} bytes; send a shorter prompt")
                        await _problem(error)(scope, receive, send)
                        return
        except TimeoutError:
            slow = DeadlineExceeded(f"the body did not arrive within {BODY_SECONDS:g} s")
            await _problem(slow)(scope, receive, send)
            return
        sent = False

        async def replay() -> Message:
            nonlocal sent
            if sent:
                return await receive()
            sent = True
            return {"type": "http.request", "body": body, "more_body": False}

        await self._app(scope, replay, send)


def _problem(error: StoryloomError) -> JSONResponse:
    problem = {"title": error.code_name, "status": error.outcome.http, "detail": error.message}
    headers = {"Connection": "close"}
    return JSONResponse(problem, error.outcome.http, headers, "application/problem+json")
