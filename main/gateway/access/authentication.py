"""ASGI middleware that finds out who asks, before anything of the request's body is read."""

import time
from contextlib import suppress
from dataclasses import dataclass

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from main.gateway.access import cookies, credential, grants, refusals
from main.gateway.access.caller import EVERYBODY, Caller
from main.gateway.store.base import Store
from main.gateway.store.tokens import Kind, Quota, Token
from main.gateway.store.tokens import Scope as TokenScope
from services.contract.errors import PermissionDenied, StoreUnavailable, StoryloomError, Unauthenticated
from services.runtime.server.problems import answer

API, OPEN = "/v1/", ("/v1/session",)
"""What needs a token, and what of it is for those who have none yet."""
UNASKED = ("/assets/", "/docs", "/openapi.json", "/healthz", "/readyz")
"""What begins so is the same for everybody: nobody is looked up."""
CHANGES_NOTHING = ("GET", "HEAD", "OPTIONS")
USED_SECONDS = 60.0
"""How exactly it is noted when a token was last used."""
CHALLENGE = 'Bearer realm="storyloom"'


@dataclass(frozen=True)
class Access:
    """What a gateway needs to know who asks."""

    store: Store
    quota: Quota
    """Of each owner but admins."""


class Authentication:
    """Sets `request.state.caller`; None where nobody needs be known, and is."""

    def __init__(self, app: ASGIApp, access: Access | None) -> None:
        """`access`: None where the gateway asks nobody who they are."""
        self._app, self._access = app, access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request in, or answer 401 or 403."""
        if scope["type"] == "http":
            try:
                scope = await self._let_in(scope)
            except StoryloomError as error:
                headers = {"WWW-Authenticate": _challenge(scope)} if isinstance(error, Unauthenticated) else {}
                await answer(error, headers)(scope, receive, send)
                return
        await self._app(scope, receive, send)

    async def _let_in(self, scope: Scope) -> Scope:
        """The request with its caller. Raises StoryloomError."""
        scope = {**scope, "state": {**scope.get("state", {}), "caller": EVERYBODY}}
        if self._access is None:
            return scope
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        scope["state"]["caller"] = None
        if path.startswith(UNASKED):
            return scope
        needed = path.startswith(API) and path not in OPEN
        request = HTTPConnection(scope)
        try:
            if (grant := grants.read(path)) is not None:
                scope["state"]["caller"] = await self._granted(self._access.store, grant)
                return {**scope, "path": scope.get("root_path", "") + grant.path}
            scope["state"]["caller"] = await self._caller(self._access, request)
        except (StoreUnavailable, Unauthenticated) as error:
            if not needed:
                return scope
            if isinstance(error, Unauthenticated):
                refusals.note(request, _claimed(request), error.message)
            raise
        return scope

    async def _granted(self, store: Store, grant: grants.Grant) -> Caller:
        token, now = await store.token(grant.token_id), time.time()
        if token is None or not token.is_valid(now) or not grant.is_of(token, now):
            raise Unauthenticated("this address has ended; open the story's page again")
        return Caller(token=token, shared=frozenset({grant.run_id}))

    async def _caller(self, access: Access, request: HTTPConnection) -> Caller:
        """Who asks. Raises Unauthenticated, PermissionDenied and StoreUnavailable."""
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        if scheme:
            if scheme.lower() != "bearer":
                raise Unauthenticated("the header Authorization has another scheme than Bearer")
            return _caller(await self._valid(access.store, given.strip(), Kind.TOKEN, Kind.SHARE), access.quota)
        return await self._by_cookie(access, request)

    async def _by_cookie(self, access: Access, request: HTTPConnection) -> Caller:
        found: Caller | None = None
        for name, kind in ((cookies.SESSION, Kind.SESSION), (cookies.SHARE, Kind.SHARE)):
            if secret := request.cookies.get(name):
                with suppress(Unauthenticated):
                    caller = _caller(await self._valid(access.store, secret, kind), access.quota, by_cookie=True)
                    found = caller if found is None else _with(found, caller)
        if found is None:
            raise Unauthenticated("no token was given, or this browser is not signed in any more")
        if request.scope["method"] not in CHANGES_NOTHING and not cookies.of_this_page(request.headers):
            refusals.note(request, refusals.named(found), "asked by a page of another site")
            raise PermissionDenied("a page of another site has asked this with your session; ask from this gateway's")
        return found

    async def _valid(self, store: Store, secret: str, *kinds: Kind) -> Token:
        """The token of a secret. Raises Unauthenticated."""
        token_id, now = credential.id_of(secret), time.time()
        token = await store.token(token_id) if token_id else None
        if token is None or token.kind not in kinds or not credential.is_of(secret, token):
            raise Unauthenticated("the token is not known")
        if not token.is_valid(now):
            raise Unauthenticated("the token was revoked" if token.revoked is not None else "the token has expired")
        if token.used is None or now - token.used > USED_SECONDS:
            with suppress(StoreUnavailable):
                await store.note_use(token, now)
        return token


def _caller(token: Token, quota: Quota, *, by_cookie: bool = False) -> Caller:
    if token.run_id is not None:
        return Caller(token=token, shared=frozenset({token.run_id}), by_cookie=by_cookie)
    limited = None if token.scope is TokenScope.ADMIN else quota
    return Caller(token.name, token.scope, token, limited, by_cookie=by_cookie)


def _with(caller: Caller, link: Caller) -> Caller:
    """A person who has signed in, and visits a link of somebody else."""
    return Caller(caller.name, caller.scope, caller.token, caller.quota, link.shared, caller.by_cookie)


def _claimed(request: HTTPConnection) -> str:
    """Whose a request says that it is, for the log: the id, which is no secret."""
    given = request.headers.get("authorization", "").partition(" ")[2] or request.cookies.get(cookies.SESSION, "")
    token_id = credential.id_of(given.strip())
    return f"token {token_id}" if token_id else ""


def _challenge(scope: Scope) -> str:
    given = HTTPConnection(scope).headers.get("authorization", "")
    return f'{CHALLENGE}, error="invalid_token"' if given else CHALLENGE
