"""The view of machines in a real browser."""

import json
from collections.abc import Iterator

import pytest
from playwright.async_api import Page, Route, expect

from services.catalog import STAGES
from services.contract.version import __version__
from tests.component.browser.browsing import Gateway, looked_at, needs_axe, needs_chromium

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    found = Gateway(tmp_path_factory.mktemp("gateway"))
    found.start(NODE_NAME="shelf", BUILD_DIGEST="0123456789abcdef")
    yield found
    found.lose()


async def updating(route: Route) -> None:
    """The gateway's answer as it is during an update of one stage on two machines, of which one replica is gone."""
    answer = await route.fetch()
    said = await answer.json()
    said["builds"].append("fedcba9876543210")
    said["nodes"].append("window")
    (replica,) = said["stages"][0]["replicas"]
    said["stages"][0]["replicas"] = [
        replica | {"address": "10.0.1.4:50051"},
        replica | {"node": "window", "address": "10.0.1.5:50051", "build": "fedcba9876543210"},
        replica | {"node": "", "version": "", "build": "", "address": "10.0.1.6:50051", "reason": "connection refused"},
    ]
    await route.fulfill(response=answer, body=json.dumps(said))


async def test_one_machine_is_shown(page: Page) -> None:
    """Its name and build with each stage, the queue and the store."""
    await page.goto("/status")
    await expect(page.locator("#ready")).to_have_text("All is ready: a story can be made.")
    await expect(page.locator("#of-certificates")).to_be_hidden()
    await expect(page.locator("#stages li")).to_have_text([f"shelf {__version__} · 0123456789ab"] * len(STAGES))
    await expect(page.locator("#build")).to_have_text("0123456789ab")
    await expect(page.locator("#nodes")).to_have_text("shelf")
    await expect(page.locator("#waiting")).to_have_text("0 of 100")
    await expect(page.locator("#store")).to_have_text("sqlite")
    await expect(page.locator("#ended")).to_have_text("0")


async def test_an_update_shows_both_builds(page: Page) -> None:
    """With their machines, and why a replica does not serve. The answer is changed on its way: here is one machine."""
    await page.route("**/v1/status", updating)
    await page.goto("/status")
    await expect(page.locator("#build")).to_have_text("2 builds: 0123456789ab, fedcba987654")
    await expect(page.locator("#nodes")).to_have_text("2: shelf, window")
    first = page.locator("#stages tr").first
    await expect(first.locator("td").nth(1)).to_have_text("2 of 3")
    await expect(first.locator("li").nth(1)).to_have_text(f"window 10.0.1.5:50051 · {__version__} · fedcba987654")
    await expect(first.locator("li").nth(2)).to_contain_text("connection refused")


async def ending(route: Route) -> None:
    """The gateway's answer as it is over TLS, where one certificate has long, one ends soon and one has ended."""
    answer = await route.fetch()
    said = await answer.json()
    said["gateway"]["certificate_days"] = 20.5
    for stage, days in zip(said["stages"], (2.5, -1.0), strict=False):
        stage["replicas"][0]["certificate_days"] = days
    await route.fulfill(response=answer, body=json.dumps(said))


async def test_the_end_of_certificates_is_shown(page: Page) -> None:
    """The first to end among the figures, and each one with its process; marked from a week before."""
    await page.route("**/v1/status", ending)
    await page.goto("/status")
    await expect(page.locator("#certificates")).to_have_text("1 day ago")
    rows = page.locator("#stages li")
    await expect(rows.nth(0)).to_contain_text("end of its certificate: in 2.5 days")
    await expect(rows.nth(1).locator("[data-soon=yes]")).to_have_text(" · end of its certificate: 1 day ago")
    await expect(rows.nth(2)).not_to_contain_text("certificate")


@needs_axe
async def test_axe_finds_nothing(page: Page) -> None:
    """Also where something is wrong."""
    await page.route("**/v1/status", updating)
    await looked_at(page, "/status", "#stages li")
