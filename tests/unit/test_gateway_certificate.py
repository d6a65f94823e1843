"""The gateway's certificate and key: what is refused at the start, and what a change does."""

import ssl
from collections.abc import Callable
from pathlib import Path

import pytest
import trustme

from main.gateway.certificate import GatewayCertificates, load
from main.settings import MainSettings
from services.contract.errors import ConfigurationError
from services.runtime import certificates
from services.runtime.certificates import KeyPair, shake_hands
from services.runtime.settings import read
from tests.certificates import issued, put

NAME = "stories.example"


@pytest.fixture(scope="module")
def ca() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def files(tmp_path: Path, ca: trustme.CA) -> KeyPair:
    """A certificate by an authority that only clients know, and its key."""
    found = KeyPair(tmp_path / "gateway.pem", tmp_path / "gateway.key")
    put(issued(ca, NAME), found)
    return found


UNFIT: dict[str, Callable[[KeyPair, trustme.CA], object]] = {
    r"^GATEWAY_CERTIFICATE_FILE: .* cannot be read: No such file": lambda files, _: files.certificate.unlink(),
    r"^GATEWAY_CERTIFICATE_FILE: .*certificate has expired\); renew it": lambda files, ca: put(
        issued(ca, NAME, expired=True), files
    ),
    r"^GATEWAY_KEY_FILE: .* is not the key of .*key values mismatch": lambda files, ca: files.key.write_bytes(
        issued(ca, NAME).private_key_pem.bytes()
    ),
    r"^GATEWAY_KEY_FILE: .* is open to everybody \(mode 0644\)": lambda files, _: files.key.chmod(0o644),
}


@pytest.mark.parametrize("says", UNFIT)
def test_unfit_files_are_refused_by_name(says: str, files: KeyPair, ca: trustme.CA) -> None:
    """At the start, with what is wrong."""
    UNFIT[says](files, ca)
    with pytest.raises(ConfigurationError, match=says):
        load(files)


@pytest.mark.parametrize("given", ["GATEWAY_CERTIFICATE_FILE", "GATEWAY_KEY_FILE"])
def test_one_file_alone_is_refused(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    """Both are named."""
    monkeypatch.setenv(given, "some.pem")
    with pytest.raises(
        ConfigurationError, match=r"^GATEWAY_CERTIFICATE_FILE and GATEWAY_KEY_FILE: set both, or neither"
    ):
        read(MainSettings)


def test_a_key_in_the_place_of_its_path_is_not_shown(monkeypatch: pytest.MonkeyPatch, files: KeyPair) -> None:
    """The error says that it is no path."""
    monkeypatch.setenv("GATEWAY_KEY_FILE", files.key.read_text())
    with pytest.raises(ConfigurationError, match="is no path") as raised:
        read(MainSettings)
    assert "PRIVATE" not in raised.value.message


def test_clients_that_know_the_authority_take_it(files: KeyPair, ca: trustme.CA) -> None:
    """For its name, without a certificate of their own, by TLS 1.2 too."""
    client = ssl.create_default_context()
    client.maximum_version = ssl.TLSVersion.TLSv1_2
    ca.configure_trust(client)
    found = load(files)
    assert shake_hands(found.server, client, NAME) == found.ends


def test_the_chain_may_have_more_certificates(files: KeyPair, ca: trustme.CA) -> None:
    """Those of intermediate authorities are sent, for clients do not have them."""
    put(issued(ca.create_child_ca(), NAME), files)
    client = ssl.create_default_context()
    ca.configure_trust(client)
    assert shake_hands(load(files).server, client, NAME)


def test_the_last_good_one_stays(files: KeyPair, ca: trustme.CA, monkeypatch: pytest.MonkeyPatch) -> None:
    """Until certificate and key fit together again."""
    monkeypatch.setattr(certificates, "LOOK_SECONDS", 0)
    store = GatewayCertificates(files)
    first = store.context()
    new = issued(ca, NAME)
    files.certificate.write_bytes(new.cert_chain_pems[0].bytes())
    assert store.context() is first
    put(new, files)
    assert store.context() is not first
