"""A story that is ready, in a real browser: read and heard in its frame, printed, opened alone."""

from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.component.browser.browsing import needs_chromium

WISH = {"prompt": "A fox learns to sail", "length": 100, "languages": ["es"]}

pytestmark = needs_chromium


@pytest.fixture
async def kept(page: Page) -> str:
    """The path of a story with sound and print, which the page shows."""
    answer = await page.request.post("/v1/runs", data=WISH, headers={"Prefer": "wait=60"})
    run: dict[str, Any] = await answer.json()
    assert run["state"] == "completed", run
    await page.goto(f"/runs/{run['id']}")
    await expect(page.locator("#groups li").first).to_be_attached()
    return f"/v1/runs/{run['id']}"


@pytest.mark.usefixtures("kept")
async def test_it_is_read_and_heard_in_its_frame(page: Page) -> None:
    """In the language that one chooses; the sentence that is heard is shown."""
    book = page.frame_locator("#book")
    await expect(book.locator("h1[lang=es]")).to_be_hidden()
    await book.get_by_text("Español", exact=True).click()
    await expect(book.locator("h1[lang=es]")).to_be_visible()
    await expect(book.locator("h1[lang=en]")).to_be_hidden()
    sentence = book.locator(".t[lang=es] [data-start]").nth(2)
    await sentence.click()
    await expect(sentence).to_have_class("heard")
    await expect(book.locator("audio[lang=es]")).to_have_js_property("paused", False)


async def test_it_is_printed_from_its_book(page: Page, kept: str) -> None:
    """The PDF in the story's own language, in a tab of its own."""
    address = await page.locator("#print").get_attribute("href")
    assert address == f"{kept}/files/data/book/story.en.pdf"
    assert await page.locator("#print").get_attribute("target") == "_blank"
    answer = await page.request.get(address)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    assert (await answer.body()).startswith(b"%PDF")


@pytest.mark.usefixtures("kept")
async def test_it_is_opened_alone(page: Page) -> None:
    """In a tab without the gateway's page around it."""
    title = await page.locator("#title").text_content()
    async with page.expect_popup() as opening:
        await page.get_by_role("link", name="Open alone").click()
    alone = await opening.value
    await expect(alone.locator("h1:visible")).to_have_text(title or "?")
    assert await alone.locator("#stages").count() == 0
