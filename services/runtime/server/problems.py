"""Errors as HTTP answers, for every HTTP server of the project: each has a problem document (RFC 9457) as its body."""

from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from services.contract.errors import DEFECT, Internal, StoryloomError
from services.runtime.wire.problem import MEDIA_TYPE, problem_of

Handler = Callable[[Request, Any], Coroutine[Any, Any, Response]]


def answer(error: StoryloomError, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """Return the answer that carries an error, with Retry-After where its class has one."""
    again = {"Retry-After": str(error.retry_seconds)} if error.retry_seconds else {}
    return JSONResponse(problem_of(error), error.outcome.http, again | dict(headers or {}), MEDIA_TYPE)


async def on_error(_: Request, error: Exception) -> JSONResponse:
    """Answer with an error of ours. Any other exception is a defect, whose details are in the log only."""
    # Starlette raises such an exception again, and uvicorn logs it.
    return answer(error if isinstance(error, StoryloomError) else Internal(DEFECT))


async def on_http_error(_: Request, error: HTTPException) -> JSONResponse:
    """Answer with what the router refuses: a path or a method that is not there, a type that is not read."""
    problem = {"title": "HTTP_ERROR", "status": error.status_code, "detail": error.detail}
    return JSONResponse(problem, error.status_code, error.headers, MEDIA_TYPE)


HANDLERS: dict[int | type[Exception], Handler] = {
    StoryloomError: on_error,
    HTTPException: on_http_error,
    Exception: on_error,
}
"""What a Starlette or FastAPI application takes as `exception_handlers`."""
