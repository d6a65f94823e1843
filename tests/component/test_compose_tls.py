"""Certificates for `docker compose`: playbooks/certificates.yml makes them, stack/compose.tls.yml hands them out."""

import json
import os
import shutil
import ssl
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from main.gateway import certificate
from pipeline.v1 import draft_pb2
from services.catalog import MAIN, STAGES
from services.contract.calls import Request
from services.runtime.certificates import KeyPair, TlsFiles, load, shake_hands, store
from services.runtime.client.edge import connect
from services.runtime.client.options import EdgeOptions
from services.runtime.server.server import StageServer
from services.runtime.settings import ServiceSettings
from services.runtime.stage.build import build
from tests.certificates import variables
from tests.conftest import ROOT, SERVICES, Play

USER = 10001
"""The containers' user and group."""
HERE = ("service-a", "main")
"""The services of which there are certificates in these tests, for each takes its time."""
FILE: dict[str, Any] = yaml.safe_load((ROOT / "stack" / "compose.tls.yml").read_text())["services"]


@dataclass
class Checkout:
    """A folder in the place of the repository's root, with what the playbook has said of it."""

    path: Path

    def run(self, *arguments: str) -> Play:
        """Run the playbook, which succeeds."""
        program = str(Path(sys.executable).with_name("ansible-playbook"))
        given = json.dumps({"secrets_dir": f"{self.path}/.secrets", "compose_identities": HERE})
        done = subprocess.run(
            [program, "-i", "inventory/lab.yml", "playbooks/certificates.yml", "-e", given, *arguments],
            cwd=ROOT,
            env=os.environ | {"ANSIBLE_NOCOLOR": "1", "ANSIBLE_FORCE_COLOR": "0"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return Play(done.returncode, done.stdout)

    def mounted(self, service: str) -> Path:
        """The folder of this machine that the service's container has at /app/tls."""
        (volume,) = FILE[service]["volumes"]
        assert volume["target"] == "/app/tls"
        # As Compose reads it: from the folder of the first file, which is stack/.
        return Path(os.path.normpath(self.path / "stack" / volume["source"]))

    def files(self, service: str) -> TlsFiles:
        """What the service's settings name, in the folder that it has."""
        given = {name.lower(): value for name, value in FILE[service]["environment"].items()}
        settings = ServiceSettings(service_name="service_a", **given)
        assert settings.tls_required
        assert settings.tls_files
        found = settings.tls_files
        paths = (
            self.mounted(service) / path.relative_to("/app/tls") for path in (found.certificate, found.key, found.ca)
        )
        return TlsFiles(*paths)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """With certificates, after a check that made nothing."""
    found = Checkout(tmp_path_factory.mktemp("checkout"))
    found.run("--check", "--diff")
    assert not list(found.path.iterdir())
    found.run()
    return found


async def test_main_is_answered_with_these_certificates(checkout: Checkout, made: draft_pb2.Draft) -> None:
    """As processes, each with the files that its container would have."""
    stage = STAGES[0]
    settings = ServiceSettings(
        service_name=stage.name, service_port=0, tls_required=True, **variables(checkout.files(stage.service))
    )
    server = StageServer(stage, build(stage), settings)
    options = EdgeOptions(certificates=store(checkout.files(MAIN), MAIN))
    edge = connect("stream", stage.name, f"127.0.0.1:{await server.start()}", options)
    answer = await edge.process(Request(draft=draft_pb2.Draft(run_id="r", prompt=made.prompt)), 60)
    assert answer.draft.story == made.story
    await edge.close()
    await server.stop()


def test_each_container_has_its_own_folder_only(checkout: Checkout) -> None:
    """A read-only one, with a certificate of the service's name; that it is missing is an error."""
    assert FILE.keys() == {*SERVICES, "folders"}
    for name in HERE:
        assert sorted(path.name for path in checkout.mounted(name).iterdir()) == ["ca.crt", "own.crt", "own.key"]
        assert load(checkout.files(name), name)
        assert FILE[name]["volumes"][0]["read_only"]
        assert FILE[name]["volumes"][0]["bind"] == {"create_host_path": False}


def test_a_second_run_changes_nothing_and_a_forced_one_is_taken(checkout: Checkout) -> None:
    """New keys lie where the running services look, and are shown nowhere."""
    assert checkout.run().recap("localhost")["changed"] == 0
    before = {name: load(checkout.files(name), name).key for name in HERE}
    said = checkout.run("-epki_force=true", "--diff", "-vvv").output
    for name in HERE:
        key = load(checkout.files(name), name).key
        assert key != before[name]
        assert key.decode().splitlines()[1] not in said


def test_the_gateway_has_a_folder_with_a_certificate_for_this_machine(checkout: Checkout) -> None:
    """By stack/compose.gateway-tls.yml; who knows the authority takes it for localhost."""
    main = yaml.safe_load((ROOT / "stack" / "compose.gateway-tls.yml").read_text())["services"]["main"]
    (volume,) = main["volumes"]
    assert (volume["read_only"], volume["bind"]) == (True, {"create_host_path": False})
    folder = Path(os.path.normpath(checkout.path / "stack" / volume["source"]))
    named = (main["environment"][f"GATEWAY_{what}_FILE"] for what in ("CERTIFICATE", "KEY"))
    files = KeyPair(*(folder / Path(path).relative_to(volume["target"]) for path in named))
    client = ssl.create_default_context(cafile=str(checkout.path / ".secrets/pki/ca-trusted.crt"))
    assert shake_hands(certificate.load(files).server, client, "localhost")


@pytest.fixture
def container(checkout: Checkout) -> Iterator[Path]:
    """A folder that all may look into, in the place of a container's /app, with the folders that Compose mounts."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        path.chmod(0o755)
        shutil.copytree(checkout.mounted("folders"), path / "tls")
        for name in ("output", "logs"):
            (path / name).mkdir()
        yield path


@pytest.mark.skipif(os.geteuid() != 0, reason="gives files to another user, as root does")
def test_only_the_containers_user_reads_a_key(container: Path) -> None:
    """After the container that gives folders to their user has run; whoever made them."""
    owner = 4711
    for path in (container / "tls", *(container / "tls").rglob("*")):
        os.chown(path, owner, owner)
    program, *arguments = FILE["folders"]["entrypoint"]
    command = [program, *(word.replace("/app/", f"{container}/") for word in arguments)]
    # Root without all its other rights, as in the container.
    subprocess.run(["setpriv", "--bounding-set=-all,+chown", *command], check=True)
    assert (container / "output").stat().st_uid == USER
    key = container / "tls" / "main" / "own.key"
    for user, reads in ((USER, True), (owner, True), (USER + 1, False)):
        done = subprocess.run(["cat", key], user=user, group=user, extra_groups=[], capture_output=True, check=False)
        assert (done.returncode == 0) is reads, done.stderr
