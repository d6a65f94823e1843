"""What a webhook's receiver is sent, for the API's description."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Header
from pydantic import BaseModel, Field
from starlette.routing import BaseRoute

from main.gateway.store.base import State

SIGNED = (
    "As Standard Webhooks has it: `v1,` and the base64 of the HMAC-SHA256 of `{webhook-id}.{webhook-timestamp}.{body}`;"
    " several, with spaces between, while one secret follows another."
)


class ToldRun(BaseModel):
    """The run that has ended."""

    id: str
    state: State
    tags: list[str]
    metadata: dict[str, str]
    content_digest: str | None = Field(None, description="Of its package, when completed.")
    error: dict[str, Any] | None = Field(None, description="A problem document, when failed.")


class WebhookMessage(BaseModel):
    """That a run has ended."""

    type: Literal["run.completed", "run.failed", "run.cancelled"]
    timestamp: str = Field(description="When it happened.", json_schema_extra={"format": "date-time"})
    data: ToldRun


async def run_ended(
    message: WebhookMessage,
    webhook_id: Annotated[str, Header(description="The same each time that this message is sent.")],
    webhook_timestamp: Annotated[int, Header(description="When it was sent, Unix time in seconds.")],
    webhook_signature: Annotated[str, Header(description=SIGNED)],
) -> None:
    """A run has ended. Sent until it is taken, so perhaps twice."""


def callbacks(operation: str) -> list[BaseRoute]:
    """The callback of an operation, under a name of its own, which the description wants."""
    told = APIRouter()
    told.add_api_route(
        "{$request.body#/webhook_url}", run_ended, methods=["POST"], operation_id=f"{operation}_run_ended"
    )
    return told.routes
