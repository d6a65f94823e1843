"""The pages as the gateway sends them: languages, addresses, what a browser may load. browser/ uses them."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from main.gateway.app import create_app, page_address
from main.gateway.runs import Runs
from main.gateway.store.base import Store
from main.gateway.store.sqlite.store import SqliteStore
from main.gateway.web.language import LANGUAGES, messages
from main.settings import MainSettings
from services.catalog import STAGES
from services.contract.request import THEMES
from tests.conftest import ROOT

HTML_VALIDATE = ROOT / "node_modules" / ".bin" / "html-validate"
PATHS = ("/", "/runs", "/runs/unknown", "/compare?run=one&run=two", "/status", "/signin")


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with await SqliteStore.open(tmp_path / "runs.sqlite3") as found:
        yield found


def visitor(store: Store, language: str = "en", base_path: str = "") -> httpx.AsyncClient:
    """A browser's requests to a gateway that has no stages."""
    app = create_app(Runs(store, 100), {}, base_path=base_path)
    headers = {"Accept-Language": language}
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://gateway", headers=headers)


def language_of(page: httpx.Response) -> str:
    found = re.search(r'<html lang="(\w+)"', page.text)
    assert found
    return found[1]


@pytest.mark.parametrize(
    ("asked", "given"),
    [("es", "es"), ("fr-CA,fr;q=0.9,en;q=0.8", "fr"), ("de,es;q=0.5", "es"), ("de", "en"), ("", "en"), ("*", "en")],
)
async def test_a_visitor_reads_the_language_of_their_browser(store: Store, asked: str, given: str) -> None:
    """Or English."""
    async with visitor(store, asked) as web:
        assert language_of(await web.get("/")) == given


async def test_a_chosen_language_stays(store: Store) -> None:
    """On every page, with what else stood in the address; one that is not there changes nothing."""
    async with visitor(store) as web:
        chosen = await web.get("/runs?q=a%26b&language=fr")
        assert (chosen.status_code, chosen.headers["Location"]) == (303, "/runs?q=a%26b")
        assert language_of(await web.get("/status")) == "fr"
        assert language_of(await web.get("/?language=xx")) == "fr"


@pytest.mark.parametrize("base", ["", "/stories/fox"])
async def test_all_that_a_page_names_is_there(store: Store, base: str) -> None:
    """Under the path of the proxy, and nowhere else; scripts name only each other."""
    async with visitor(store, base_path=base) as web:
        for path in PATHS:
            page = await web.get(base + path)
            assert f'data-root="{base}"' in page.text
            named = re.findall(r'(?:src|href)="([^"#][^"]*)"', page.text)
            assert len(named) > 8
            for address in named:
                assert address.startswith(f"{base}/")
                if "/v1/" not in address:
                    assert (await web.get(address)).status_code in (200, 303), address
    for script in (ROOT / "main/gateway/web/assets").glob("*.js"):
        for name in re.findall(r'from "([^"]+)"', script.read_text()):
            assert (script.parent / name).exists(), name


@pytest.mark.parametrize(
    ("bind", "base", "address"),
    [
        ("127.0.0.1", "", "http://127.0.0.1:8080/"),
        ("0.0.0.0", "", "http://localhost:8080/"),  # noqa: S104 - nothing listens there
        ("::", "/fox", "http://localhost:8080/fox/"),
        ("fe80::1", "", "http://[fe80::1]:8080/"),
    ],
)
def test_serve_says_where_the_page_is(bind: str, base: str, address: str) -> None:
    """As a browser on the machine takes it."""
    assert page_address(MainSettings(service_bind=bind, base_path=base)) == address


async def test_a_page_may_load_from_its_gateway_only(store: Store) -> None:
    """No script or style stands in it, so that none that slips in can run; no other page may frame it."""
    async with visitor(store) as web:
        for path in PATHS:
            page = await web.get(path)
            policy = page.headers["Content-Security-Policy"]
            assert policy.startswith("default-src 'self';")
            assert "unsafe" not in policy
            assert "frame-ancestors 'none'" in policy
            assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*(?:src=|application/json))", page.text)


async def test_a_browser_loads_a_file_once(store: Store) -> None:
    """It asks whether it is still the same, and hears 304."""
    async with visitor(store) as web:
        first = await web.get("/assets/base.css")
        again = await web.get("/assets/base.css", headers={"If-None-Match": first.headers["ETag"]})
        assert (first.status_code, again.status_code) == (200, 304)


def test_each_language_says_the_same() -> None:
    """Each text is there in all languages, with the same words to fill in; each theme and stage has a name."""

    def holes(language: str) -> dict[str, list[str]]:
        tables = messages(language).items()
        return {
            f"{table}.{key}": sorted(re.findall(r"\{\w+\}", str(text)))
            for table, texts in tables
            for key, text in texts.items()
        }

    english = holes("en")
    for language in LANGUAGES:
        assert holes(language) == english
        assert set(messages(language)["themes"]) == set(THEMES)
        assert set(messages(language)["stages_said"]) == {stage.name for stage in STAGES}


def test_each_text_is_said() -> None:
    """By a script, a template, or under a key that is a state or a unit of the API."""
    folder = ROOT / "main/gateway/web"
    code = " ".join(path.read_text() for path in [*folder.glob("*.j2"), *folder.glob("assets/*.js")])
    words = set(re.findall(r"\w+", code))
    for table in ("page", "make", "run", "runs", "compare", "signin", "status", "script"):
        assert [key for key in messages("en")[table] if key not in words] == [], table


@pytest.mark.skipif(not HTML_VALIDATE.exists(), reason="html-validate is not here: make setup brings it")
async def test_pages_are_valid_html(store: Store, tmp_path: Path) -> None:
    """In each language."""
    # A group of boxes has one name, as a group of radio buttons has.
    rules = {"form-dup-name": ["error", {"shared": ["radio", "checkbox"]}]}
    settings = {"root": True, "extends": ["html-validate:recommended"], "rules": rules}
    (tmp_path / ".htmlvalidate.json").write_text(json.dumps(settings))
    for language in LANGUAGES:
        async with visitor(store, language) as web:
            for number, path in enumerate(PATHS):
                (tmp_path / f"{number}.{language}.html").write_text((await web.get(path)).text)
    checker = await asyncio.create_subprocess_exec(
        HTML_VALIDATE, "*.html", cwd=tmp_path, stdout=asyncio.subprocess.PIPE
    )
    said, _ = await checker.communicate()
    assert checker.returncode == 0, said.decode()
