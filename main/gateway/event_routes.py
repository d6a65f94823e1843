"""The path of a run's events, as server-sent events."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Request, Response, status
from fastapi.sse import EventSourceResponse, ServerSentEvent

from main.gateway.runs import Runs
from main.gateway.store.base import Event
from services.runtime.server.problems import Handler

MAX_EVENT_NUMBER = 2**53
"""Largest number that Last-Event-ID may have."""


class NothingMore(Exception):
    """The client has heard all of a run that has ended."""


async def _on_nothing_more(_: Request, __: NothingMore) -> Response:
    return Response(status_code=status.HTTP_204_NO_CONTENT)


HANDLERS: dict[int | type[Exception], Handler] = {NothingMore: _on_nothing_more}
"""What the application takes as `exception_handlers`."""


def router(runs: Runs) -> APIRouter:
    """The path over these runs."""
    paths = APIRouter(tags=["runs"])

    async def followed(
        run_id: str, last_event_id: Annotated[int, Header(ge=0, le=MAX_EVENT_NUMBER)] = 0
    ) -> AsyncIterator[AsyncIterator[Event]]:
        """Answer 204, 404 and 429 before the stream begins, for then the status cannot change; ends with the stream."""
        if last_event_id and await runs.is_over(run_id, last_event_id):
            raise NothingMore
        async with runs.following(run_id, last_event_id) as events:
            yield events

    @paths.get(
        "/v1/runs/{run_id}/events",
        response_class=EventSourceResponse,
        responses={204: {"description": "Last-Event-ID is that of the last event."}},
    )
    async def get_events(
        events: Annotated[AsyncIterator[Event], Depends(followed)],
    ) -> AsyncIterator[ServerSentEvent]:
        """The run's events as server-sent events, from the first or from Last-Event-ID on, until it has ended.

        A gateway that stops ends the stream before: ask again with Last-Event-ID. Where that was the run's last event
        the answer is 204, at which a browser's EventSource asks no more.
        """
        async for event in events:
            yield ServerSentEvent(id=str(event.number), event=event.kind, data=event.data)

    return paths
