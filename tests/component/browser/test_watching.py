"""A story that is being made, watched in a real browser: what each stage does and where, the queue, a lost gateway."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, Request, Route, expect

from tests.component.browser.browsing import Gateway, looked_at, needs_axe, needs_chromium
from tests.component.browser.test_making import made, make

DOWN = {"PIPELINE_MODE": "grpc", "STAGE_ADDRESS": "127.0.0.1:9"}
"""Of a gateway whose stages do not answer: its runs go on until they are cancelled."""
LONG = {"prompt": "A fox learns to sail", "length": 2000, "languages": []}
"""A wish whose narration takes seconds."""

pytestmark = needs_chromium


@pytest.fixture
def gateway(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Gateway]:
    """One for each test, with the settings of its parameter: no story of another test is before its own."""
    found = Gateway(tmp_path)
    found.start(**getattr(request, "param", {}))
    yield found
    found.lose()


def settings(**environment: str) -> pytest.MarkDecorator:
    """The settings of a test's gateway."""
    return pytest.mark.parametrize("gateway", [environment], indirect=True, ids=["set"])


async def posted(page: Page, **wish: Any) -> str:
    """The id of a new story."""
    answer = await page.request.post("/v1/runs", data=wish)
    run: dict[str, Any] = await answer.json()
    return str(run["id"])


@settings(NODE_NAME="shelf")
async def test_a_stage_at_work_says_what_it_does(page: Page) -> None:
    """With how far it is, on which machine; a stop ends it, and what was not done is shown."""
    await page.goto(f"/runs/{await posted(page, **LONG)}")
    voice = page.locator("[data-stage=audio_script]")
    await expect(voice.locator(".doing")).to_have_text("reading aloud in en")
    await expect(voice.locator(".where")).to_have_text("shelf")
    await expect(voice.locator("progress")).to_have_attribute("value", re.compile(r"^0?\.\d+"))
    await page.get_by_role("button", name="Stop").click()
    await expect(page.locator("#state")).to_have_text("Stopped")
    await expect(voice.locator(".doing")).to_have_text("not done")
    await expect(page.locator("[data-stage=story_generator] .doing")).to_contain_text("done in")


@settings(**DOWN, MAX_RUNNING="1")
async def test_the_place_in_the_queue_is_told(page: Page) -> None:
    """It changes when a story before it is stopped, here in the list."""
    for number in range(2):
        await posted(page, prompt=f"A crab, part {number}")
    await page.goto(f"/runs/{await posted(page, prompt='A mole draws a map')}")
    await expect(page.locator("#state")).to_have_text("Waiting")
    await expect(page.locator("#facts")).to_contain_text("One story is before it.")
    watched = page.url
    await page.goto("/runs")
    await page.get_by_role("button", name="Stop: A crab, part 1").click()
    await expect(page.get_by_role("button", name="Delete: A crab, part 1")).to_be_visible()
    await page.goto(watched)
    await expect(page.locator("#facts")).to_contain_text("It is the next one.")


async def test_a_retry_is_told(page: Page) -> None:
    """At which attempt a stage answered. The gateway's answer is changed on its way: here nothing is asked twice."""

    async def later(route: Route) -> None:
        answer = await route.fetch()
        said = await answer.json()
        said["timings"][0]["attempts"] = 3
        await route.fulfill(response=answer, body=json.dumps(said))

    address = await made(page)
    await page.route(re.compile(r"/v1/runs/\w+$"), later)
    await page.goto(address)
    await expect(page.locator("#stages .doing").first).to_contain_text("answered at attempt 3")


@needs_axe
@settings(**DOWN, MAX_RUNNING="1")
async def test_axe_finds_nothing(page: Page) -> None:
    """On a story that is being made, and on one that waits for that."""
    at_work, waits = [await posted(page, prompt=f"A crab, part {number}") for number in range(2)]
    await looked_at(page, f"/runs/{at_work}", "#stages [data-state=running]")
    await looked_at(page, f"/runs/{waits}", "#state[data-state=accepted]")


async def test_a_page_that_nobody_sees_holds_no_connection(page: Page) -> None:
    """It asks for the story's state instead of its events, and learns of its end all the same."""
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)
    await page.add_init_script("Object.defineProperty(document, 'hidden', {get: () => true})")
    await made(page)
    assert not [url for url in asked if url.endswith("/events")]


@settings(**DOWN)
async def test_watching_outlives_the_gateway(page: Page, gateway: Gateway) -> None:
    """The page says that it is away and goes on with the next one; a story is stopped and taken up at a click.

    The first gateway reaches no stage, so that its runs wait for one as long as need be.
    """
    await page.goto("/status")
    await expect(page.locator("#ready")).to_have_class(re.compile("bad"))
    await expect(page.locator("#stages [data-state=failed]")).to_have_count(7)
    await make(page, "A mole draws a map")
    await expect(page.locator("#stages [data-state=running]")).to_have_count(1)
    await page.get_by_role("button", name="Stop").click()
    await expect(page.locator("#state")).to_have_text("Stopped")
    await page.get_by_role("button", name="Go on").click()
    await expect(page.locator("#state")).to_have_text("Being made")
    gateway.lose()
    await expect(page.locator("#away")).to_contain_text("connection is lost")
    gateway.start()
    await expect(page.locator("#state")).to_have_text("Ready")
    await expect(page.locator("#away")).to_be_empty()
    await expect(page.locator("#stages .doing").first).to_contain_text("begun again elsewhere")
    await expect(page.frame_locator("#book").locator("h1").first).to_be_visible()
