"""Answers that have a part of something large, or nothing where the client has it already (RFC 9110)."""

from collections.abc import AsyncIterator, Callable, Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from werkzeug import http

Read = Callable[[int, int], AsyncIterator[bytes]]
"""Reads from a byte up to another one."""


def answer(
    request: Request, read: Read, *, size: int, tag: str, media_type: str, headers: Mapping[str, str]
) -> Response:
    """Answer GET with 200, 206 for one range, 304 or 416, and HEAD without the body.

    `size`: bytes of the whole. `tag`: changes whenever a byte does. Several ranges are answered with the whole.
    """
    kept = {**headers, "ETag": f'"{tag}"', "Accept-Ranges": "bytes", "Cache-Control": "private, no-cache"}
    if http.parse_etags(request.headers.get("if-none-match")).contains_weak(tag):
        return Response(status_code=304, headers=kept)
    if request.method == "HEAD":
        return Response(headers={**kept, "Content-Length": str(size)}, media_type=media_type)
    start, stop = _range(request, size, tag, kept)
    length = {"Content-Length": str(stop - start)}
    if stop - start == size:
        return StreamingResponse(read(0, size), headers=kept | length, media_type=media_type)
    length["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
    return StreamingResponse(read(start, stop), 206, headers=kept | length, media_type=media_type)


def _range(request: Request, size: int, tag: str, kept: Mapping[str, str]) -> tuple[int, int]:
    """The bytes that are wanted: all, where no range is asked for that is known. Raises HTTPException with 416."""
    condition = http.parse_if_range_header(request.headers.get("if-range"))
    fits = condition.etag == tag or "if-range" not in request.headers
    wanted = http.parse_range_header(request.headers.get("range"))
    if not fits or wanted is None or wanted.units != "bytes" or len(wanted.ranges) != 1:
        return 0, size
    if (found := wanted.range_for_length(size)) is None:
        raise HTTPException(
            416,
            f"the range is outside of the {size:,} bytes",
            {"Content-Range": f"bytes */{size}", "ETag": kept["ETag"]},
        )
    return found
