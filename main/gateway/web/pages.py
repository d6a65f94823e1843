"""The pages for people: templates beside this file, and the scripts and styles in `assets/`.

A page is a frame in the visitor's language; what it shows of runs its script asks of the API, as any client does.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from fastapi import FastAPI
from starlette.datastructures import URL
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from main.gateway.web.language import CHOSEN, LANGUAGES, STORIES, language_of, messages
from services.catalog import STAGES
from services.contract import request as bounds
from services.contract.version import __version__
from services.shared.templates import render

ASSETS = "/assets"
VIEWS = {
    "/": "make",
    "/runs": "runs",
    "/runs/{run_id}": "run",
    "/compare": "compare",
    "/status": "status",
    "/signin": "signin",
}
"""The view at each path: a template and a script have its name."""
FOR_ANYBODY = ("run", "signin")
"""Views without sign-in. Whoever has a link may open a run; its script says when the link has ended."""
POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self';"
    " frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-cache",
    "Vary": "Accept-Language, Cookie",
}
REMEMBERED = 365 * 24 * 3600
"""Seconds for which a browser keeps the chosen language."""


@dataclass(frozen=True)
class Visitor:
    """Who asks for a page."""

    name: str = ""
    """Of who has signed in."""
    asked: bool = False
    """Whether the gateway asks who one is."""

    @property
    def may_share(self) -> bool:
        """Whether a link to a story is theirs to make."""
        return bool(self.name) or not self.asked


class Assets(StaticFiles):
    """Files that a browser keeps, and asks each time whether they are still the same."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, or 304."""
        answer = await super().get_response(path, scope)
        answer.headers.update({"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"})
        return answer


def add_pages(app: FastAPI, visitor_of: Callable[[Request], Visitor]) -> None:
    """Serve the pages and what they load; `visitor_of` says who asks."""
    app.mount(ASSETS, Assets(directory=Path(__file__).with_name("assets")))
    for path, view in VIEWS.items():
        app.add_route(path, _endpoint(view, visitor_of), methods=["GET"], include_in_schema=False)


def _endpoint(view: str, visitor_of: Callable[[Request], Visitor]) -> Callable[[Request], Awaitable[Response]]:
    """What answers at a view's path."""

    async def page(request: Request) -> Response:
        root = request.scope["root_path"]
        if (chosen := request.query_params.get(CHOSEN)) in LANGUAGES:
            answer = RedirectResponse(_without_choice(request), 303)
            answer.set_cookie(CHOSEN, chosen, REMEMBERED, path=root or "/", samesite="lax", httponly=True)
            return answer
        visitor = visitor_of(request)
        if visitor.asked and not visitor.name and view not in FOR_ANYBODY:
            wanted = quote(_without_choice(request), safe="")
            return RedirectResponse(f"{root}/signin?next={wanted}", 303, {"Cache-Control": "no-store"})
        language = language_of(request)
        page = render(
            __file__,
            f"{view}.html.j2",
            view=view,
            visitor=visitor,
            root=root,
            run_id=quote(request.path_params.get("run_id", ""), safe=""),
            language=language,
            languages=LANGUAGES,
            here=_without_choice(request),
            chosen=CHOSEN,
            version=__version__,
            stages=STAGES,
            bounds=bounds,
            stories=STORIES,
            **messages(language),
        )
        return HTMLResponse(page, headers=HEADERS)

    return page


def _without_choice(request: Request) -> str:
    """The path and query of this page, without a choice of language."""
    address = URL(scope=request.scope).remove_query_params(CHOSEN)
    return f"{address.path}?{address.query}" if address.query else address.path
