"""Who may ask the gateway what: tokens, owners, scopes, sessions, links, and how much one owner may have."""

import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from loguru import logger

from main.gateway.access import credential
from main.gateway.access.authentication import Access
from main.gateway.app import create_app
from main.gateway.runs import Runs
from main.gateway.store.base import State, Store
from main.gateway.store.sqlite.store import SqliteStore
from main.gateway.store.tokens import MAX_SESSIONS, MAX_SHARES, Kind, Quota, Scope
from pipeline.v1 import draft_pb2, parts_pb2, stage_service_pb2
from tests.conftest import PROMPT

QUOTA = Quota(waiting=20, a_minute=1_000, bytes=1_000_000_000)
BODY = {"prompt": PROMPT}
PAGE = {"Origin": "http://gateway"}
"""What a browser sends with what a page of the gateway asks."""
Client = Callable[..., httpx.AsyncClient]
Secret = Callable[..., Awaitable[str]]


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with await SqliteStore.open(tmp_path / "runs.sqlite3") as found:
        yield found


@pytest.fixture
def client(store: Store) -> Client:
    """Makes a client with a token of a gateway that asks for tokens, and has no stages."""

    def made(token: str = "", quota: Quota = QUOTA, base_path: str = "", origin: str = "") -> httpx.AsyncClient:
        origins = (origin,) if origin else ()
        access = Access(store, quota)
        app = create_app(Runs(store, 1_000), {}, access=access, base_path=base_path, cors_origins=origins)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://gateway", headers=headers)

    return made


@pytest.fixture
def secret(store: Store) -> Secret:
    """Makes a token."""

    async def made(name: str = "ada", scope: Scope = Scope.RUN, seconds: float | None = None) -> str:
        found, token = credential.new(name, scope, Kind.TOKEN, seconds=seconds)
        await store.add_token(token)
        return found

    return made


@pytest.fixture
def log() -> Iterator[list[str]]:
    """The warnings so far."""
    lines: list[str] = []
    number = logger.add(lambda line: lines.append(str(line)), level="WARNING", format="{message}")
    yield lines
    logger.remove(number)


async def run_of(web: httpx.AsyncClient) -> str:
    """The id of a new run."""
    made = await web.post("/v1/runs", json=BODY)
    assert made.status_code == 202, made.text
    return str(made.json()["id"])


async def packaged(store: Store, archive: bytes = b"zip") -> None:
    """Let the oldest run that waits have a package."""
    lease = await store.claim("me", 60)
    assert lease is not None
    package = parts_pb2.Package(name="fox.zip", content_digest="abc", archive=archive)
    timing = draft_pb2.StageTiming(stage="aggregator")
    response = stage_service_pb2.ProcessResponse(draft=draft_pb2.Draft(package=package), timing=timing)
    await store.add_part(lease, "aggregator", response, {})
    await store.end(lease, State.COMPLETED, {})


def kept_in(folder: Path) -> bytes:
    """All bytes of the store's files."""
    return b"".join(path.read_bytes() for path in folder.iterdir())


def paths_of(run: str) -> list[tuple[str, str]]:
    """Each path of a run, with its method."""
    return [
        ("GET", run), ("HEAD", run), ("DELETE", run), ("POST", f"{run}/cancel"), ("POST", f"{run}/resume"),
        ("GET", f"{run}/events"), ("GET", f"{run}/package"), ("GET", f"{run}/files"), ("GET", f"{run}/files/data/x"),
        ("POST", f"{run}/share"), ("DELETE", f"{run}/share"),
    ]  # fmt: skip


async def test_the_api_is_closed_to_strangers(client: Client, secret: Secret, log: list[str]) -> None:
    """Without a token each path is 401 with a challenge and a problem, also those that come later; health is open."""
    async with client(await secret()) as web, client() as stranger:
        run = await run_of(web)
        described = (await web.get("/openapi.json")).json()["paths"]
        asked = [
            (method.upper(), path.format(run_id=run, batch_id="x", path="x", name_or_id="x"))
            for path, methods in described.items()
            for method in methods
            if path.startswith("/v1/") and path != "/v1/session"
        ]
        assert len(asked) > 15
        for method, path in [*asked, ("GET", "/v1/nothing"), ("POST", "/v1/runs")]:
            answer = await stranger.request(method, path, content=b"no json")
            assert answer.status_code == 401, (method, path)
            assert answer.headers["WWW-Authenticate"] == 'Bearer realm="storyloom"'
            if method != "HEAD":
                assert answer.headers["Content-Type"] == "application/problem+json"
                assert answer.json()["reason"] == "Unauthenticated"
        assert (await stranger.get("/healthz")).status_code == 200
        assert (await stranger.get("/readyz")).status_code in (200, 503)
    assert any("refused nobody known from 127.0.0.1: POST '/v1/runs': no token was given" in line for line in log)


async def test_a_token_that_is_wrong_in_any_way_is_refused(
    client: Client, secret: Secret, store: Store, log: list[str]
) -> None:
    """Unknown, of another secret, expired, revoked, or under another scheme; the log names its id, never the secret."""
    good, late, gone = await secret(), await secret(seconds=-1.0), await secret("eve")
    await store.revoke("eve")
    other = good[:-1] + ("A" if good[-1] != "A" else "B")
    for header, why in (
        ("Bearer storyloom", "not known"),
        (f"Bearer {other}", "not known"),
        (f"Bearer {late}", "has expired"),
        (f"Bearer {gone}", "was revoked"),
        (f"Basic {good}", "another scheme"),
    ):
        async with client() as web:
            answer = await web.get("/v1/runs", headers={"Authorization": header})
        assert (answer.status_code, why in answer.json()["detail"]) == (401, True), answer.text
        assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]
    assert f"refused token {credential.id_of(gone)} from 127.0.0.1" in " ".join(log)
    assert not [line for line in log for each in (good, other, late, gone) if each in line]


async def test_the_log_of_refusals_is_bounded(client: Client, log: list[str]) -> None:
    """In its lines a minute, and in the characters of each."""
    async with client() as web:
        for _ in range(90):
            assert (await web.get(f"/v1/{'x' * 3_000}")).status_code == 401
    assert len([line for line in log if "refused" in line]) <= 61
    assert all(len(line) < 400 for line in log)


async def test_a_run_is_its_owner_s_and_an_administrator_s(client: Client, secret: Secret) -> None:
    """Anybody else gets 404 for it, with the words of a run that is not there, and does not see it in a list."""
    async with (
        client(await secret("ada")) as ada,
        client(await secret("bob")) as bob,
        client(await secret("root", Scope.ADMIN)) as admin,
    ):
        run = await run_of(ada)
        missing = (await bob.get("/v1/runs/none")).json()["detail"]
        for method, path in paths_of(f"/v1/runs/{run}"):
            answer = await bob.request(method, path)
            assert answer.status_code == 404, (method, path, answer.text)
            if method != "HEAD":
                assert answer.json()["detail"].replace(run, "none") == missing
        assert (await bob.get("/v1/runs")).json()["runs"] == []
        for owner in (ada, admin):
            assert [found["id"] for found in (await owner.get("/v1/runs")).json()["runs"]] == [run]
            assert (await owner.get(f"/v1/runs/{run}")).json()["owner"] == "ada"
        assert (await admin.post(f"/v1/runs/{run}/cancel")).json()["state"] == "cancelled"


async def test_another_token_of_the_same_name_has_the_same_runs(client: Client, secret: Secret, store: Store) -> None:
    """So that a token can be changed: the new one is made, then the old one revoked."""
    old = await secret("ada")
    async with client(old) as web:
        run = await run_of(web)
    new = await secret("ada")
    await store.revoke(credential.id_of(old))
    async with client(old) as before, client(new) as after:
        assert (await before.get(f"/v1/runs/{run}")).status_code == 401
        assert (await after.get(f"/v1/runs/{run}")).status_code == 200


async def test_batches_and_keys_belong_to_an_owner(client: Client, secret: Secret) -> None:
    """The same key of two owners makes two runs, and two batches."""
    key = {"Idempotency-Key": "once"}
    async with client(await secret("ada")) as ada, client(await secret("bob")) as bob:
        ids = [(await web.post("/v1/runs", json=BODY, headers=key)).json()["id"] for web in (ada, bob, ada)]
        assert ids[0] == ids[2] != ids[1]
        made = [
            (await web.post("/v1/batches", json={"runs": [BODY]}, headers={"Idempotency-Key": "b"})).json()["id"]
            for web in (ada, bob)
        ]
        assert made[0] != made[1]
        assert (await ada.get(f"/v1/batches/{made[0]}")).status_code == 200
        for path in (f"/v1/batches/{made[0]}", f"/v1/batches/{made[0]}/archive"):
            assert (await bob.get(path)).status_code == 404


async def test_a_scope_allows_what_it_says(client: Client, secret: Secret) -> None:
    """Read sees the owner's runs and changes nothing; only admin has the tokens."""
    async with client(await secret("ada")) as runner, client(await secret("ada", Scope.READ)) as reader:
        run = await run_of(runner)
        assert (await reader.get(f"/v1/runs/{run}")).status_code == 200
        asked = [("POST", "/v1/runs"), ("POST", f"/v1/runs/{run}/cancel"), ("DELETE", f"/v1/runs/{run}")]
        for method, path in [*asked, ("POST", f"/v1/runs/{run}/share"), ("GET", "/v1/tokens")]:
            answer = await reader.request(method, path, json=BODY)
            assert (answer.status_code, answer.json()["reason"]) == (403, "PermissionDenied"), path
        assert (await runner.get("/v1/tokens")).status_code == 403


async def test_an_administrator_makes_lists_and_revokes_tokens(client: Client, secret: Secret) -> None:
    """The secret is in one answer alone; a use is noted; a name that is not there is 404."""
    async with client(await secret("root", Scope.ADMIN)) as admin:
        made = await admin.post("/v1/tokens", json={"name": "bob", "scope": "run", "expires_in": 86_400})
        assert (made.status_code, made.headers["Cache-Control"]) == (201, "no-store")
        given = made.json()["token"]
        async with client(given) as bob:
            await run_of(bob)
            listed = await admin.get("/v1/tokens")
            assert given not in listed.text
            found = {item["name"]: item for item in listed.json()["tokens"]}
            assert (found["bob"]["valid"], found["bob"]["scope"]) == (True, "run")
            assert found["bob"]["used"] is not None
            assert found["bob"]["expires"] > found["bob"]["created"]
            revoked = await admin.delete("/v1/tokens/bob")
            assert [item["id"] for item in revoked.json()["tokens"]] == [found["bob"]["id"]]
            assert (await bob.get("/v1/runs")).status_code == 401
        assert (await admin.delete("/v1/tokens/bob")).status_code == 404
        for wrong in (
            {"name": "", "scope": "run"},
            {"name": "a\u001bb", "scope": "run"},
            {"name": "a", "scope": "all"},
        ):
            assert (await admin.post("/v1/tokens", json=wrong)).status_code == 422


async def test_no_secret_is_in_the_store(client: Client, secret: Secret, tmp_path: Path) -> None:
    """Nor that of a session or a link: only digests."""
    given = await secret()
    async with client(given) as web:
        run = await run_of(web)
        shared = (await web.post(f"/v1/runs/{run}/share")).json()["token"]
        await web.post("/v1/session", json={"token": given})
        session = web.cookies["storyloom_session"]
    content = kept_in(tmp_path)
    for one in (given, shared, session):
        assert credential.id_of(one).encode() in content
        assert one.rpartition("_")[2].encode()[-20:] not in content


async def test_a_browser_signs_in_and_out(client: Client, secret: Secret) -> None:
    """With a cookie that no script reads and no other site sends; afterwards it is worth nothing."""
    async with client() as web:
        assert (await web.post("/v1/session", json={"token": "storyloom_x"})).status_code == 401
        made = await web.post("/v1/session", json={"token": await secret()}, headers=PAGE)
        assert (made.status_code, made.json()["name"]) == (200, "ada")
        for word in ("HttpOnly", "SameSite=strict", "Path=/", "Max-Age=604800"):
            assert word in made.headers["Set-Cookie"]
        assert (await web.get("/v1/session")).json() == {
            "required": True, "name": "ada", "scope": "run", "run_id": None
        }  # fmt: skip
        made = await web.post("/v1/runs", json=BODY, headers=PAGE)
        assert made.status_code == 202
        kept = web.cookies["storyloom_session"]
        assert (await web.delete("/v1/session", headers=PAGE)).status_code == 204
        assert "storyloom_session" not in web.cookies
        web.cookies.set("storyloom_session", kept)
        assert (await web.get("/v1/runs")).status_code == 401
    async with client(kept) as web:
        assert (await web.get("/v1/runs")).status_code == 401


async def test_a_session_ends_with_its_token(client: Client, secret: Secret, store: Store) -> None:
    """When that is revoked, and at its time at the latest; a token has so many sessions, and the oldest ends."""
    given = await secret(seconds=3_600)
    async with client() as web:
        made = await web.post("/v1/session", json={"token": given})
        assert 3_500 < int(re.findall(r"Max-Age=(\d+)", made.headers["Set-Cookie"])[0]) <= 3_600
        first = web.cookies["storyloom_session"]
        parent = credential.id_of(given)
        for number in range(MAX_SESSIONS):
            _, session = credential.new("ada", Scope.RUN, Kind.SESSION, seconds=60, parent=parent)
            await store.add_token(replace(session, created=time.time() + number / 1_000))
        assert (await web.get("/v1/runs")).status_code == 401
        web.cookies.clear()
        await web.post("/v1/session", json={"token": given})
        assert web.cookies["storyloom_session"] != first
        assert (await web.get("/v1/runs")).status_code == 200
        await store.revoke("ada")
        assert (await web.get("/v1/runs")).status_code == 401


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 202),
        ({"Origin": "http://gateway"}, 202),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://gateway"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "http://page.example"}, 403),
        ({"Origin": "null"}, 403),
        ({}, 403),
    ],
)
async def test_no_other_site_acts_with_a_session(
    client: Client, secret: Secret, headers: dict[str, str], status: int
) -> None:
    """A page of another origin makes no run, and signs nobody in; what is read needs no proof, for it cannot read."""
    given = await secret()
    async with client() as web:
        await web.post("/v1/session", json={"token": given}, headers=PAGE)
        assert (await web.post("/v1/runs", json=BODY, headers=headers)).status_code == status
        assert (await web.get("/v1/runs", headers=headers)).status_code == 200
        if headers:
            again = await web.post("/v1/session", json={"token": given}, headers=headers)
            assert again.status_code == (200 if status == 202 else 403)


async def test_a_link_reads_one_run(client: Client, secret: Secret) -> None:
    """And nothing else, until it is ended; as a header, or as a cookie for that run's path alone."""
    async with client(await secret()) as web:
        run, other = await run_of(web), await run_of(web)
        token = (await web.post(f"/v1/runs/{run}/share")).json()["token"]
        async with client(token) as guest, client() as browser:
            assert (await guest.get(f"/v1/runs/{run}")).status_code == 200
            for path in (f"/v1/runs/{other}", "/v1/runs", "/v1/tokens", "/v1/batches/x"):
                assert (await guest.get(path)).status_code == 403, path
            for method, path in (
                ("POST", "/v1/runs"),
                ("DELETE", f"/v1/runs/{run}"),
                ("POST", f"/v1/runs/{run}/share"),
            ):
                assert (await guest.request(method, path, json=BODY)).status_code == 403
            signed = await browser.post("/v1/session", json={"token": token}, headers=PAGE)
            assert f"Path=/v1/runs/{run};" in signed.headers["Set-Cookie"]
            assert (await browser.get(f"/v1/runs/{run}")).status_code == 200
            assert (await browser.get(f"/v1/runs/{other}")).status_code == 401
            assert (await web.delete(f"/v1/runs/{run}/share")).status_code == 204
            assert (await guest.get(f"/v1/runs/{run}")).status_code == 401
            assert (await browser.get(f"/v1/runs/{run}")).status_code == 401


async def test_who_is_signed_in_visits_a_link_too(client: Client, secret: Secret) -> None:
    """Reads it beside runs of their own, and is not held to reading in these."""
    async with client(await secret("ada")) as ada, client() as browser:
        theirs = await run_of(ada)
        shared = (await ada.post(f"/v1/runs/{theirs}/share")).json()["token"]
        bob = await secret("bob")
        await browser.post("/v1/session", json={"token": bob}, headers=PAGE)
        own = (await browser.post("/v1/runs", json=BODY, headers=PAGE)).json()["id"]
        async with client(bob) as web:
            mine = (await web.post(f"/v1/runs/{own}/share")).json()["token"]
        for token in (shared, mine):
            await browser.post("/v1/session", json={"token": token}, headers=PAGE)
        assert (await browser.get(f"/v1/runs/{theirs}")).status_code == 200
        assert (await browser.post(f"/v1/runs/{theirs}/cancel", headers=PAGE)).status_code == 403
        assert (await browser.post(f"/v1/runs/{own}/cancel", headers=PAGE)).status_code == 200


async def test_links_of_a_run_are_bounded_and_end_with_it(client: Client, secret: Secret) -> None:
    """The next one is 429; a run that is deleted takes them along."""
    async with client(await secret()) as web:
        run = await run_of(web)
        tokens = [(await web.post(f"/v1/runs/{run}/share")).json()["token"] for _ in range(MAX_SHARES)]
        assert (await web.post(f"/v1/runs/{run}/share")).status_code == 429
        await web.post(f"/v1/runs/{run}/cancel")
        assert (await web.delete(f"/v1/runs/{run}")).status_code == 204
        async with client(tokens[0]) as guest:
            assert (await guest.get(f"/v1/runs/{run}")).status_code == 401


async def test_an_owner_s_runs_that_wait_are_bounded(client: Client, secret: Secret) -> None:
    """The next one is 429 with Retry-After; others, and who administers, have room all the same."""
    quota = replace(QUOTA, waiting=2)
    async with client(await secret("ada"), quota) as ada, client(await secret("bob"), quota) as bob:
        for web in (ada, ada, bob):
            last = await run_of(web)
        refused = await ada.post("/v1/runs", json=BODY)
        assert (refused.status_code, refused.json()["reason"]) == (429, "OverQuota")
        assert int(refused.headers["Retry-After"]) > 0
        assert (await bob.post("/v1/batches", json={"runs": [BODY, BODY]})).status_code == 429
        assert [run["id"] for run in (await bob.get("/v1/runs")).json()["runs"]] == [last]
        ended = (await ada.get("/v1/runs")).json()["runs"][0]["id"]
        await ada.post(f"/v1/runs/{ended}/cancel")
        await run_of(ada)
        assert (await ada.post(f"/v1/runs/{ended}/resume")).status_code == 429
    async with client(await secret("root", Scope.ADMIN), quota) as admin:
        for _ in range(4):
            await run_of(admin)


async def test_an_owner_s_pace_is_bounded(client: Client, secret: Secret) -> None:
    """A minute's runs may come at once; the next one comes later, and no deletion makes it come sooner."""
    async with client(await secret(), replace(QUOTA, a_minute=3)) as web:
        for _ in range(3):
            run = await run_of(web)
            await web.post(f"/v1/runs/{run}/cancel")
            await web.delete(f"/v1/runs/{run}")
        refused = await web.post("/v1/runs", json=BODY)
        assert (refused.status_code, "within a minute" in refused.json()["detail"]) == (429, True)
        assert 1 <= int(refused.headers["Retry-After"]) <= 20


async def test_an_owner_s_bytes_are_bounded(client: Client, secret: Secret, store: Store) -> None:
    """Of their packages; a deletion makes room."""
    async with client(await secret(), replace(QUOTA, bytes=1_000)) as web:
        run = await run_of(web)
        await packaged(store, b"x" * 1_000)
        refused = await web.post("/v1/runs", json=BODY)
        assert (refused.status_code, "delete some runs" in refused.json()["detail"]) == (429, True)
        await web.delete(f"/v1/runs/{run}")
        await run_of(web)


async def test_where_nobody_is_asked_nobody_makes_tokens(store: Store) -> None:
    """Not by the API: who may do everything while AUTH=off would keep it. A link is not needed there."""
    app = create_app(Runs(store, 100), {})
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://gateway") as web:
        assert (await web.post("/v1/tokens", json={"name": "eve", "scope": "admin"})).status_code == 403
        run = await run_of(web)
        assert (await web.post(f"/v1/runs/{run}/share")).status_code == 409
        assert (await web.get("/v1/session")).json()["required"] is False
        assert (await web.get(f"/v1/runs/{run}")).json()["owner"] is None


async def test_runs_from_before_are_the_administrator_s(client: Client, secret: Secret, store: Store) -> None:
    """A gateway that asked nobody has runs of nobody."""
    await store.accept("old", parts_pb2.Prompt(text="A fox"), 10)
    async with client(await secret("ada")) as ada, client(await secret("root", Scope.ADMIN)) as admin:
        assert (await ada.get("/v1/runs/old")).status_code == 404
        assert (await admin.get("/v1/runs/old")).status_code == 200


async def test_a_proxy_s_path_opens_nothing(client: Client, secret: Secret) -> None:
    """Behind BASE_PATH the same is closed, and the cookies are for that path."""
    async with client("", QUOTA, "/stories") as web:
        for path in ("/stories/v1/runs", "/v1/runs", "/stories/v1/tokens"):
            assert (await web.get(path)).status_code == 401, path
        made = await web.post("/stories/v1/session", json={"token": await secret()}, headers=PAGE)
        assert "Path=/stories;" in made.headers["Set-Cookie"]
        assert (await web.get("/stories/v1/runs")).status_code == 200


async def test_a_page_of_an_allowed_origin_brings_a_token(client: Client, secret: Secret) -> None:
    """It may send one, and reads why it was refused; with a visitor's session it may do nothing."""
    elsewhere = "https://page.example"
    ask = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
    given = await secret()
    async with client(origin=elsewhere) as web:
        assert (await web.options("/v1/runs", headers={"Origin": elsewhere} | ask)).status_code == 200
        refused = await web.get("/v1/runs", headers={"Origin": elsewhere})
        assert (refused.status_code, refused.headers["Access-Control-Allow-Origin"]) == (401, elsewhere)
        token = {"Authorization": f"Bearer {given}", "Origin": elsewhere}
        made = await web.post("/v1/runs", json=BODY, headers=token)
        assert (made.status_code, "Access-Control-Allow-Credentials" in made.headers) == (202, False)
        await web.post("/v1/session", json={"token": given}, headers=PAGE)
        assert (await web.post("/v1/runs", json=BODY, headers={"Origin": elsewhere})).status_code == 403
