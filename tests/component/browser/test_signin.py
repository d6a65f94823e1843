"""Signing in and links to a story in a real browser, before a gateway that asks for tokens."""

import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from main.gateway.access import credential
from main.gateway.store.sqlite.store import SqliteStore
from main.gateway.store.tokens import Kind, Scope
from tests.component.browser.browsing import accessible, needs_axe, needs_chromium, visited
from tests.component.browser.test_making import made
from tests.component.conftest import gateway_in

PORT = 18_087
pytestmark = needs_chromium


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of the gateway's store."""
    return tmp_path_factory.mktemp("gateway")


@pytest.fixture(scope="module")
def gateway(folder: Path) -> Iterator[str]:
    """Its address."""
    with gateway_in(folder, PORT, AUTH="token") as (address, _):
        yield address


@pytest.fixture
async def page(browser: Browser, gateway: str) -> AsyncIterator[Page]:
    """A visitor's page, which no script or policy breaks."""
    async with visited(browser, gateway) as found:
        yield found


async def token(folder: Path, name: str = "ada", scope: Scope = Scope.RUN) -> str:
    """A new token, made beside the gateway."""
    secret, kept = credential.new(name, scope, Kind.TOKEN)
    async with await SqliteStore.open(folder / "runs.sqlite3", beside=True) as store:
        await store.add_token(kept)
    return secret


async def sign_in(page: Page, secret: str) -> None:
    await page.get_by_label("Your token").fill(secret)
    await page.get_by_role("button", name="Sign in").click()


async def loaded(page: Page) -> None:
    """The story in the frame has come with its pictures."""
    picture = page.frame_locator("#book").locator("img:visible").first
    await picture.scroll_into_view_if_needed()
    await expect(picture).to_have_js_property("complete", True)
    assert await picture.evaluate("it => it.naturalWidth") > 0


async def test_who_signs_in_makes_watches_and_keeps_a_story(page: Page, folder: Path) -> None:
    """And is led to where they wanted to go; a story's pictures and sound come too; no script can read the cookie."""
    await page.goto("/runs?q=owl")
    await expect(page).to_have_url(re.compile("/signin"))
    await sign_in(page, await token(folder))
    await expect(page).to_have_url(re.compile(r"/runs\?q=owl$"))
    await expect(page.locator("#empty")).to_be_visible()
    assert "storyloom_session" not in await page.evaluate("document.cookie")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await made(page)
    assert [url for url in asked if url.endswith("/events")]
    await loaded(page)
    made_by_api = "fetch('/v1/runs', {method: 'POST', headers: {'Content-Type': 'application/json'},"
    body = "body: JSON.stringify({prompt: 'A crab', length: 100, languages: []})}).then(it => it.json())"
    run = await page.evaluate(f"() => {made_by_api} {body}")
    await page.goto(f"/runs/{run['id']}")
    await expect(page.locator("#state")).to_have_text("Ready")
    sound = page.frame_locator("#book").locator("audio").first
    await expect(sound).to_have_js_property("error", None)
    await sound.evaluate(
        "it => new Promise(done => it.readyState ? done() : it.addEventListener('loadedmetadata', done))"
    )
    await page.get_by_role("button", name="Sign out").click()
    await expect(page).to_have_url(re.compile("/signin$"))
    await page.goto("/runs")
    await expect(page).to_have_url(re.compile("/signin"))


async def test_a_token_that_is_wrong_is_said_at_its_field(page: Page, folder: Path) -> None:
    """One is led to no other site afterwards, whatever the address says."""
    await page.goto("/signin?next=https://other.example/")
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.locator("#token-wrong")).to_contain_text("Paste your token")
    await sign_in(page, "storyloom_wrong")
    await expect(page.locator("#token-wrong")).to_contain_text("not known")
    await expect(page.locator("#token")).to_be_focused()
    await sign_in(page, await token(folder))
    await expect(page.locator("#prompt")).to_be_visible()


async def test_a_session_that_has_ended_is_asked_for_again(page: Page, folder: Path) -> None:
    """What was typed is still there afterwards."""
    await page.goto("/signin")
    await sign_in(page, await token(folder, "eve"))
    await expect(page.locator("#length-said")).not_to_be_empty()
    await page.locator("#prompt").fill("A whale who hums")
    async with await SqliteStore.open(folder / "runs.sqlite3", beside=True) as store:
        await store.revoke("eve")
    await page.get_by_role("button", name="Make the story").click()
    await expect(page).to_have_url(re.compile("/signin"))
    await sign_in(page, await token(folder))
    await expect(page.locator("#prompt")).to_have_value("A whale who hums")


async def test_a_link_shows_one_story_until_it_ends(page: Page, browser: Browser, gateway: str, folder: Path) -> None:
    """To somebody who is not signed in; its token is not left in the address."""
    await page.goto("/signin")
    await sign_in(page, await token(folder))
    await expect(page.locator("#prompt")).to_be_visible()
    own = await made(page, "Two owls share a lantern")
    await expect(page.locator("#title")).not_to_have_text("A story")
    title = await page.locator("#title").text_content()
    await page.get_by_role("button", name="Copy link").click()
    await expect(page.locator("#address")).to_have_value(re.compile("#share=storyloom_"))
    link = await page.locator("#address").input_value()
    async with visited(browser, gateway) as guest:
        await guest.goto(link)
        await expect(guest.locator("#title")).to_have_text(title or "?")
        await loaded(guest)
        assert guest.url == own
        await guest.get_by_text("Files").click()
        async with guest.expect_download() as arriving:
            await guest.get_by_role("link", name="story.en.epub").click()
        assert (await arriving.value).suggested_filename == "story.en.epub"
        await expect(guest.locator("#share")).to_have_count(0)
        await guest.goto("/runs")
        await expect(guest).to_have_url(re.compile("/signin"))
        await page.get_by_role("button", name="End all links").click()
        await expect(page.locator("#link")).to_be_hidden()
        await guest.goto(link)
        await expect(guest.locator("#form-wrong")).to_contain_text("This link has ended")


@needs_axe
async def test_axe_finds_nothing(page: Page, folder: Path) -> None:
    """On the sign-in and on a story's page with its link, dark and light, on phone and desktop."""
    await page.goto("/signin?ended")
    await page.get_by_role("button", name="Sign in").click()
    await accessible(page, "sign-in")
    await sign_in(page, await token(folder))
    await expect(page.locator("#prompt")).to_be_visible()
    await made(page)
    await loaded(page)
    await page.get_by_role("button", name="Copy link").click()
    await expect(page.locator("#unshare")).to_be_visible()
    await accessible(page, "story with its link")
