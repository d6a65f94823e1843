"""A page whose scripts do not all arrive, in a real browser."""

from playwright.async_api import Page, expect

from tests.component.browser.browsing import accessible, needs_axe, needs_chromium

SCRIPT = "**/assets/follow.js"
"""One that another one loads."""

pytestmark = needs_chromium


async def test_a_script_that_was_lost_is_asked_for_again(page: Page) -> None:
    """Without the visitor's doing."""
    await page.route(SCRIPT, lambda route: route.abort("connectionreset"), times=1)
    await page.goto("/runs/unknown")
    await expect(page.locator("#away")).to_contain_text("no such story")
    await expect(page.locator("#missing")).to_be_hidden()


@needs_axe
async def test_a_page_without_its_script_says_so(page: Page) -> None:
    """After some tries, with a way to try again."""
    await page.route(SCRIPT, lambda route: route.abort("connectionreset"))
    await page.goto("/runs/unknown")
    await expect(page.locator("#missing")).to_be_visible()
    await accessible(page, "the page without its script")
    await page.unroute(SCRIPT)
    await page.get_by_role("button", name="Load it again").click()
    await expect(page.locator("#away")).to_contain_text("no such story")
