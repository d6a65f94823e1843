"""ASGI middleware that gives each request an id: the client's, or a new one. It is in the answer and in the log."""

import re
import uuid

from loguru import logger
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from main.gateway.access.refusals import shown

HEADER = "X-Request-ID"
USABLE = re.compile(r"[A-Za-z0-9._:+/=-]{1,128}")
"""An id that neither a log nor a header can misread; in place of another one there is a new one."""
QUIET = ("GET", "HEAD", "OPTIONS")
"""Methods that change nothing; they are not logged, unless the gateway failed."""


class RequestId:
    """Names each request for the application inside."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer under the request's id."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get(HEADER, "")
        request_id = given if USABLE.fullmatch(given) else uuid.uuid4().hex

        async def named(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[HEADER] = request_id
                if scope["method"] not in QUIET or message["status"] >= 500:
                    said = (scope["method"], shown(scope["path"]), message["status"])
                    logger.info("{} {!r}: {}", *said)
            await send(message)

        with logger.contextualize(request_id=request_id):
            await self._app(scope, receive, named)
