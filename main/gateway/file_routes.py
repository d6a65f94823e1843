"""The paths of what a run has made: its package, and each file in it."""

from functools import partial
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, Field

from main.gateway import ranged
from main.gateway.access import grants
from main.gateway.bag import Bags, content
from main.gateway.description import binary
from main.gateway.run_routes import Asking
from main.gateway.runs import Runs

PAGE_POLICY = (
    "sandbox allow-scripts allow-downloads; default-src 'none'; img-src 'self' data:; media-src 'self';"
    " style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; base-uri 'none'; form-action 'none'"
)
"""Of documents that may run scripts: theirs run as a stranger's, who can ask this gateway or any other for nothing."""
MARKUP = ("text/html", "image/svg+xml", "application/xhtml+xml", "application/xml", "text/xml")


class FileView(BaseModel):
    """A file in a package."""

    path: str = Field(description="What to put behind /files/.")
    bytes: int = Field(description="Size, unpacked.")
    media_type: str
    sha256: str
    language: str | None = Field(description="BCP-47 code of what is in it, when it has a language.")


class FileList(BaseModel):
    """The files of a package, in order of their paths."""

    files: list[FileView]


def router(runs: Runs) -> APIRouter:
    """The paths over these runs."""
    paths, bags = APIRouter(tags=["files"]), Bags()

    zipped = binary("application/zip", "The package.")
    anything = binary("*/*", "The file, under its own media type.")

    @paths.get("/v1/runs/{run_id}/package", response_class=Response, responses=zipped)
    async def get_package(request: Request, run_id: str) -> Response:
        """The run's package, a zip; also a range of it."""
        package, archive = await runs.package(run_id)
        return ranged.answer(
            request,
            archive.read,
            size=archive.size,
            tag=f"{package.content_digest}-{archive.version}",
            media_type="application/zip",
            headers={"Content-Disposition": f'attachment; filename="{package.name}"'},
        )

    @paths.get("/v1/runs/{run_id}/files")
    async def list_files(run_id: str) -> FileList:
        """The files in the run's package."""
        _, archive = await runs.package(run_id)
        found = await bags.files(run_id, archive)
        return FileList(
            files=[
                FileView(
                    path=file.path,
                    bytes=file.size,
                    media_type=file.media_type,
                    sha256=file.sha256,
                    language=file.language or None,
                )
                for file in found.values()
            ]
        )

    @paths.get("/v1/runs/{run_id}/files/{path:path}", response_class=Response, responses=anything)
    async def get_file(request: Request, run_id: str, path: str, caller: Asking) -> Response:
        """A file of the run's package, under its own media type; also a range of it."""
        _, archive = await runs.package(run_id)
        file = await bags.file(run_id, archive, path)
        if caller.by_cookie and caller.token and file.media_type in MARKUP and _is_opened(request):
            granted = f"{request.scope['root_path']}{grants.written(caller.token, run_id)}/files/{quote(file.path)}"
            return RedirectResponse(granted, 303, {"Cache-Control": "no-store"})
        headers = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
        if file.media_type in MARKUP:
            headers["Content-Security-Policy"] = PAGE_POLICY
        return ranged.answer(
            request,
            partial(content, archive, file),
            size=file.size,
            tag=file.sha256 or archive.version,
            media_type=file.media_type,
            headers=headers,
        )

    return paths


def _is_opened(request: Request) -> bool:
    """Whether a browser shows the answer as a page, which then loads others; some of them do not say."""
    return request.headers.get("sec-fetch-dest", "document") in ("document", "iframe")
