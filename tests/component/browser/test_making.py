"""The pages in a real browser, Debian's Chromium, before a gateway that makes stories in its own process."""

import re
import zipfile
from pathlib import Path

from playwright.async_api import Page, Request, expect

from tests.component.browser.browsing import Gateway, looked_at, needs_axe, needs_chromium

FIRST_VIEW = 60_000
"""Most bytes that the first view loads."""
SPOILT = "A fox\u0001 learns to sail"
"""A wish with a character that only the gateway finds."""

pytestmark = needs_chromium


async def make(page: Page, prompt: str) -> str:
    """Ask for a short story of text alone by the form; its page's address."""
    await page.goto("/")
    await page.get_by_label("A sentence", exact=True).and_(page.locator("textarea")).fill(prompt)
    await page.get_by_role("checkbox", name="Français").uncheck()
    await page.get_by_text("More wishes").click()
    await page.get_by_label("Text alone").check()
    await page.get_by_role("button", name="Make the story").click()
    await page.wait_for_url("**/runs/*")
    return page.url


async def made(page: Page, prompt: str = "A fox learns to sail") -> str:
    """The same, when it is ready."""
    address = await make(page, prompt)
    await expect(page.locator("#state")).to_have_text("Ready")
    return address


async def test_a_story_is_made_watched_and_kept(page: Page, tmp_path: Path) -> None:
    """It is read in its frame; its files, all together too, can be kept."""
    await made(page)
    await expect(page.locator("#stages [data-state=done]")).to_have_count(7)
    book = page.frame_locator("#book")
    title = await book.locator("h1").first.text_content()
    assert title
    await expect(page.locator("#title")).to_have_text(title)
    assert await page.title() == f"{title} · Storyloom"
    async with page.expect_download() as arriving:
        await page.get_by_role("link", name="Download all").click()
    await (await arriving.value).save_as(tmp_path / "package.zip")
    with zipfile.ZipFile(tmp_path / "package.zip") as package:
        assert package.testzip() is None
    await page.get_by_text("Files").click()
    async with page.expect_download() as arriving:
        await page.get_by_role("link", name="story.en.epub").click()
    assert (await arriving.value).suggested_filename == "story.en.epub"


async def test_what_is_wrong_is_said_at_its_field(page: Page) -> None:
    """What the page sees itself and what the gateway finds; one goes there at once, and nothing typed is lost."""
    await page.goto("/")
    prompt = page.locator("#prompt")
    await page.get_by_text("More wishes").click()
    await page.get_by_label("Number of the telling").fill("-1")
    await page.get_by_text("More wishes").click()
    await page.get_by_role("button", name="Make the story").click()
    await expect(page.locator("#prompt-wrong")).to_contain_text("Write something first")
    await expect(page.locator("#seed-wrong")).to_contain_text("from 0 to 4,294,967,295")
    await expect(prompt).to_be_focused()
    await page.locator("#seed").fill("3")
    await prompt.fill(SPOILT)
    await page.get_by_role("button", name="Make the story").click()
    await expect(page.locator("#prompt-wrong")).to_contain_text("control characters")
    await expect(page.locator("#seed-wrong")).to_be_hidden()
    assert await prompt.input_value() == SPOILT
    assert await prompt.get_attribute("aria-invalid") == "true"
    assert await page.locator("#seed").input_value() == "3"


async def test_nothing_typed_is_lost(page: Page) -> None:
    """Not by another language of the page, nor by a gateway that does not answer."""
    await page.goto("/")
    await page.locator("#prompt").fill("A whale who hums")
    await page.get_by_role("checkbox", name="Galego").check()
    await page.locator("#length").fill("800")
    await page.get_by_role("link", name="Français").click()
    await expect(page.locator("h1")).to_have_text("Une phrase entre, une histoire sort")
    await expect(page.locator("#length-said")).to_have_text("800 mots")
    assert await page.get_by_role("checkbox", name="Galego").is_checked()
    await page.route("**/v1/runs", lambda route: route.abort())
    await page.get_by_role("button", name="Créer l’histoire").click()
    await expect(page.locator("#form-wrong")).to_contain_text("Le serveur ne répond pas")
    assert await page.locator("#prompt").input_value() == "A whale who hums"


async def test_an_own_story_comes_from_a_file(page: Page, tmp_path: Path) -> None:
    """Of text; another one is refused at its field."""
    story, picture = tmp_path / "heron.txt", tmp_path / "heron.png"
    story.write_text("The Heron\n\nMara the heron stood in the reeds. “Who is there?” asked Tom.")
    picture.write_bytes(b"\x89PNG\r\n\xff\xfe")
    await page.goto("/")
    await page.get_by_label("A story of my own").first.check()
    await page.locator("#file").set_input_files(picture)
    await expect(page.locator("#story-wrong")).to_contain_text("not text")
    await page.locator("#file").set_input_files(story)
    await expect(page.locator("#story")).to_have_value(re.compile("Mara the heron"))
    await page.get_by_text("More wishes").click()
    await page.get_by_label("Text alone").check()
    await page.get_by_role("button", name="Make the story").click()
    await expect(page.locator("#title")).to_have_text("The Heron")


async def test_an_own_story_is_dropped(page: Page) -> None:
    """On the form, which shows where it can be; it turns to own stories by itself."""
    await page.goto("/")
    drag = """(form, kind) => {
      const carried = new DataTransfer();
      carried.items.add(new File(["The Heron\\n\\nMara stood in the reeds."], "heron.txt", { type: "text/plain" }));
      form.dispatchEvent(new DragEvent(kind, { dataTransfer: carried, bubbles: true, cancelable: true }));
    }"""
    await page.locator("#make").evaluate(drag, "dragover")
    await expect(page.locator("#make")).to_have_class("drop")
    await page.locator("#make").evaluate(drag, "drop")
    await expect(page.locator("#story")).to_have_value("The Heron\n\nMara stood in the reeds.")
    await expect(page.locator("#story")).to_be_visible()
    await expect(page.locator("#make")).not_to_have_class("drop")


async def test_an_example_is_a_beginning(page: Page) -> None:
    """A click writes it into the field, where one goes on typing."""
    await page.goto("/")
    await page.get_by_role("button", name="Where does the wind sleep?").click()
    await expect(page.locator("#prompt")).to_have_value("Where does the wind sleep?")
    await expect(page.locator("#prompt")).to_be_focused()


async def test_a_wish_that_cannot_be_met_can_be_changed(page: Page) -> None:
    """The story's page says why, and the form says it at its field, with all that was typed."""
    await make(page, "Der Hund ist sehr glücklich und spielt im Garten mit dem Ball")
    await expect(page.locator("#why")).to_contain_text("German")
    await page.locator("#change").click()
    await expect(page.locator("#prompt-wrong")).to_contain_text("German")
    await expect(page.locator("#prompt")).to_have_value(re.compile("^Der Hund"))
    await expect(page.locator("#text_only")).to_be_checked()


async def test_stories_are_found_and_deleted(page: Page) -> None:
    """By words and state; a deletion is asked about first, and leaves the keyboard in the list."""
    await made(page, "Two owls share a lantern")
    await page.goto("/runs")
    await page.get_by_role("searchbox").fill("share a LANTERN")
    rows = page.locator("#runs li")
    await expect(rows).to_have_count(1)
    await page.get_by_label("Failed").check()
    await expect(page.get_by_text("There is no story here")).to_be_visible()
    await page.reload()
    await expect(page.get_by_role("searchbox")).to_have_value("share a LANTERN")
    await page.get_by_label("All").check()
    await expect(rows).to_have_count(1)
    for answer, left in (("Keep it", 1), ("Delete", 0)):
        await page.get_by_role("button", name="Delete: Two owls share a lantern").click()
        await page.get_by_role("dialog").get_by_role("button", name=answer, exact=True).click()
        await expect(rows).to_have_count(left)
    await expect(page.get_by_role("searchbox")).to_be_focused()
    await page.goto("/runs/unknown")
    await expect(page.locator("#away")).to_contain_text("no such story")


async def test_the_keyboard_is_enough(page: Page) -> None:
    """The first stop skips to the content; a story is made without a mouse; each stop can be seen."""
    await page.goto("/")
    await page.keyboard.press("Tab")
    await expect(page.locator(".skip")).to_be_focused()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await page.keyboard.press("ArrowRight")
    await expect(page.locator("#story")).to_be_visible()
    await page.keyboard.press("ArrowLeft")
    await page.keyboard.press("Tab")
    await page.keyboard.type("A crab keeps a diary")
    for _ in range(20):
        await page.keyboard.press("Tab")
        stop = page.locator(":focus")
        shown = stop.locator("xpath=self::*[not(parent::label)] | self::*/parent::label")
        assert await shown.evaluate("it => getComputedStyle(it).outlineStyle") != "none"
        if await stop.evaluate("it => it.localName") == "summary":
            await page.keyboard.press("Enter")
        if await stop.get_attribute("id") == "text_only":
            await page.keyboard.press("Space")
        if await stop.get_attribute("type") == "submit":
            break
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/runs/*")
    await expect(page.locator("#state")).to_have_text("Ready")


@needs_axe
async def test_axe_finds_nothing(page: Page, gateway: Gateway) -> None:
    """On any view and the story's own page, dark and light, on phone and desktop; none is wider than its screen."""
    failed = await make(page, "Der Hund ist sehr glücklich und spielt im Garten mit dem Ball")
    await expect(page.locator("#failure")).to_be_visible()
    ready = await made(page)
    book = f"/v1{ready.removeprefix(gateway.address)}/files/data/index.html"
    views = {
        "/": "#prompt", "/runs": "#runs li", "/status": ".good", failed: "#failure", ready: "#groups li", book: "h1"
    }  # fmt: skip
    for path, there in views.items():
        await looked_at(page, path, there, "Make the story" if path == "/" else "")


async def test_the_first_view_is_light(page: Page, gateway: Gateway) -> None:
    """All that it loads, headers too, comes from the gateway."""
    finished: list[Request] = []

    def keep(request: Request) -> None:
        finished.append(request)

    page.on("requestfinished", keep)
    await page.goto("/", wait_until="networkidle")
    assert all(request.url.startswith(gateway.address) for request in finished)
    sizes = [await request.sizes() for request in finished]
    total = sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)
    assert 10_000 < total < FIRST_VIEW
