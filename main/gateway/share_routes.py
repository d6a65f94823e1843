"""The path of a run's links: whoever has one may read that run."""

from typing import Annotated

from fastapi import APIRouter, Query, Response, status
from pydantic import BaseModel, Field

from main.gateway.access import credential
from main.gateway.access.caller import EVERYBODY
from main.gateway.run_routes import Asking
from main.gateway.store.base import Store
from main.gateway.store.tokens import Kind, Scope
from main.gateway.views import iso
from services.contract.errors import NotReady

DEFAULT_DAYS, MAX_DAYS = 30, 365
"""Days for which a link can be used."""


class MadeShare(BaseModel):
    """A new link."""

    token: str = Field(
        description="A token for reading this run. The page's address with it is `/runs/{id}#share=…`: a browser sends"
        " to no server what stands after #."
    )
    expires: str = Field(json_schema_extra={"format": "date-time"})


def router(store: Store) -> APIRouter:
    """The path over the runs of this store."""
    paths = APIRouter(tags=["runs"])

    @paths.post("/v1/runs/{run_id}/share", status_code=status.HTTP_201_CREATED)
    async def share_run(
        run_id: str, caller: Asking, response: Response, days: Annotated[int, Query(ge=1, le=MAX_DAYS)] = DEFAULT_DAYS
    ) -> MadeShare:
        """Make a token with which anybody can read this run, and nothing else. It ends with the token that made it."""
        if caller is EVERYBODY or caller.token is None:
            raise NotReady("this gateway asks nobody who they are (AUTH=off): the address of the run is the link")
        # A session ends when one signs out; a link does not.
        maker = caller.token.parent or caller.token.id
        secret, token = credential.new(
            caller.name, Scope.READ, Kind.SHARE, seconds=days * 86_400, parent=maker, run_id=run_id
        )
        await store.add_token(token)
        response.headers["Cache-Control"] = "no-store"
        return MadeShare(token=secret, expires=iso(token.expires or 0.0))

    @paths.delete("/v1/runs/{run_id}/share", status_code=status.HTTP_204_NO_CONTENT)
    async def end_shares(run_id: str) -> None:
        """End all links to this run."""
        await store.end_shares(run_id)

    return paths
