"""The gateway's certificate from the playbooks: of the authority or the operator, for which names, and its rotation."""

import shutil
import ssl
import subprocess
import sys
from pathlib import Path

import pytest
import trustme
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from main.gateway.certificate import GatewayCertificate, load
from services.runtime.certificates import KeyPair, shake_hands
from tests.certificates import chain_of, issued
from tests.component.test_rotation import FORCE, Controller

EXTRA = "stories.example", "192.168.1.10"
GATEWAY = {"gateway_tls": True, "gateway_tls_names": EXTRA, "virtual_address_cidr": "192.168.1.100/24"}


def shown(controller: Controller) -> GatewayCertificate:
    """What the gateway would show."""
    return load(files(controller))


def files(controller: Controller) -> KeyPair:
    return KeyPair(controller.secrets / "pki/gateway.crt", controller.secrets / "pki/gateway.key")


def trusting(controller: Controller) -> ssl.SSLContext:
    """A client that is given the authorities of now."""
    return ssl.create_default_context(cafile=str(controller.secrets / "pki/ca-trusted.crt"))


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Controller:
    """One whose gateway has its first certificate, after a check that made nothing."""
    controller = Controller(tmp_path_factory.mktemp("first"), **GATEWAY)
    controller.rotate("certificates", "--check", "--diff")
    assert not controller.secrets.exists() or not list(controller.secrets.rglob("gateway.*"))
    controller.rotate("certificates")
    return controller


@pytest.fixture
def controller(first: Controller, tmp_path: Path) -> Controller:
    """A copy of it."""
    found = Controller(tmp_path, **GATEWAY)
    for name in ("secrets", "steps"):
        shutil.copytree(first.path / name, tmp_path / name, dirs_exist_ok=True)
    shutil.copy(first.path / "password", tmp_path)
    return found


def test_it_is_for_all_names_of_the_gateway(first: Controller) -> None:
    """The machines', the one address of all, and those that the inventory adds; it is good for a server alone."""
    for name in ("one", "main", "192.168.1.100", *EXTRA):
        assert shake_hands(shown(first).server, trusting(first), name)
    found = x509.load_pem_x509_certificate(files(first).certificate.read_bytes())
    usages = found.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert list(usages) == [ExtendedKeyUsageOID.SERVER_AUTH]


def test_it_is_made_once_and_anew_when_forced(controller: Controller) -> None:
    """With a new key then; a run that finds it good changes nothing."""
    before = files(controller).key.read_bytes()
    assert controller.rotate("certificates").recap("one")["changed"] == 0
    assert files(controller).key.read_bytes() == before
    controller.rotate("certificates", *FORCE)
    assert files(controller).key.read_bytes() != before
    assert shake_hands(shown(controller).server, trusting(controller), "one")


def test_it_follows_the_authority(controller: Controller) -> None:
    """After a change of the authority it is the new one's."""
    old = trusting(controller)
    controller.rotate("ca", *FORCE)
    assert shake_hands(shown(controller).server, trusting(controller), "one")
    with pytest.raises(ssl.SSLError, match="certificate verify failed"):
        shake_hands(shown(controller).server, old, "one")


def test_the_operator_s_own_takes_its_place(controller: Controller, tmp_path: Path) -> None:
    """The certificate as text, the key as an encrypted file; it is shown nowhere, and a second run changes nothing."""
    leaf, key = issued(trustme.CA(), EXTRA[0]), tmp_path / "operator.key"
    key.write_bytes(leaf.private_key_pem.bytes())
    (tmp_path / "vault").write_text("a password")
    vault = "--vault-password-file", str(tmp_path / "vault")
    encrypt = [str(Path(sys.executable).with_name("ansible-vault")), "encrypt", *vault, str(key)]
    subprocess.run(encrypt, check=True, capture_output=True)
    own = {"gateway_tls_certificate": chain_of(leaf).decode(), "gateway_tls_key": str(key)}
    given = Controller(tmp_path / "own", **GATEWAY, **own)
    shutil.copytree(controller.secrets, given.secrets)
    said = given.rotate("certificates", "--diff", "-vvv", *vault).output
    assert files(given).certificate.read_bytes().strip() == chain_of(leaf).strip()
    assert shown(given)
    assert files(given).key.stat().st_mode & 0o777 == 0o600
    assert leaf.private_key_pem.bytes().decode().splitlines()[1] not in said
    assert given.rotate("certificates", *vault).recap("one")["changed"] == 0
