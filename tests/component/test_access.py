"""Who may ask the gateway what: tokens, owners and scopes."""

from collections.abc import Iterator

import httpx
import pytest
from loguru import logger

from main.gateway.access import credential
from main.gateway.app import create_app
from main.gateway.runs import Runs
from main.gateway.store.tokens import Scope
from pipeline.v1 import parts_pb2
from tests.component.gate import BODY, Gate, run_of


@pytest.fixture
def log() -> Iterator[list[str]]:
    """The warnings so far."""
    lines: list[str] = []
    number = logger.add(lambda line: lines.append(str(line)), level="WARNING", format="{message}")
    yield lines
    logger.remove(number)


def paths_of(run: str) -> list[tuple[str, str]]:
    """Each path of a run, with its method."""
    return [
        ("GET", run), ("HEAD", run), ("DELETE", run), ("POST", f"{run}/cancel"), ("POST", f"{run}/resume"),
        ("GET", f"{run}/events"), ("GET", f"{run}/package"), ("GET", f"{run}/files"), ("GET", f"{run}/files/data/x"),
        ("POST", f"{run}/share"), ("DELETE", f"{run}/share"),
    ]  # fmt: skip


async def test_the_api_is_closed_to_strangers(gate: Gate, log: list[str]) -> None:
    """Without a token each path is 401 with a challenge and a problem, also those that come later; health is open."""
    async with gate.client(await gate.secret()) as web, gate.client() as stranger:
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


async def test_a_token_that_is_wrong_in_any_way_is_refused(gate: Gate, log: list[str]) -> None:
    """Unknown, of another secret, expired, revoked, or under another scheme; the log names its id, never the secret."""
    good, late, gone = await gate.secret(), await gate.secret(seconds=-1.0), await gate.secret("eve")
    await gate.store.revoke("eve")
    other = good[:-1] + ("A" if good[-1] != "A" else "B")
    for header, why in (
        ("Bearer storyloom", "not known"),
        (f"Bearer {other}", "not known"),
        (f"Bearer {late}", "has expired"),
        (f"Bearer {gone}", "was revoked"),
        (f"Basic {good}", "another scheme"),
    ):
        async with gate.client() as web:
            answer = await web.get("/v1/runs", headers={"Authorization": header})
        assert (answer.status_code, why in answer.json()["detail"]) == (401, True), answer.text
        assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]
    assert f"refused token {credential.id_of(gone)} from 127.0.0.1" in " ".join(log)
    assert not [line for line in log for each in (good, other, late, gone) if each in line]


async def test_the_log_of_refusals_is_bounded(gate: Gate, log: list[str]) -> None:
    """In its lines a minute, and in the characters of each."""
    async with gate.client() as web:
        for _ in range(90):
            assert (await web.get(f"/v1/{'x' * 3_000}")).status_code == 401
    assert len([line for line in log if "refused" in line]) <= 61
    assert all(len(line) < 400 for line in log)


async def test_a_run_is_its_owner_s_and_an_administrator_s(gate: Gate) -> None:
    """Anybody else gets 404 for it, with the words of a run that is not there, and does not see it in a list."""
    async with (
        gate.client(await gate.secret("ada")) as ada,
        gate.client(await gate.secret("bob")) as bob,
        gate.client(await gate.secret("root", Scope.ADMIN)) as admin,
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


async def test_another_token_of_the_same_name_has_the_same_runs(gate: Gate) -> None:
    """So that a token can be changed: the new one is made, then the old one revoked."""
    old = await gate.secret("ada")
    async with gate.client(old) as web:
        run = await run_of(web)
    new = await gate.secret("ada")
    await gate.store.revoke(credential.id_of(old))
    async with gate.client(old) as before, gate.client(new) as after:
        assert (await before.get(f"/v1/runs/{run}")).status_code == 401
        assert (await after.get(f"/v1/runs/{run}")).status_code == 200


async def test_batches_and_keys_belong_to_an_owner(gate: Gate) -> None:
    """The same key of two owners makes two runs, and two batches."""
    key = {"Idempotency-Key": "once"}
    async with gate.client(await gate.secret("ada")) as ada, gate.client(await gate.secret("bob")) as bob:
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


async def test_a_scope_allows_what_it_says(gate: Gate) -> None:
    """Read sees the owner's runs and changes nothing; only admin has the tokens."""
    async with (
        gate.client(await gate.secret("ada")) as runner,
        gate.client(await gate.secret("ada", Scope.READ)) as reader,
    ):
        run = await run_of(runner)
        assert (await reader.get(f"/v1/runs/{run}")).status_code == 200
        asked = [("POST", "/v1/runs"), ("POST", f"/v1/runs/{run}/cancel"), ("DELETE", f"/v1/runs/{run}")]
        for method, path in [*asked, ("POST", f"/v1/runs/{run}/share"), ("GET", "/v1/tokens")]:
            answer = await reader.request(method, path, json=BODY)
            assert (answer.status_code, answer.json()["reason"]) == (403, "PermissionDenied"), path
        assert (await runner.get("/v1/tokens")).status_code == 403


async def test_an_administrator_makes_lists_and_revokes_tokens(gate: Gate) -> None:
    """The secret is in one answer alone; a use is noted; a name that is not there is 404."""
    async with gate.client(await gate.secret("root", Scope.ADMIN)) as admin:
        made = await admin.post("/v1/tokens", json={"name": "bob", "scope": "run", "expires_in": 86_400})
        assert (made.status_code, made.headers["Cache-Control"]) == (201, "no-store")
        given = made.json()["token"]
        async with gate.client(given) as bob:
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


async def test_where_nobody_is_asked_nobody_makes_tokens(gate: Gate) -> None:
    """Not by the API: who may do everything while AUTH=off would keep it. A link is not needed there."""
    app = create_app(Runs(gate.store, 100), {})
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://gateway") as web:
        assert (await web.post("/v1/tokens", json={"name": "eve", "scope": "admin"})).status_code == 403
        run = await run_of(web)
        assert (await web.post(f"/v1/runs/{run}/share")).status_code == 409
        assert (await web.get("/v1/session")).json()["required"] is False
        assert (await web.get(f"/v1/runs/{run}")).json()["owner"] is None


async def test_runs_from_before_are_the_administrator_s(gate: Gate) -> None:
    """A gateway that asked nobody has runs of nobody."""
    await gate.store.accept("old", parts_pb2.Prompt(text="A fox"), 10)
    async with (
        gate.client(await gate.secret("ada")) as ada,
        gate.client(await gate.secret("root", Scope.ADMIN)) as admin,
    ):
        assert (await ada.get("/v1/runs/old")).status_code == 404
        assert (await admin.get("/v1/runs/old")).status_code == 200
