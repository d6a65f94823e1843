"""The path by which a browser signs in with a token, and out: the token becomes a cookie that no script can read."""

import time

from fastapi import APIRouter, Request, Response, status
from pydantic import BaseModel, ConfigDict, Field

from main.gateway.access import cookies, credential, refusals
from main.gateway.access.caller import EVERYBODY, Caller
from main.gateway.store.base import Store
from main.gateway.store.tokens import Kind, Scope
from services.contract.errors import NotReady, PermissionDenied, Unauthenticated

MAX_SECRET = 200
"""Characters of what is given as a token."""


class SignIn(BaseModel):
    """A token."""

    model_config = ConfigDict(extra="forbid", strict=True)

    token: str = Field(min_length=1, max_length=MAX_SECRET, description="A token's secret, or that of a link.")


class SessionView(BaseModel):
    """Who the browser is to the gateway."""

    required: bool = Field(description="Whether the gateway asks who one is.")
    name: str | None = Field(description="Whose token it is; null when nobody is signed in.")
    scope: Scope | None
    run_id: str | None = Field(description="The run that a link is for.")


def router(store: Store) -> APIRouter:
    """The path over the tokens of this store."""
    paths = APIRouter(tags=["session"])

    @paths.post("/v1/session")
    async def sign_in(given: SignIn, request: Request, response: Response) -> SessionView:
        """Make a session of a token, for a browser; programs send `Authorization: Bearer` instead."""
        if request.state.caller is EVERYBODY:
            raise NotReady("this gateway asks nobody who they are (AUTH=off); there is nothing to sign in to")
        if cookies.of_other_site(request.headers):
            refusals.note(request, "", "signed in by a page of another site")
            raise PermissionDenied("a page of another site has asked this; sign in on this gateway's")
        token_id, now = credential.id_of(given.token), time.time()
        token = await store.token(token_id) if token_id else None
        if (
            token is None
            or token.kind is Kind.SESSION
            or not credential.is_of(given.token, token)
            or not token.is_valid(now)
        ):
            refusals.note(request, f"token {token_id}" if token_id else "", "sign-in with no valid token")
            raise Unauthenticated("the token is not known, has expired, or was revoked")
        await store.note_use(token, now)
        response.headers["Cache-Control"] = "no-store"
        if token.kind is Kind.SHARE:
            cookies.put(response, request, cookies.SHARE, given.token, token)
            return SessionView(required=True, name=None, scope=Scope.READ, run_id=token.run_id)
        left = token.expires - now if token.expires is not None else cookies.SESSION_SECONDS
        seconds = min(left, cookies.SESSION_SECONDS)
        secret, session = credential.new(token.name, token.scope, Kind.SESSION, seconds=seconds, parent=token.id)
        await store.add_token(session)
        cookies.put(response, request, cookies.SESSION, secret, session)
        return SessionView(required=True, name=token.name, scope=token.scope, run_id=None)

    @paths.get("/v1/session")
    async def get_session(request: Request, response: Response) -> SessionView:
        """Who is signed in."""
        response.headers["Cache-Control"] = "no-store"
        caller: Caller | None = request.state.caller
        if caller is None or caller is EVERYBODY:
            return SessionView(required=caller is None, name=None, scope=None, run_id=None)
        return SessionView(required=True, name=caller.name or None, scope=caller.scope, run_id=None)

    @paths.delete("/v1/session", status_code=status.HTTP_204_NO_CONTENT)
    async def sign_out(request: Request, response: Response) -> None:
        """End this browser's session; again changes nothing."""
        caller: Caller | None = request.state.caller
        if caller is not None and caller.token is not None and caller.token.kind is Kind.SESSION:
            await store.end_token(caller.token.id)
        cookies.take_away(response, request)

    return paths
