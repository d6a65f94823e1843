"""Bound the size of a request body before anything reads it."""

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.contract.errors import DeadlineExceeded, PayloadTooLarge, StoryloomError
from services.runtime.server import body

MAX_BODY = 64 * 1024
"""Bytes: a prompt of 2,000 characters needs an eighth of it at most."""


class BodyLimit:
    """ASGI middleware: a body over MAX_BODY is answered with 413, whether or not it said its length."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Buffer the body up to the limit, then hand it on."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        try:
            content = await body.read(receive, MAX_BODY)
        except (PayloadTooLarge, DeadlineExceeded) as error:
            await _problem(error)(scope, receive, send)
            return
        if content is None:
            return
        sent = False

        async def replay() -> Message:
            nonlocal sent
            if sent:
                return await receive()
            sent = True
            return {"type": "http.request", "body": content, "more_body": False}

        await self._app(scope, replay, send)


def _problem(error: StoryloomError) -> JSONResponse:
    problem = {"title": error.code_name, "status": error.outcome.http, "detail": error.message}
    headers = {"Connection": "close"}
    return JSONResponse(problem, error.outcome.http, headers, "application/problem+json")
