"""The gateway's own TLS: what goes over it, who is refused on either side, and a certificate that changes."""

import os
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import trustme

from main.command import cli
from services.runtime.certificates import KeyPair
from tests.certificates import issued, put
from tests.component.conftest import gateway_in
from tests.component.gate import BODY
from tests.conftest import ROOT

PORT = 18_096
HERE = f"https://localhost:{PORT}"
SHORT = ("--text-only", "--length", "100", "--language", "none")
SECONDS = 60


@dataclass(frozen=True)
class Secure:
    """A gateway with a certificate for localhost, the authority that issued it, and a token for it."""

    folder: Path
    ca: trustme.CA
    files: KeyPair
    token: str

    def client(self) -> httpx.Client:
        """A browser, as it were, that trusts the authority."""
        context = ssl.create_default_context()
        self.ca.configure_trust(context)
        return httpx.Client(base_url=HERE, verify=context, trust_env=False)

    def shown(self) -> bytes:
        """The certificate that the gateway shows now."""
        pem = ssl.get_server_certificate(("localhost", PORT))
        return ssl.PEM_cert_to_DER_cert(pem)

    def log(self) -> str:
        """What the gateway has logged."""
        return (self.folder / "gateway.log").read_text()


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secure]:
    folder = tmp_path_factory.mktemp("gateway")
    ca, files = trustme.CA(), KeyPair(folder / "gateway.pem", folder / "gateway.key")
    put(issued(ca, "localhost"), files)
    named = {"GATEWAY_CERTIFICATE_FILE": str(files.certificate), "GATEWAY_KEY_FILE": str(files.key)}
    with gateway_in(folder, PORT, AUTH="token", **named) as (_, _):
        made = subprocess.run(
            [sys.executable, "-m", "main", "token", "create", "ada", "--quiet"],
            env=os.environ | {"STORE_PATH": str(folder / "runs.sqlite3")},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        yield Secure(folder, ca, files, made.stdout.strip())


Command = Callable[..., tuple[int, str]]


@pytest.fixture
def storyloom(
    secure: Secure, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Command:
    """Run the command with the token in an empty folder: its exit status, and all that it said."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    monkeypatch.setenv("STORYLOOM_TOKEN", secure.token)
    secure.ca.cert_pem.write_to_path(tmp_path / "ca.crt")
    trustme.CA().cert_pem.write_to_path(tmp_path / "other.crt")
    (tmp_path / "empty.crt").write_text("nothing\n")

    def run(*arguments: str) -> tuple[int, str]:
        status = cli.run(list(arguments))
        said = capsys.readouterr()
        return status, said.out + said.err

    return run


def test_a_story_is_made_over_it(storyloom: Command, tmp_path: Path) -> None:
    """Asked, followed and fetched by the command, which trusts the authority in the file; nothing is unencrypted."""
    status, said = storyloom("--ca-file", "ca.crt", "run", *SHORT, "A fox learns to sail", "--server", HERE)
    assert status == 0, said
    assert "unencrypted" not in said
    assert list((tmp_path / "output").glob("*.zip"))


def test_the_authority_may_stand_in_a_variable(storyloom: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the command's other settings."""
    monkeypatch.setenv("STORYLOOM_CA_FILE", "ca.crt")
    status, said = storyloom("runs", "list", "--server", HERE)
    assert status == 0, said


@pytest.mark.parametrize(
    ("trusted", "server", "says"),
    [
        ((), HERE, "unable to get local issuer certificate); give the file of the authority"),
        (("--ca-file", "other.crt"), HERE, "give the file of the authority that issued it with --ca-file"),
        (("--ca-file", "ca.crt"), f"https://127.0.0.1:{PORT}", "ask it by a name that its certificate has"),
        (("--ca-file", "empty.crt"), HERE, "--ca-file (STORYLOOM_CA_FILE): empty.crt has no certificates in PEM"),
        (("--ca-file", "none.crt"), HERE, "--ca-file (STORYLOOM_CA_FILE): none.crt cannot be read: No such file"),
        ((), f"http://localhost:{PORT}", "does it speak https?"),
    ],
    ids=["the system's", "another's", "another name", "no certificate", "no file", "plain"],
)
def test_the_command_refuses_a_stranger(storyloom: Command, trusted: tuple[str, ...], server: str, says: str) -> None:
    """Before it sends anything, and says what to do."""
    status, said = storyloom(*trusted, "runs", "list", "--server", server)
    assert status != 0
    assert says in said


def test_plain_http_is_closed_and_logged(secure: Secure) -> None:
    """With the client's address, and without an answer."""
    with socket.create_connection(("localhost", PORT), 30) as client:
        client.sendall(b"GET /v1/runs HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert not client.recv(1_000).startswith(b"HTTP")
    assert "refused a connection of 127.0.0.1: http request" in secure.log()


def test_a_browser_is_held_to_it(secure: Secure) -> None:
    """The page comes with a year of HTTPS alone, and the session's cookie is for HTTPS only."""
    with secure.client() as web:
        page = web.get("/", follow_redirects=True)
        assert page.is_success
        assert page.headers["Strict-Transport-Security"] == "max-age=31536000"
        made = web.post("/v1/session", json={"token": secure.token}, headers={"Origin": HERE})
        assert "; Secure" in made.headers["Set-Cookie"]
        assert web.post("/v1/runs", json=BODY, headers={"Origin": HERE}).status_code == 202


def test_a_new_certificate_is_shown_without_a_restart(secure: Secure) -> None:
    """By the process that showed the one before, which goes on in connections that are open."""
    with secure.client() as before:
        assert before.get("/healthz").is_success
        new = issued(secure.ca, "localhost")
        put(new, secure.files)
        wanted = ssl.PEM_cert_to_DER_cert(new.cert_chain_pems[0].bytes().decode())
        deadline = time.monotonic() + SECONDS
        while secure.shown() != wanted:
            assert time.monotonic() < deadline, secure.log()
            time.sleep(0.1)
        assert before.get("/healthz").is_success


@pytest.mark.parametrize("secured", [True, False])
def test_the_containers_probe_asks_over_it(secure: Secure, secured: bool) -> None:
    """By the variable that the gateway has."""
    given = {"SERVICE_NAME": "main", "SERVICE_PORT": str(PORT)}
    if secured:
        given["GATEWAY_CERTIFICATE_FILE"] = str(secure.files.certificate)
    command = [sys.executable, "-m", "services.runtime.server.probe"]
    done = subprocess.run(command, env=os.environ | given, cwd=ROOT, capture_output=True, check=False)
    assert (done.returncode == 0) is secured
