"""How the gateway is reached: by browsers, behind a proxy, with an id for each request, without a network."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from main.gateway.app import create_app
from main.gateway.runs import Runs
from main.gateway.store.base import Store
from main.gateway.store.sqlite.store import SqliteStore

BODY = {"prompt": "A fox learns to sail"}
ELSEWHERE = {"Origin": "https://page.example"}


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with await SqliteStore.open(tmp_path / "runs.sqlite3") as found:
        yield found


def client(
    store: Store, base_path: str = "", cors_origins: tuple[str, ...] = (), allowed_hosts: tuple[str, ...] = ()
) -> httpx.AsyncClient:
    """Of a gateway that has no stages."""
    app = create_app(Runs(store, 100), {}, base_path=base_path, cors_origins=cors_origins, allowed_hosts=allowed_hosts)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://gateway")


async def test_who_has_heard_all_is_sent_away(store: Store) -> None:
    """204 after the last event of a run that has ended, and only then: EventSource stops at it."""
    async with client(store) as web:
        run = f"/v1/runs/{(await web.post('/v1/runs', json=BODY)).json()['id']}"
        await web.post(f"{run}/cancel")
        first = await web.get(f"{run}/events", headers={"Last-Event-ID": "1"})
        assert (first.status_code, first.text.count("event: ")) == (200, 1)
        for last in ("2", "3"):
            over = await web.get(f"{run}/events", headers={"Last-Event-ID": last})
            assert (over.status_code, over.content) == (204, b"")
        assert (await web.get("/v1/runs/unknown/events", headers={"Last-Event-ID": "2"})).status_code == 404


@pytest.mark.parametrize("taken_off", [True, False])
async def test_a_proxy_s_path_is_in_each_address(store: Store, taken_off: bool) -> None:
    """Whether the proxy takes it off its requests or not; docs and description too."""
    base = "" if taken_off else "/stories/fox"
    async with client(store, "/stories/fox") as web:
        made = await web.post(f"{base}/v1/runs", json=BODY)
        assert made.headers["Location"] == f"/stories/fox/v1/runs/{made.json()['id']}"
        await web.post(f"{base}/v1/runs", json=BODY)
        listed = await web.get(f"{base}/v1/runs", params={"limit": 1, "q": "fox"})
        assert listed.links["next"]["url"].startswith("/stories/fox/v1/runs?limit=1&q=fox&after=")
        assert (await web.get(f"{base}/openapi.json")).json()["servers"] == [{"url": "/stories/fox"}]
        page = (await web.get(f"{base}/docs")).text
        for asset in re.findall(r'(?:src|href)="([^"]+)"', page):
            assert asset.startswith("/stories/fox/docs/assets/")
            assert (await web.get(base + asset.removeprefix("/stories/fox"))).is_success


async def test_the_docs_need_no_network(store: Store) -> None:
    """All that the page loads is the gateway's, and its policy allows nothing else."""
    async with client(store) as web:
        page = await web.get("/docs")
        assert "//" not in re.sub(r"(?m)^\s*//.*$", "", page.text).replace("<!DOCTYPE html>", "")
        assert "connect-src 'self'" in page.headers["Content-Security-Policy"]
        assert len((await web.get("/docs/assets/swagger-ui-bundle.js")).content) > 1_000_000
        assert (await web.get("/redoc")).status_code == 404


@pytest.mark.parametrize("given", ["", "x" * 129, "a b", "é", "a\tb"])
async def test_a_request_has_an_id(store: Store, given: str) -> None:
    """A new one, where the client's is none that a log can show."""
    async with client(store) as web:
        headers = [(b"X-Request-ID", given.encode())] if given else []
        first, second = [(await web.get("/healthz", headers=headers)).headers["X-Request-ID"] for _ in range(2)]
        assert re.fullmatch(r"[0-9a-f]{32}", first)
        assert first != second


async def test_a_client_s_id_comes_back(store: Store) -> None:
    """Also with an error."""
    async with client(store) as web:
        for path, status in (("/healthz", 200), ("/v1/runs/unknown", 404), ("/nothing", 404)):
            answer = await web.get(path, headers={"X-Request-ID": "trace-1/a.b:c"})
            assert (answer.status_code, answer.headers["X-Request-ID"]) == (status, "trace-1/a.b:c")


async def test_no_other_page_may_use_the_gateway(store: Store) -> None:
    """Unless the operator allows its origin."""
    ask = ELSEWHERE | {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "idempotency-key"}
    async with client(store) as web:
        assert "Access-Control-Allow-Origin" not in (await web.get("/v1/runs", headers=ELSEWHERE)).headers
        assert (await web.options("/v1/runs", headers=ask)).status_code == 405
    async with client(store, cors_origins=("https://page.example",)) as web:
        answer = await web.post("/v1/runs", json=BODY, headers=ELSEWHERE)
        assert answer.headers["Access-Control-Allow-Origin"] == "https://page.example"
        assert "Location" in answer.headers["Access-Control-Expose-Headers"]
        assert (await web.options("/v1/runs", headers=ask)).status_code == 200
        other = await web.get("/v1/runs", headers={"Origin": "https://other.example"})
        assert "Access-Control-Allow-Origin" not in other.headers


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("stories.example", 200),
        ("Stories.Example:8080", 200),
        ("a.school.example", 200),
        ("[::1]:8080", 200),
        ("school.example", 403),
        ("evil.example", 403),
        ("stories.example.evil.example", 403),
        ("", 403),
    ],
)
async def test_a_gateway_may_answer_under_its_names_only(store: Store, host: str, status: int) -> None:
    """Where the operator says which; health is asked for by address."""
    async with client(store, allowed_hosts=("stories.example", "*.school.example", "[::1]")) as web:
        assert (await web.get("/v1/runs", headers={"Host": host})).status_code == status
        assert (await web.get("/healthz", headers={"Host": host})).status_code == 200
    async with client(store) as web:
        assert (await web.get("/v1/runs", headers={"Host": host})).status_code == 200
