"""The gateway's paths, a router for each resource."""

from collections.abc import Callable

from fastapi import APIRouter, Depends
from fastapi.routing import APIRoute
from starlette.responses import StreamingResponse

from main.drive.edges import Edges
from main.gateway import (
    batch_routes,
    event_routes,
    file_routes,
    health_routes,
    run_routes,
    session_routes,
    share_routes,
    status_routes,
    timeline_routes,
    token_routes,
)
from main.gateway.access.guard import guard
from main.gateway.runs import Runs
from main.gateway.webhooks.hooks import Webhooks
from services.runtime.identity import Identity


def router(runs: Runs, edges: Edges, webhooks: Webhooks, identity: Callable[[], Identity]) -> APIRouter:
    """The paths over these runs and the edges whose readiness is asked; `identity` is the gateway's own."""
    paths, store = APIRouter(), runs.store
    guarded = (
        run_routes.router(runs, webhooks),
        share_routes.router(store),
        batch_routes.router(runs, webhooks),
        event_routes.router(runs),
        timeline_routes.router(runs),
        file_routes.router(runs),
        status_routes.router(runs, edges, identity),
    )
    for found in guarded:
        paths.include_router(with_heads(found), dependencies=[Depends(guard(store))])
    for found in (token_routes.router(store), session_routes.router(store), health_routes.router(runs, edges)):
        paths.include_router(with_heads(found))
    return paths


def with_heads(paths: APIRouter) -> APIRouter:
    """The paths, and HEAD beside each GET but those that answer with a stream; the server leaves its body out."""
    for route in [*paths.routes]:
        if isinstance(route, APIRoute) and "GET" in (route.methods or ()) and not _streams(route):
            paths.add_api_route(
                route.path,
                route.endpoint,
                methods=["HEAD"],
                response_class=route.response_class,
                include_in_schema=False,
            )
    return paths


def _streams(route: APIRoute) -> bool:
    kind = route.response_class
    return isinstance(kind, type) and issubclass(kind, StreamingResponse)
