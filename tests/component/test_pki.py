"""The role pki on this machine: the certificates that it makes, and when it makes them anew."""

import json
import os
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from services.runtime.certificates import TlsFiles, load
from tests.conftest import ROOT, Play

SERVICES = "service-a", "main"
PLAYBOOK = [
    {
        "hosts": "one",
        "gather_facts": False,
        "vars": {"catalogue_services": {name: {} for name in SERVICES}},
        "roles": [{"role": str(ROOT / "roles" / "pki"), "run_once": True}],
    }
]
MACHINE = {"ansible_connection": "local", "ansible_python_interpreter": sys.executable}


class Controller:
    """A folder with an inventory, a playbook that has the role, and secrets."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.pki = path / "secrets" / "pki"
        (path / "hosts.yml").write_text(yaml.safe_dump({"all": {"hosts": {"one": MACHINE}}}))
        (path / "play.yml").write_text(yaml.safe_dump(PLAYBOOK))

    def run(self, *arguments: str, **variables: Any) -> Play:
        """Run the role, which succeeds."""
        given = json.dumps({"secrets_dir": str(self.path / "secrets"), **variables})
        done = self.command("ansible-playbook", "-i", "hosts.yml", "play.yml", "-e", given, *arguments)
        assert done.returncode == 0, done.stdout + done.stderr
        return Play(done.returncode, done.stdout)

    def command(self, name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run one of Ansible's commands in the folder."""
        program = str(Path(sys.executable).with_name(name))
        environment = os.environ | {"ANSIBLE_NOCOLOR": "1", "ANSIBLE_FORCE_COLOR": "0"}
        return subprocess.run(
            [program, *arguments], cwd=self.path, env=environment, capture_output=True, text=True, check=False
        )

    def files(self, name: str) -> TlsFiles:
        """What a service gets."""
        return TlsFiles(self.pki / f"{name}.crt", self.pki / f"{name}.key", self.pki / "ca-trusted.crt")

    def contents(self) -> dict[str, bytes]:
        """Keys and certificates by the names of their files."""
        return {path.name: path.read_bytes() for path in self.pki.iterdir()}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Controller, str]:
    """A controller on which the role has run once, after a check, and what was said at the highest detail."""
    controller = Controller(tmp_path_factory.mktemp("controller"))
    said = controller.run("--check", "--diff").output
    assert not (controller.path / "secrets").exists()
    return controller, said + controller.run("--diff", "-vvv").output


@pytest.fixture
def controller(first: tuple[Controller, str], tmp_path: Path) -> Controller:
    """A copy of it."""
    shutil.copytree(first[0].path / "secrets", tmp_path / "secrets")
    return Controller(tmp_path)


def test_each_service_has_a_certificate_that_its_peers_take(controller: Controller) -> None:
    """For its own name alone, for servers and clients, 30 days, by the authority; keys are for their owner."""
    authority = x509.load_pem_x509_certificate((controller.pki / "ca.crt").read_bytes())
    assert authority.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    assert {path.stat().st_mode & 0o777 for path in controller.pki.glob("*.key")} == {0o600}
    for name in SERVICES:
        files = controller.files(name)
        # As the services read them, handshake included.
        assert load(files, name)
        certificate = x509.load_pem_x509_certificate(files.certificate.read_bytes())
        certificate.verify_directly_issued_by(authority)
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        assert list(names) == [x509.DNSName(name)]
        usages = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
        assert set(usages) == {ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH}
        valid = certificate.not_valid_after_utc - certificate.not_valid_before_utc
        assert valid == timedelta(days=30, hours=1)


def test_no_key_is_shown(first: tuple[Controller, str]) -> None:
    """In no difference and at no detail."""
    controller, said = first
    # The end of a key's file is the public key.
    secrets = [path.read_text().splitlines()[1] for path in controller.pki.glob("*.key")]
    assert len(secrets) == 1 + len(SERVICES)
    assert not any(secret in said for secret in secrets)


@pytest.mark.parametrize("arguments", [(), ("--check", "--diff")])
def test_the_second_run_changes_nothing(controller: Controller, arguments: tuple[str, ...]) -> None:
    """Nor has a check anything to show."""
    made = controller.contents()
    assert controller.run(*arguments).recap("one")["changed"] == 0
    assert controller.contents() == made


@pytest.mark.parametrize(("hours", "renewed"), [(2_150, False), (2_170, True)])
def test_a_certificate_is_renewed_in_its_last_third(controller: Controller, hours: int, renewed: bool) -> None:
    """Of 720 hours' time, where certificates last for so many hours that this is just a third of it."""
    made = controller.contents()
    controller.run(pki_hours=hours)
    changed = {name for name, content in controller.contents().items() if content != made[name]}
    assert changed == ({f"{name}.crt" for name in SERVICES} if renewed else set())


def test_all_is_made_anew_by_an_authority_whose_key_is_encrypted(controller: Controller) -> None:
    """By the vault's password it signs new certificates, of new keys; it stays as it is."""
    (controller.path / "password").write_text("a password")
    vault = "--vault-password-file", "password"
    assert controller.command("ansible-vault", "encrypt", *vault, str(controller.pki / "ca.key")).returncode == 0
    made = controller.contents()
    assert made["ca.key"].startswith(b"$ANSIBLE_VAULT")
    controller.run(*vault, pki_force=True)
    authority = {"ca.crt", "ca.key", "ca-trusted.crt"}
    assert {name for name, content in controller.contents().items() if content == made[name]} == authority
    for name in SERVICES:
        assert load(controller.files(name), name)
