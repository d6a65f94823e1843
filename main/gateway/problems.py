"""The gateway's error answers: those of every server, and the mistakes that FastAPI finds in a request."""

from http import HTTPStatus
from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Match
from starlette.types import Scope

from services.contract.errors import InvalidRequest, NotJson, Violation
from services.runtime.server import problems

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


class WrongField(BaseModel):
    """A field of the request that is wrong."""

    field: str = Field(description="As it was sent.")
    description: str = Field(description="What to change.")


class Problem(BaseModel):
    """A problem document (RFC 9457), as services.runtime.wire.problem writes it; for the API's description."""

    title: str = Field(description="Name of a google.rpc.Code.")
    status: int = Field(description="HTTP status.")
    detail: str = Field(description="What happened and what to change.")
    reason: str = Field("", description="Class of the error; docs/troubleshooting.md lists them.")
    stage: str = Field("", description="Stage where it happened, when it happened in one.")
    violations: list[WrongField] = Field([], description="Every field of the request that is wrong.")


async def on_invalid(request: Request, error: RequestValidationError) -> JSONResponse:
    """Answer a request whose body, path or header does not match the API: NotJson or InvalidRequest."""
    found = error.errors()
    kind = request.headers.get("content-type", "").partition(";")[0]
    in_body = any(item["loc"][0] == "body" for item in found)
    if in_body and (not kind.endswith("json") or any(item["type"] == "json_invalid" for item in found)):
        example = '{"prompt": "A fox learns to sail"}'
        return problems.answer(NotJson(f"the body is not JSON; send {example} with Content-Type: application/json"))
    violations = tuple(
        Violation(".".join(str(part) for part in item["loc"][1:]) or str(item["loc"][0]), item["msg"]) for item in found
    )
    return problems.answer(InvalidRequest(violations))


def _matches(route: BaseRoute, scope: Scope) -> bool:
    return route.matches(scope)[0] is Match.FULL


async def on_http_error(request: Request, error: HTTPException) -> JSONResponse:
    """Answer as every server of ours; a method that is not there, with all that the path has."""
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        asked = [{**request.scope, "method": method} for method in METHODS]
        allowed = [scope["method"] for scope in asked if any(_matches(route, scope) for route in request.app.routes)]
        error.headers = {**(error.headers or {}), "Allow": ", ".join(allowed)}
    return await problems.on_http_error(request, error)


HANDLERS: dict[int | type[Exception], problems.Handler] = {
    **problems.HANDLERS,
    HTTPException: on_http_error,
    RequestValidationError: on_invalid,
}
"""FastAPI's `exception_handlers`."""
RESPONSES: dict[int | str, dict[str, Any]] = {"default": {"model": Problem, "description": "An error."}}
"""FastAPI's `responses`: what the API's description says of errors."""
