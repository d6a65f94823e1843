"""A marker in each secret that a gateway is given or gives, and everything that it makes, says and shows searched."""

import base64
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from main.command import cli
from tests.component.conftest import ModelServer, gateway_in

PORT = 18_090
WISHES = {"prompt": "A fox learns to sail", "length": 100, "languages": ["es"], "text_only": True}
STAGES = {"STORY_GENERATOR": "good", "TRANSLATION": "fails"}
"""Stages that ask a model: one that answers, and one that does not, which is logged."""


@dataclass
class Made:
    """What there is when a run has ended, by where it was found."""

    secrets: dict[str, str]
    found: dict[str, bytes]

    def places(self, secret: str) -> list[str]:
        """Where one of the secrets stands."""
        marker = self.secrets[secret].encode()
        return [place for place, content in self.found.items() if marker in content]


def processes(first: int) -> Iterator[int]:
    """A process and all that it has started."""
    yield first
    for thread in Path(f"/proc/{first}/task").iterdir():
        for child in (thread / "children").read_text().split():
            yield from processes(int(child))


def of_processes(first: int) -> dict[str, bytes]:
    """What any user of the machine may read of processes, and their environments."""
    return {
        f"{kind} of {process}": Path(f"/proc/{process}/{kind}").read_bytes()
        for process in processes(first)
        for kind in ("cmdline", "environ")
    }


def of_folder(folder: Path) -> dict[str, bytes]:
    """The content of all files: the store, the log, packages."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def made(
    server: ModelServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Made:
    """A run of a gateway that has every secret, asked for with a token and shared by a link; its log tells most."""
    folder, webhook = tmp_path / "gateway", tmp_path / "webhook"
    folder.mkdir()
    secrets = {"model": server.key.read_text().strip(), "webhook": base64.b64encode(b"webhook marker " * 2).decode()}
    webhook.write_text(f"whsec_{secrets['webhook']}\n")
    monkeypatch.setenv("STORE_PATH", str(folder / "runs.sqlite3"))
    given = {
        "AUTH": "token",
        "LOG_LEVEL": "DEBUG",
        "LOG_DIR": str(folder / "logs"),
        "WEBHOOK_SECRET_FILE": str(webhook),
    }
    for stage, model in STAGES.items():
        given |= server.settings(stage, model)
    with gateway_in(folder, PORT, **given) as (address, process):
        capfd.readouterr()
        assert cli.run(["token", "create", "ada", "--scope", "admin"]) == 0
        secrets["token"] = capfd.readouterr().out.strip()
        found = dict[str, bytes]()
        headers = {"Authorization": f"Bearer {secrets['token']}"}
        with httpx.Client(base_url=address, headers=headers, trust_env=False, timeout=120) as client:
            run = client.post("/v1/runs", json=WISHES, headers={"Prefer": "wait=100"}).json()
            assert run["state"] == "completed", run
            secrets["link"] = client.post(f"/v1/runs/{run['id']}/share").json()["token"]
            client.post("/v1/session", json={"token": secrets["token"]})
            secrets["session"] = client.cookies["storyloom_session"]
            of_run = f"/v1/runs/{run['id']}"
            paths = ["/v1/status", "/readyz", "/v1/tokens", "/openapi.json", "/v1/runs", "/", f"/runs/{run['id']}"]
            paths += (f"{of_run}{part}" for part in ("", "/timeline", "/events", "/package"))
            for path in paths:
                answer = client.get(path)
                assert answer.is_success, (path, answer.text)
                found[f"GET {path}"] = answer.content
        (folder / "package.zip").write_bytes(found.pop(f"GET {of_run}/package"))
        with zipfile.ZipFile(folder / "package.zip") as package:
            package.extractall(folder / "package")
        found |= of_processes(process.pid)
    said = capfd.readouterr()
    return Made(secrets, found | of_folder(folder) | {"stdout": said.out.encode(), "stderr": said.err.encode()})


def test_no_secret_is_in_anything_that_is_made(made: Made) -> None:
    """Of a model, a webhook, a token, a session and a link: answers, log, store, package, processes."""
    assert b"500" in made.found["stderr"] + made.found["gateway.log"]
    assert {secret: made.places(secret) for secret in made.secrets} == {secret: [] for secret in made.secrets}
