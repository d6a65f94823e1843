"""What tests in a real browser share: Debian's Chromium, a visitor's page, a gateway that can be lost, and axe."""

import contextlib
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

from tests.component.conftest import gateway_in
from tests.conftest import ROOT

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
APART = Path(__file__).with_name("apart.py")
"""Chromium, apart from what else happens on this machine."""
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PORT = 18_086
PATIENCE = 60_000
"""Milliseconds in which what must come has to come."""
PHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 800}

needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="no browser: install Debian's package chromium")
needs_axe = pytest.mark.skipif(not AXE.exists(), reason="axe is not here: make setup brings it")


class Gateway:
    """A gateway on one store, which can be lost and begun again."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._process = folder, contextlib.ExitStack()
        self.address = ""

    def start(self, **environment: str) -> None:
        """Serve, in place of what served before."""
        self.lose()
        self.address, self._serving = self._process.enter_context(gateway_in(self._folder, PORT, **environment))

    def lose(self) -> None:
        """As when its machine loses power."""
        if self.address:
            self._serving.kill()
        self._process.close()


@contextlib.asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Chromium, without a window."""
    async with async_playwright() as playwright:
        # A sandbox of Chromium's own takes rights that a container's root does not have.
        found = await playwright.chromium.launch(executable_path=APART, args=["--no-sandbox"])
        yield found
        await found.close()


@contextlib.asynccontextmanager
async def visited(browser: Browser, address: str) -> AsyncIterator[Page]:
    """A visitor's page; no script of it fails, and nothing breaks its policy."""
    context = await browser.new_context(base_url=address, viewport=DESKTOP, locale="en-GB")  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    found = await context.new_page()
    wrong: list[str] = []
    found.on("pageerror", lambda error: wrong.append(str(error)))
    found.on("console", lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None)
    yield found
    await context.close()
    assert wrong == []


async def findings(page: Page) -> list[str]:
    """What axe finds on the page, but not in a frame in it."""
    await page.evaluate(AXE.read_text())
    found = await page.evaluate("axe.run(document, {iframes: false, resultTypes: ['violations']})")
    return [f"{item['id']}: {node['html']}" for item in found["violations"] for node in item["nodes"]]


async def looked_at(page: Page, path: str, there: str, press: str = "") -> None:
    """Axe finds nothing on a view, dark and light, on phone and desktop, and it is not wider than its screen.

    `there`: what is on the page when it is complete; `press`: a button that shows more.
    """
    await page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    await page.goto(path)
    await page.locator(there).first.wait_for(state="attached")
    if press:
        await page.get_by_role("button", name=press).click()
    await page.evaluate("document.querySelectorAll('details').forEach(it => { it.open = true; })")
    await accessible(page, path)


async def accessible(page: Page, what: str) -> None:
    """Axe finds nothing on what is shown, dark and light, on phone and desktop, and it is not wider than its screen."""
    await page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert await page.evaluate("document.documentElement.scrollWidth") == PHONE["width"], what
    await page.emulate_media(color_scheme="light", reduced_motion="reduce")
    assert await findings(page) == [], what
    await page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    await page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    assert await findings(page) == [], what
