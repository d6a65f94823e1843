"""The uvicorn server under every HTTP server of the project: a stage's over JSON-RPC, and the gateway."""

import contextlib
import resource
from collections.abc import Callable, Iterator
from typing import Any

import uvicorn

from services.contract.limits import MAX_CONNECTIONS
from services.runtime.server.connection import Connection

OTHER_FILES = 500
"""Open files of a process beside its server's connections."""


class HttpServer(uvicorn.Server):
    """Serves an ASGI application within our limits, and leaves all signals to its process."""

    def __init__(
        self, app: Any, *, drain_seconds: int, connection: Callable[..., Connection] = Connection, **options: Any
    ) -> None:
        """`drain_seconds`: how long a stop waits for answers under way. `connection` makes one for each client.

        `options`: more of uvicorn.Config's.
        """
        config = uvicorn.Config(
            app,
            # Over h11, for uvicorn's faster parser, httptools, takes headers without end.
            http=connection,  # type: ignore[arg-type]  # It calls a type, and nothing else.
            ws="none",
            interface="asgi3",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=drain_seconds,
            **options,
        )
        super().__init__(config)
        _allow_files(MAX_CONNECTIONS + OTHER_FILES)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none: uvicorn's own sends each signal again at the end, before its process has tidied up."""
        yield


def _allow_files(wanted: int) -> None:
    """Let this process open so many files, where it may: many systems allow 1,024 until a process asks for more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
