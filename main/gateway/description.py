"""The API's description as tools take it: OpenAPI 3.1, with what FastAPI says otherwise put right."""

from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute

from services.runtime.wire.problem import MEDIA_TYPE

Json = dict[str, Any]
TOKEN = {
    "type": "http",
    "scheme": "bearer",
    "description": "A token of `storyloom token create`. A gateway with AUTH=off asks for none.",
}
EVENTS = {"schema": {"description": "Server-sent events; `data` is JSON."}}
"""Any schema: OpenAPI 3.1 has none for events. FastAPI writes `itemSchema`, which only 3.2 knows, and calls it 3.1."""


class Described(FastAPI):
    """An application whose description is put right."""

    def openapi(self) -> Json:
        """The description, made once."""
        if self.openapi_schema is None:
            found = super().openapi()
            found["components"]["securitySchemes"] = {"token": TOKEN}
            found["security"] = [{}, {"token": []}]
            for path in found["paths"].values():
                for operation in path.values():
                    _put_right(operation["responses"])
                    for callback in operation.get("callbacks", {}).values():
                        for told in callback.values():
                            # A receiver's answers are its own: only that they are 2xx matters.
                            for answers in told.values():
                                answers["responses"] = {"2XX": {"description": "It is taken."}}
        return super().openapi()


def _put_right(responses: Json) -> None:
    problem = responses["default"]["content"]
    ((_, schema),) = problem.items()
    problem.clear()
    problem[MEDIA_TYPE] = schema
    content = responses.get("200", {}).get("content", {})
    if "text/event-stream" in content:
        content["text/event-stream"] = EVENTS
    # What FastAPI adds for its own answer to a wrong request, which is a problem like any other here.
    responses.pop("422", None)


def operation_id(route: APIRoute) -> str:
    """The name by which generated clients call an operation, such as create_run."""
    return route.name


def binary(media_type: str, description: str) -> dict[int | str, Json]:
    """The answers of a path that serves bytes, whole or a range of them, for its `responses`."""
    content = {media_type: {"schema": {"type": "string", "format": "binary"}}}
    return {
        200: {"description": description, "content": content},
        206: {"description": "The range that was asked for.", "content": content},
        304: {"description": "The client has it already, as If-None-Match says."},
    }
