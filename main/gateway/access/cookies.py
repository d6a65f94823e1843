"""The cookies by which a browser is known: no script reads them, and no other site's page makes use of them."""

from urllib.parse import quote, urlsplit

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import Response

from main.gateway.store.tokens import Token

SESSION, SHARE = "storyloom_session", "storyloom_share"
"""Of who has signed in; and of a link's visitor, which is sent with requests for its run alone."""
SESSION_SECONDS = 7 * 24 * 3600
"""How long a browser stays signed in."""


def put(answer: Response, request: HTTPConnection, name: str, secret: str, token: Token) -> None:
    """Let the browser keep the secret, as long as the token is taken."""
    seconds = int(token.expires - token.created) if token.expires is not None else SESSION_SECONDS
    answer.set_cookie(
        name,
        secret,
        min(seconds, SESSION_SECONDS),
        path=_path(request, token.run_id),
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )


def take_away(answer: Response, request: HTTPConnection) -> None:
    """Let the browser forget its session."""
    answer.delete_cookie(SESSION, path=_path(request, None), httponly=True, samesite="strict")


def _path(request: HTTPConnection, run_id: str | None) -> str:
    root: str = request.scope["root_path"]
    return f"{root}/v1/runs/{quote(run_id, safe='')}" if run_id is not None else root or "/"


def of_other_site(headers: Headers) -> bool:
    """Whether a browser says that a page of another origin has asked."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None:
        return site not in ("same-origin", "none")
    return origin is not None and urlsplit(origin).netloc != headers.get("host", "")


def of_this_page(headers: Headers) -> bool:
    """Whether a browser says that a page of this gateway has asked: for what changes something by a cookie alone."""
    return ("sec-fetch-site" in headers or "origin" in headers) and not of_other_site(headers)
