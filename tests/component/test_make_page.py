"""`make page`: one command, and the page is open."""

import os
import signal
import subprocess
from pathlib import Path

import httpx
import pytest

from tests.component.conftest import until
from tests.conftest import ROOT

PORT = 18_088
ADDRESS = f"http://127.0.0.1:{PORT}/"


@pytest.mark.skipif(not (ROOT / ".venv" / "bin" / "storyloom").exists(), reason="no .venv is here: make setup makes it")
def test_the_page_opens_in_a_browser(tmp_path: Path) -> None:
    """In the one that the machine has, when it can be asked for; it serves until it is ended."""
    browser, opened = tmp_path / "browser", tmp_path / "opened"
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > {opened}.new && mv {opened}.new {opened}\n')
    browser.chmod(0o755)
    settings = {
        "DISPLAY": ":0",
        "BROWSER": f"{browser} %s",
        "SERVICE_PORT": str(PORT),
        "STORE_PATH": f"{tmp_path}/runs",
    }
    # The set-up is done already, however old it looks.
    command = ["make", "--old-file=.venv/runtime", "page"]
    page = subprocess.Popen(
        command, cwd=ROOT, env=os.environ | settings, stderr=subprocess.PIPE, start_new_session=True
    )
    try:
        until(opened.exists, page)
        assert opened.read_text() == ADDRESS
        assert "<h1>" in httpx.get(ADDRESS, trust_env=False).text
    finally:
        os.killpg(page.pid, signal.SIGINT)
        _, said = page.communicate(timeout=60)
    assert f"Storyloom is at {ADDRESS}" in said.decode()
