"""The uvicorn server under every HTTP server of the project: a stage's over JSON-RPC, and the gateway."""

import contextlib
from collections.abc import Iterator
from typing import Any

import uvicorn

from services.contract import limits


class HttpServer(uvicorn.Server):
    """Serves an ASGI application within our limits, and leaves all signals to its process."""

    def __init__(self, app: Any, *, drain_seconds: int, **options: Any) -> None:
        """`drain_seconds`: how long a stop waits for answers under way. `options`: more of uvicorn.Config's."""
        config = uvicorn.Config(
            app,
            # uvicorn's faster parser, httptools, takes headers without end.
            http="h11",
            interface="asgi3",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=drain_seconds,
            limit_concurrency=limits.MAX_CONNECTIONS,
            **options,
        )
        super().__init__(config)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none: uvicorn's own sends each signal again at the end, before its process has tidied up."""
        yield
