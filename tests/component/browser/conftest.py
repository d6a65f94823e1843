"""Chromium, a gateway that makes stories in its own process, and a visitor's page of it."""

from collections.abc import AsyncIterator, Iterator

import pytest
from playwright.async_api import Browser, Page

from tests.component.browser.browsing import Gateway, chromium, visited


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    """One that serves, with its own store."""
    found = Gateway(tmp_path_factory.mktemp("gateway"))
    found.start()
    yield found
    found.lose()


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    """One for all tests of a module."""
    async with chromium() as found:
        yield found


@pytest.fixture
async def page(browser: Browser, gateway: Gateway) -> AsyncIterator[Page]:
    """A visitor's page, which no script or policy breaks."""
    async with visited(browser, gateway.address) as found:
        yield found
