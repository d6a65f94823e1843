"""The package's own page in a real browser: listening by keyboard, in more than one language, before all is loaded."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from tests.component.browser.browsing import findings, needs_axe, needs_chromium, visited
from tests.component.conftest import gateway_in

PORT = 18_087
WISH = {"prompt": "A fox learns to sail", "length": 400, "languages": ["es"]}
SLOW = 40_000
"""Bytes a second of a network over which the narration takes a while."""

pytestmark = needs_chromium


@pytest.fixture(scope="module")
async def book(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """The address of a page with narrations in English and Spanish."""
    with gateway_in(tmp_path_factory.mktemp("gateway"), PORT) as (address, _):
        async with visited(browser, address) as page:
            made = await page.request.post("/v1/runs", data=WISH, headers={"Prefer": "wait=60"})
            run: dict[str, Any] = await made.json()
        assert run["state"] == "completed", run
        yield f"{address}/v1/runs/{run['id']}/files/data/index.html"


@pytest.fixture
async def page(browser: Browser, book: str) -> AsyncIterator[Page]:
    async with visited(browser, book) as found:
        await found.goto(book)
        yield found


def sound(page: Page, language: str = "en") -> Locator:
    return page.locator(f"audio[lang={language}]")


def sentences(page: Page, language: str = "en") -> Locator:
    return page.locator(f".t[lang={language}] [data-start]")


async def time_of(audio: Locator) -> float:
    found: float = await audio.evaluate("it => it.currentTime")
    return found


async def starts(sentence: Locator) -> float:
    return float(await sentence.get_attribute("data-start") or "nan")


async def playing(audio: Locator) -> None:
    """Wait until it is heard: until its time goes on."""
    await audio.evaluate("""async (it) => {
      const heard = () => new Promise((told) => it.addEventListener("timeupdate", told, { once: true }));
      let from = it.currentTime;
      while (it.paused || it.readyState < 3 || it.currentTime <= from) { from = it.currentTime; await heard(); }
    }""")


async def test_arrows_go_from_sentence_to_sentence(page: Page) -> None:
    """One stop of Tab leads to the first; an arrow focuses the next one and seeks there, silent while nothing plays."""
    first, second, third = (sentences(page).nth(place) for place in range(3))
    await sound(page).focus()
    while not await page.evaluate("document.activeElement.matches('[data-start]')"):
        await page.keyboard.press("Tab")
    await expect(first).to_be_focused()
    assert await first.evaluate("it => getComputedStyle(it).outlineStyle") == "solid"
    for key, there in (("ArrowRight", second), ("ArrowRight", third), ("ArrowLeft", second)):
        await page.keyboard.press(key)
        await expect(there).to_be_focused()
        assert await time_of(sound(page)) == pytest.approx(await starts(there))
    await expect(sound(page)).to_have_js_property("paused", True)
    assert await page.locator("[data-start][tabindex='0']:visible").count() == 1
    await page.keyboard.press("Tab")
    assert not await page.evaluate("document.activeElement.matches('[data-start]')")


@pytest.mark.parametrize("key", ["Enter", "Space"])
async def test_a_key_reads_on_from_a_sentence(page: Page, key: str) -> None:
    """It is shown while it is heard; arrows go on from what is heard, and Escape stops."""
    there, after = sentences(page).nth(4), sentences(page).nth(5)
    await there.focus()
    await page.keyboard.press(key)
    await playing(sound(page))
    await expect(there).to_have_class("heard")
    assert await time_of(sound(page)) >= await starts(there)
    await page.keyboard.press("ArrowRight")
    await expect(after).to_have_class("heard")
    await expect(after).to_be_focused()
    await expect(sound(page)).to_have_js_property("paused", False)
    await page.keyboard.press("Escape")
    await expect(sound(page)).to_have_js_property("paused", True)
    await expect(page.locator(".heard")).to_have_count(0)


async def test_each_language_is_heard_in_its_own_sentences(page: Page) -> None:
    """Where all languages are shown: a click plays its language alone, and marks no sentence of another one."""
    await page.get_by_text("All", exact=True).click()
    spanish = sentences(page, "es").nth(3)
    await spanish.click()
    await playing(sound(page, "es"))
    await expect(spanish).to_have_class("heard")
    await expect(page.locator(".heard")).to_have_count(1)
    await expect(sound(page, "en")).to_have_js_property("paused", True)
    assert await time_of(sound(page, "en")) == 0
    await sentences(page).nth(6).click()
    await expect(sentences(page).nth(6)).to_have_class("heard")
    await expect(sound(page, "es")).to_have_js_property("paused", True)


async def test_a_screen_reader_hears_what_things_are(page: Page) -> None:
    """A sentence is a button named by its words, the player has a name, headings stay headings."""
    title = await page.locator("h1:visible").text_content()
    assert title
    await expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
    words = (await sentences(page).nth(3).text_content() or "").strip()
    await expect(page.get_by_role("button", name=words, exact=True)).to_be_visible()
    await expect(sound(page)).to_have_attribute("aria-label", "Listen to the story")
    await expect(sound(page, "es")).to_have_attribute("aria-label", "Escuchar el cuento")


async def test_the_sound_begins_before_it_is_all_loaded(page: Page, book: str) -> None:
    """The browser asks for the part that it needs: the last sentences are heard while the file is still on its way."""
    answers: list[int] = []
    page.on("response", lambda answer: answers.append(answer.status) if answer.url.endswith(".mp3") else None)
    session = await page.context.new_cdp_session(page)
    limits = {"offline": False, "latency": 0, "downloadThroughput": SLOW, "uploadThroughput": SLOW}
    await session.send("Network.enable")
    await session.send("Network.emulateNetworkConditions", limits)
    await page.goto(book, wait_until="commit")
    late = sentences(page).nth(await sentences(page).count() - 3)
    await late.focus()
    await page.keyboard.press("Enter")
    await playing(sound(page))
    await expect(late).to_have_class("heard")
    parts = await sound(page).evaluate("""(it) =>
      [...Array(it.buffered.length).keys()].map((part) => [it.buffered.start(part), it.buffered.end(part)])""")
    assert parts[-1][0] > 0
    assert len(parts) == 1 or parts[-2][1] < parts[-1][0]
    assert 206 in answers


@needs_axe
async def test_axe_finds_nothing_in_any_language(page: Page) -> None:
    """With all languages shown, dark and light."""
    await page.get_by_text("All", exact=True).click()
    for scheme in ("light", "dark"):
        await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert await findings(page) == []
