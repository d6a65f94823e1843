"""The gateway's error answers: those of every server, and the mistakes that FastAPI finds in a request."""

from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import JSONResponse

from services.contract.errors import InvalidRequest, NotJson, Violation
from services.runtime.server import problems


class Problem(BaseModel):
    """A problem document (RFC 9457), as services.runtime.wire.problem writes it; for the API's description."""

    title: str = Field(description="Name of a google.rpc.Code.")
    status: int = Field(description="HTTP status.")
    detail: str = Field(description="What happened and what to change.")
    reason: str = Field("", description="Class of the error; docs/troubleshooting.md lists them.")
    stage: str = Field("", description="Stage where it happened, when it happened in one.")
    violations: list[dict[str, str]] = Field([], description="Fields of the request that are wrong.")


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


HANDLERS: dict[int | type[Exception], problems.Handler] = {**problems.HANDLERS, RequestValidationError: on_invalid}
"""FastAPI's `exception_handlers`."""
RESPONSES: dict[int | str, dict[str, Any]] = {"default": {"model": Problem, "description": "An error."}}
"""FastAPI's `responses`: what the API's description says of errors."""
