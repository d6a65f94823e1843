"""Browsers before a gateway that asks for tokens: sessions, links, and what no other site may do with them."""

import re
import time
from dataclasses import replace

import pytest

from main.gateway.access import credential
from main.gateway.store.tokens import MAX_SESSIONS, MAX_SHARES, Kind, Scope
from tests.component.gate import BODY, PAGE, QUOTA, Gate, run_of


async def test_no_secret_is_in_the_store(gate: Gate) -> None:
    """Nor that of a session or a link: only digests."""
    given = await gate.secret()
    async with gate.client(given) as web:
        run = await run_of(web)
        shared = (await web.post(f"/v1/runs/{run}/share")).json()["token"]
        await web.post("/v1/session", json={"token": given})
        session = web.cookies["storyloom_session"]
    content = gate.kept()
    for one in (given, shared, session):
        assert credential.id_of(one).encode() in content
        assert one.encode()[-20:] not in content


async def test_a_browser_signs_in_and_out(gate: Gate) -> None:
    """With a cookie that no script reads and no other site sends; afterwards it is worth nothing."""
    async with gate.client() as web:
        assert (await web.post("/v1/session", json={"token": "storyloom_x"})).status_code == 401
        made = await web.post("/v1/session", json={"token": await gate.secret()}, headers=PAGE)
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
    async with gate.client(kept) as web:
        assert (await web.get("/v1/runs")).status_code == 401


async def test_a_session_ends_with_its_token(gate: Gate) -> None:
    """When that is revoked, and at its time at the latest; a token has so many sessions, and the oldest ends."""
    given = await gate.secret(seconds=3_600)
    async with gate.client() as web:
        made = await web.post("/v1/session", json={"token": given})
        assert 3_500 < int(re.findall(r"Max-Age=(\d+)", made.headers["Set-Cookie"])[0]) <= 3_600
        first = web.cookies["storyloom_session"]
        parent = credential.id_of(given)
        for number in range(MAX_SESSIONS):
            _, session = credential.new("ada", Scope.RUN, Kind.SESSION, seconds=60, parent=parent)
            await gate.store.add_token(replace(session, created=time.time() + number / 1_000))
        assert (await web.get("/v1/runs")).status_code == 401
        web.cookies.clear()
        await web.post("/v1/session", json={"token": given})
        assert web.cookies["storyloom_session"] != first
        assert (await web.get("/v1/runs")).status_code == 200
        await gate.store.revoke("ada")
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
async def test_no_other_site_acts_with_a_session(gate: Gate, headers: dict[str, str], status: int) -> None:
    """A page of another origin makes no run, and signs nobody in; what is read needs no proof, for it cannot read."""
    given = await gate.secret()
    async with gate.client() as web:
        await web.post("/v1/session", json={"token": given}, headers=PAGE)
        assert (await web.post("/v1/runs", json=BODY, headers=headers)).status_code == status
        assert (await web.get("/v1/runs", headers=headers)).status_code == 200
        if headers:
            again = await web.post("/v1/session", json={"token": given}, headers=headers)
            assert again.status_code == (200 if status == 202 else 403)


async def test_a_link_reads_one_run(gate: Gate) -> None:
    """And nothing else, until it is ended; as a header, or as a cookie for that run's path alone."""
    async with gate.client(await gate.secret()) as web:
        run, other = await run_of(web), await run_of(web)
        token = (await web.post(f"/v1/runs/{run}/share")).json()["token"]
        async with gate.client(token) as guest, gate.client() as browser:
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


async def test_who_is_signed_in_visits_a_link_too(gate: Gate) -> None:
    """Reads it beside runs of their own, and is not held to reading in these."""
    async with gate.client(await gate.secret("ada")) as ada, gate.client() as browser:
        theirs = await run_of(ada)
        shared = (await ada.post(f"/v1/runs/{theirs}/share")).json()["token"]
        bob = await gate.secret("bob")
        await browser.post("/v1/session", json={"token": bob}, headers=PAGE)
        own = (await browser.post("/v1/runs", json=BODY, headers=PAGE)).json()["id"]
        async with gate.client(bob) as web:
            mine = (await web.post(f"/v1/runs/{own}/share")).json()["token"]
        for token in (shared, mine):
            await browser.post("/v1/session", json={"token": token}, headers=PAGE)
        assert (await browser.get(f"/v1/runs/{theirs}")).status_code == 200
        assert (await browser.post(f"/v1/runs/{theirs}/cancel", headers=PAGE)).status_code == 403
        assert (await browser.post(f"/v1/runs/{own}/cancel", headers=PAGE)).status_code == 200


async def test_links_of_a_run_are_bounded_and_end_with_it(gate: Gate) -> None:
    """The next one is 429; a run that is deleted takes them along."""
    async with gate.client(await gate.secret()) as web:
        run = await run_of(web)
        tokens = [(await web.post(f"/v1/runs/{run}/share")).json()["token"] for _ in range(MAX_SHARES)]
        assert (await web.post(f"/v1/runs/{run}/share")).status_code == 429
        await web.post(f"/v1/runs/{run}/cancel")
        assert (await web.delete(f"/v1/runs/{run}")).status_code == 204
        async with gate.client(tokens[0]) as guest:
            assert (await guest.get(f"/v1/runs/{run}")).status_code == 401


async def test_a_proxy_s_path_opens_nothing(gate: Gate) -> None:
    """Behind BASE_PATH the same is closed, and the cookies are for that path."""
    async with gate.client("", QUOTA, "/stories") as web:
        for path in ("/stories/v1/runs", "/v1/runs", "/stories/v1/tokens"):
            assert (await web.get(path)).status_code == 401, path
        made = await web.post("/stories/v1/session", json={"token": await gate.secret()}, headers=PAGE)
        assert "Path=/stories;" in made.headers["Set-Cookie"]
        assert (await web.get("/stories/v1/runs")).status_code == 200


async def test_a_page_of_an_allowed_origin_brings_a_token(gate: Gate) -> None:
    """It may send one, and reads why it was refused; with a visitor's session it may do nothing."""
    elsewhere = "https://page.example"
    ask = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
    given = await gate.secret()
    async with gate.client(origin=elsewhere) as web:
        assert (await web.options("/v1/runs", headers={"Origin": elsewhere} | ask)).status_code == 200
        refused = await web.get("/v1/runs", headers={"Origin": elsewhere})
        assert (refused.status_code, refused.headers["Access-Control-Allow-Origin"]) == (401, elsewhere)
        token = {"Authorization": f"Bearer {given}", "Origin": elsewhere}
        made = await web.post("/v1/runs", json=BODY, headers=token)
        assert (made.status_code, "Access-Control-Allow-Credentials" in made.headers) == (202, False)
        await web.post("/v1/session", json={"token": given}, headers=PAGE)
        assert (await web.post("/v1/runs", json=BODY, headers={"Origin": elsewhere})).status_code == 403
