"""What the gateway serves of a package: its files, their ranges, and what a client has already."""

import io
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from main.gateway.app import create_app
from main.gateway.runs import Runs
from main.gateway.store.base import PIECE_BYTES, State
from main.gateway.store.sqlite.store import SqliteStore
from pipeline.v1 import draft_pb2, parts_pb2, stage_service_pb2
from services.contract.digest import sha256

Client = httpx.AsyncClient


def packaged(archive: bytes) -> stage_service_pb2.ProcessResponse:
    package = parts_pb2.Package(name="fox.zip", content_digest="abc", archive=archive)
    return stage_service_pb2.ProcessResponse(
        draft=draft_pb2.Draft(package=package), timing=draft_pb2.StageTiming(stage="aggregator")
    )


def large() -> bytes:
    """A package of some pieces: one file is stored over three of them, one is deflated from as much."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("fox/contents.json", '[{"path": "data/a.mp3", "media_type": "audio/mpeg", "language": "es"}]')
        archive.writestr("fox/manifest-sha256.txt", f"{'a' * 64}  data/a.mp3\n{'b' * 64}  data/b.txt\n")
        archive.writestr("fox/tagmanifest-sha256.txt", "")
        archive.writestr("fox/data/a.mp3", SOUND)
        archive.writestr("fox/data/b.txt", TEXT, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


SOUND = bytes(range(251)) * (PIECE_BYTES // 100)
TEXT = b"".join(b"%d the fox sails on\n" % number for number in range(100_000))


@pytest.fixture(scope="module")
async def client(tmp_path_factory: pytest.TempPathFactory, made: draft_pb2.Draft) -> AsyncIterator[Client]:
    """Of a gateway with two complete runs, a real one and a large one, and one that waits."""
    folder: Path = tmp_path_factory.mktemp("files")
    async with await SqliteStore.open(folder / "runs.sqlite3") as store:
        for run_id, archive in (("real", made.package.archive), ("large", large()), ("broken", b"no zip")):
            await store.accept(run_id, parts_pb2.Prompt(text="A fox"), 100)
            lease = await store.claim("me", 60)
            assert lease is not None
            await store.add_part(lease, "aggregator", packaged(archive), {})
            await store.end(lease, State.COMPLETED, {})
        await store.accept("waits", parts_pb2.Prompt(text="A fox"), 100)
        app = create_app(Runs(store, 100), {})
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app, raise_app_exceptions=False), base_url="http://gateway/v1/runs"
        ) as found:
            yield found


async def test_each_file_is_as_in_the_package(client: Client, made: draft_pb2.Draft) -> None:
    """All that the list names, with the sizes, hashes and media types that the package has for them."""
    listed = (await client.get("/real/files")).json()["files"]
    known = {file.path: file for file in made.package.files}
    assert set(known) < {file["path"] for file in listed}
    for file in listed:
        answer = await client.get(f"/real/files/{file['path']}")
        assert (sha256(answer.content), len(answer.content)) == (file["sha256"], file["bytes"]), file
        assert answer.headers["Content-Type"].partition(";")[0] == file["media_type"]
        if (entry := known.get(file["path"])) is not None:
            said = (file["sha256"], file["media_type"], file["language"] or "")
            assert said == (entry.sha256, entry.media_type, entry.language_code)


@pytest.mark.parametrize(
    ("asked", "start", "stop"),
    [
        ("bytes=0-0", 0, 1),
        (f"bytes={PIECE_BYTES - 3}-{PIECE_BYTES + 3}", PIECE_BYTES - 3, PIECE_BYTES + 4),
        ("bytes=1200000-", 1_200_000, None),
        ("bytes=-5", -5, None),
        ("bytes=5-99999999999", 5, None),
    ],
)
@pytest.mark.parametrize(("path", "whole"), [("data/a.mp3", SOUND), ("data/b.txt", TEXT)])
async def test_a_range_is_a_part(client: Client, path: str, whole: bytes, asked: str, start: int, stop: int) -> None:
    """Of a file that is stored and of one that is compressed, within a piece and over the border of two."""
    answer = await client.get(f"/large/files/{path}", headers={"Range": asked})
    wanted = whole[start:stop]
    first = start % len(whole)
    assert answer.status_code == 206
    assert answer.content == wanted
    assert answer.headers["Content-Range"] == f"bytes {first}-{first + len(wanted) - 1}/{len(whole)}"
    assert answer.headers["Content-Length"] == str(len(wanted))


@pytest.mark.parametrize("asked", ["bytes=2-1", "bytes=0-1,4-5", "lines=0-1", "bytes=x", ""])
async def test_a_range_that_is_none_is_the_whole(client: Client, asked: str) -> None:
    """As HTTP says of what a server does not understand."""
    answer = await client.get("/large/files/data/b.txt", headers={"Range": asked})
    assert (answer.status_code, answer.content) == (200, TEXT)


async def test_a_range_behind_the_end_is_refused(client: Client) -> None:
    """416, with the size."""
    answer = await client.get("/large/files/data/b.txt", headers={"Range": f"bytes={len(TEXT)}-"})
    assert (answer.status_code, answer.headers["Content-Range"]) == (416, f"bytes */{len(TEXT)}")
    assert answer.headers["Content-Type"] == "application/problem+json"


async def test_what_a_client_has_is_not_sent_again(client: Client) -> None:
    """304 for the tag that it knows; a range only if the file is still the same."""
    url = "/large/files/data/a.mp3"
    tag = (await client.get(url)).headers["ETag"]
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        answer = await client.get(url, headers={"If-None-Match": known})
        assert (answer.status_code, answer.content, answer.headers["ETag"]) == (304, b"", tag)
    assert (await client.get(url, headers={"If-None-Match": '"other"'})).status_code == 200
    for condition, status in ((tag, 206), ('"other"', 200), ("Thu, 01 Jan 1970 00:00:00 GMT", 200)):
        answer = await client.get(url, headers={"Range": "bytes=0-1", "If-Range": condition})
        assert answer.status_code == status


@pytest.mark.parametrize("path", ["/large/package", "/large/files/data/a.mp3"])
async def test_head_says_what_get_would(client: Client, path: str) -> None:
    """The headers alone."""
    head, get = await client.head(path), await client.get(path)
    assert (head.status_code, head.content) == (200, b"")
    for answer in (head, get):
        del answer.headers["X-Request-ID"]
    assert head.headers == get.headers


async def test_a_package_has_ranges_too(client: Client) -> None:
    """A download goes on where it broke off, unless the package is another one."""
    whole = await client.get("/large/package")
    rest = {"Range": "bytes=1000-", "If-Range": whole.headers["ETag"]}
    assert (await client.get("/large/package", headers=rest)).content == whole.content[1000:]
    assert whole.headers["Content-Disposition"] == 'attachment; filename="fox.zip"'


async def test_a_page_runs_as_a_stranger_s(client: Client) -> None:
    """What may have scripts has a policy; nothing is taken for another type."""
    for path, sandboxed in (("data/index.html", True), ("data/images/scene-01.svg", True), ("data/story.json", False)):
        headers = (await client.get(f"/real/files/{path}")).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers.get("Content-Security-Policy", "").startswith("sandbox") == sandboxed


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/real/files/data/none.txt", 404),
        ("/real/files/..%2F..%2Fetc/passwd", 404),
        ("/real/files/", 404),
        ("/waits/files", 409),
        ("/waits/files/data/index.html", 409),
        ("/unknown/files/data/index.html", 404),
        ("/broken/files", 500),
    ],
)
async def test_what_is_not_there_says_so(client: Client, path: str, status: int) -> None:
    """As a problem document."""
    answer = await client.get(path)
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")
