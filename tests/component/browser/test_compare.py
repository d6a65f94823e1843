"""Two stories beside each other in a real browser: what they tell, and when each stage worked on them."""

import json
import re
from typing import Any

import pytest
from playwright.async_api import Page, Route, expect

from services.catalog import STAGES
from tests.component.browser.browsing import PHONE, looked_at, needs_axe, needs_chromium

WISH = {"prompt": "A fox learns to sail", "length": 100, "languages": [], "text_only": True}

pytestmark = needs_chromium


async def made(page: Page, **wish: Any) -> str:
    """The id of a story that is ready."""
    answer = await page.request.post("/v1/runs", data=WISH | wish, headers={"Prefer": "wait=60"})
    run: dict[str, Any] = await answer.json()
    assert run["state"] == "completed", run
    return str(run["id"])


async def pair(page: Page) -> tuple[str, str]:
    """Two tellings of one sentence."""
    return await made(page, seed=1), await made(page, seed=2)


async def test_a_story_is_told_otherwise_beside_the_first(page: Page) -> None:
    """The new telling is made while the page shows the first; then both have a title, scenes and pictures."""
    await page.goto(f"/runs/{await made(page)}")
    first = await page.frame_locator("#book").locator("h1").first.text_content()
    await page.get_by_role("button", name="Tell it otherwise").click()
    await page.wait_for_url("**/compare?*")
    await expect(page.locator("#facts-b")).to_contain_text("telling 2")
    await expect(page.locator("#title-a")).to_have_text(first or "")
    for side in "ab":
        column = page.locator(f"#told-{side}")
        await expect(column.locator(".state")).to_have_text("Ready")
        await expect(column.locator(".scene img").first).to_have_js_property("complete", True)
        assert await column.locator(".scene img").first.evaluate("it => it.naturalWidth") > 0
        assert await column.locator(".scene img:not([alt=''])").count() == await column.locator(".scene").count() > 1
    told = [await page.locator(f"#told-{side} .scene").all_inner_texts() for side in "ab"]
    assert told[0] != told[1]


async def test_scenes_begin_side_by_side(page: Page) -> None:
    """However long their texts are, so both scroll together; on a phone one story is shown, and a choice."""
    one, other = await pair(page)
    await page.goto(f"/compare?run={one}&run={other}")
    tops = "it => it.map(each => Math.round(each.getBoundingClientRect().top))"
    await expect(page.locator("#told-b .scene").nth(1)).to_be_visible()
    await expect(page.locator("#told-a .scene").nth(1)).to_be_visible()
    left, right = [await page.locator(f"#told-{side} .scene").evaluate_all(tops) for side in "ab"]
    assert all(a == b for a, b in zip(left, right, strict=False))
    await page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    await expect(page.locator("#told-b")).to_be_hidden()
    await page.get_by_role("radio", name="B", exact=True).check()
    await expect(page.locator("#told-b .scene").first).to_be_visible()
    await expect(page.locator("#told-a")).to_be_hidden()


async def test_two_stories_of_the_list_are_compared(page: Page) -> None:
    """Two that are marked, not one or three; the address opens the same again."""
    one, other = await pair(page)
    await made(page, seed=3)
    await page.goto("/runs")
    boxes = page.get_by_role("checkbox", name="Compare: A fox learns to sail")
    compare = page.get_by_role("button", name="Compare", exact=True)
    for number, allowed in ((0, False), (1, True), (2, False)):
        await boxes.nth(number).check()
        await expect(compare).to_be_enabled(enabled=allowed)
    await expect(page.locator("#picked")).to_have_text("3 stories are marked; two can be compared.")
    await boxes.nth(0).uncheck()
    await compare.click()
    await page.wait_for_url(f"**/compare?run={one}&run={other}#times")
    await expect(page.locator("#chart .bar:visible")).to_have_count(2 * len(STAGES))
    await page.goto("about:blank")
    await page.go_back()
    await expect(page.locator("#chart .bar:visible")).to_have_count(2 * len(STAGES))
    await page.get_by_role("radio", name="The stories").check()
    assert page.url.endswith(f"/compare?run={one}&run={other}")


async def test_the_table_says_what_the_bars_show(page: Page) -> None:
    """When each stage began, how long it took, on which machine, at which call: all on one axis.

    The first story's timeline is changed on its way, for one machine cannot be two.
    """
    one, other = await pair(page)

    async def elsewhere(route: Route) -> None:
        answer = await route.fetch()
        said = await answer.json()
        said["total_ms"] = 4_000
        said["stages"][0] |= {"start_ms": 1_000, "work_ms": 2_000, "node": "blue", "attempts": 3, "bound_ms": 40}
        await route.fulfill(response=answer, body=json.dumps(said))

    await page.route(f"**/v1/runs/{one}/timeline", elsewhere)
    await page.goto(f"/compare?run={one}&run={other}#times")
    first = page.locator(f"#rows [data-stage={STAGES[0].name}]")
    await expect(first.nth(0).locator("td")).to_have_text(["1 s ± 0.04 s", "2 s", "blue", "3"])
    await expect(first.nth(1).locator("td")).to_have_text(
        [re.compile(r" s$"), re.compile(r" s$"), re.compile(".+"), "1"]
    )
    await expect(page.locator("#total-a")).to_have_text("4 s")
    lane = page.locator(f"#chart .lane[data-stage={STAGES[0].name}][data-side=a]")
    await expect(lane.locator("small")).to_have_text("2 s · blue · answered at attempt 3")
    place = "it => [it.style.insetInlineStart, it.style.inlineSize]"
    assert await lane.locator(".bar").evaluate(place) == ["25%", "50%"]
    await expect(page.locator("#chart")).to_have_attribute("aria-hidden", "true")


@pytest.mark.parametrize("query", ["", "?run=one", "?run=one&run=one"])
async def test_one_story_cannot_be_compared(page: Page, query: str) -> None:
    """The page leads to the list, where two can be marked."""
    await page.goto(f"/compare{query}")
    await expect(page.locator("#choose")).to_be_visible()
    await expect(page.locator("#compared")).to_be_hidden()


async def test_a_story_that_is_gone_is_said(page: Page) -> None:
    """In its place; the other one is shown all the same."""
    await page.goto(f"/compare?run={await made(page)}&run=unknown")
    await expect(page.locator("#away-b")).to_contain_text("no such story")
    await expect(page.locator("#away-a")).to_be_empty()
    await expect(page.locator("#told-a .scene").first).to_be_visible()


@needs_axe
async def test_axe_finds_nothing(page: Page) -> None:
    """On stories and timelines, on phone and desktop, dark and light."""
    one, other = await pair(page)
    await looked_at(page, f"/compare?run={one}&run={other}", "#told-b .scene")
    await page.goto("about:blank")
    await looked_at(page, f"/compare?run={one}&run={other}#times", "#chart .bar:not([hidden])")
