"""A process's certificate, key and authorities: what is refused at the start, and what a change does."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme
from cryptography.hazmat.primitives import serialization
from loguru import logger

from services.catalog import MAIN, STAGES, find
from services.contract.errors import ConfigurationError
from services.runtime import certificates
from services.runtime.certificates import CertificateStore, TlsFiles, load
from services.runtime.server.access import callers
from services.runtime.server.server import names_of
from tests.certificates import chain_of, files_for, issued, put, trust

NAME = "service-a"


@pytest.fixture(scope="module")
def ca() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def files(tmp_path: Path, ca: trustme.CA) -> TlsFiles:
    """What fits together."""
    return files_for(tmp_path, NAME, ca)


@pytest.fixture
def store(files: TlsFiles, monkeypatch: pytest.MonkeyPatch) -> CertificateStore:
    """The files, looked at whenever they are used."""
    monkeypatch.setattr(certificates, "LOOK_SECONDS", 0)
    return CertificateStore(files, NAME)


@pytest.fixture
def logged() -> Iterator[list[str]]:
    found: list[str] = []
    sink = logger.add(lambda message: found.append(message.record["message"]))
    yield found
    logger.remove(sink)


def locked(leaf: trustme.LeafCert) -> bytes:
    """The key with a passphrase."""
    key = serialization.load_pem_private_key(leaf.private_key_pem.bytes(), None)
    how = serialization.BestAvailableEncryption(b"sesame")
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, how)


Spoil = Callable[[TlsFiles, trustme.CA], object]
UNFIT: dict[str, Spoil] = {
    r"^TLS_CERTIFICATE_FILE: .* cannot be read: No such file": lambda files, _: files.certificate.unlink(),
    r"^TLS_CERTIFICATE_FILE: .* is not service-a's .*hostname mismatch": lambda files, ca: put(
        issued(ca, "service-b"), files
    ),
    r"^TLS_CERTIFICATE_FILE: .*certificate has expired": lambda files, ca: put(issued(ca, NAME, expired=True), files),
    r"^TLS_CERTIFICATE_FILE: .*not yet valid": lambda files, ca: put(
        ca.issue_cert(NAME, not_before=datetime.now(UTC) + timedelta(hours=1)), files
    ),
    r"^TLS_CERTIFICATE_FILE: .*local issuer": lambda files, _: put(issued(trustme.CA(), NAME), files),
    r"^TLS_KEY_FILE: .* is open to everybody \(mode 0644\); use chmod 600": lambda files, _: files.key.chmod(0o644),
    r"^TLS_KEY_FILE: .* is not the key of .*mismatch": lambda files, ca: files.key.write_bytes(
        issued(ca, NAME).private_key_pem.bytes()
    ),
    r"^TLS_KEY_FILE: .*no passphrase": lambda files, ca: files.key.write_bytes(locked(issued(ca, NAME))),
    r"^TLS_KEY_FILE: .* over 1,048,576": lambda files, _: files.key.write_bytes(b"x" * 2**21),
    r"^TLS_CA_FILE: .* has no certificates in PEM": lambda files, _: files.ca.write_bytes(b"rubbish \xff"),
}


@pytest.mark.parametrize("says", UNFIT)
def test_files_that_do_not_fit_are_refused(files: TlsFiles, ca: trustme.CA, says: str) -> None:
    """The variable, the file and the reason are named, and nothing of the key."""
    UNFIT[says](files, ca)
    with pytest.raises(ConfigurationError, match=says) as refused:
        load(files, NAME)
    assert "PRIVATE" not in refused.value.message


def test_the_group_may_read_the_key(files: TlsFiles) -> None:
    """So a file of the host is given to a container's user."""
    files.key.chmod(0o640)
    assert load(files, NAME).key == files.key.read_bytes()


def test_nothing_shows_the_key(files: TlsFiles) -> None:
    """Not what a debugger or a log prints of the object."""
    assert "PRIVATE" not in repr(load(files, NAME))


def test_a_change_is_taken(store: CertificateStore, files: TlsFiles, ca: trustme.CA) -> None:
    """The next one who asks has the new certificate; without a change it is the very same object."""
    before = store.current
    assert store.current is before
    leaf = issued(ca, NAME)
    put(leaf, files)
    assert store.current.chain == chain_of(leaf)


def test_the_last_good_ones_stay(store: CertificateStore, files: TlsFiles, ca: trustme.CA, logged: list[str]) -> None:
    """While only half of the change is there; that is said once. The other half mends it."""
    before, leaf = store.current, issued(ca, NAME)
    files.certificate.write_bytes(chain_of(leaf))
    assert [store.current for _ in range(3)] == [before] * 3
    assert [line for line in logged if "the certificates of before stay in use: TLS_KEY_FILE" in line] == logged
    assert len(logged) == 1
    put(leaf, files)
    assert store.current.chain == chain_of(leaf)


def test_a_certificate_of_an_unknown_authority_waits_for_it(store: CertificateStore, files: TlsFiles) -> None:
    """It is not used before this process trusts who has issued it."""
    before, new = store.current, trustme.CA()
    leaf = issued(new, NAME)
    put(leaf, files)
    assert store.current is before
    trust([new], files)
    assert store.current.chain == chain_of(leaf)


def test_files_that_are_gone_change_nothing(store: CertificateStore, files: TlsFiles) -> None:
    """What is there is not lost with them."""
    before = store.current
    files.key.unlink()
    assert store.current is before


def test_who_may_call_follows_from_the_catalogue() -> None:
    """Main all, and each stage those after it in a chain; health also the own name; diagnostics main alone."""
    found = {stage.letter: callers(stage)["stage"] for stage in STAGES}
    assert found["A"] == {MAIN}
    assert found["B"] == {MAIN, "service-a"}
    assert {letter for letter, names in found.items() if "service-b" in names} == {"C1", "C2", "C3", "C4"}
    assert found["D"] == {MAIN, "service-c1", "service-c2", "service-c3", "service-c4"}
    for stage in STAGES:
        assert callers(stage)["health"] == {*found[stage.letter], stage.service}
        assert callers(stage)["diagnostics"] == {MAIN}


@pytest.mark.parametrize(
    ("stage", "addresses", "names"),
    [
        ("service_a", ["service-b:9000"], ["story_analyzer"]),
        ("service_b", ["10.0.0.1:50054", "10.0.0.1:50053"], ["audio_script", "image_concept"]),
        ("service_c1", ["10.0.0.1:9000"], ["aggregator"]),
        ("service_b", [f"h:{n}" for n in "1234"], ["image_concept", "audio_script", "translation", "formatting"]),
        ("service_b", ["10.0.0.1:9000"], ["10.0.0.1:9000"]),
    ],
)
def test_the_stage_behind_an_address(stage: str, addresses: list[str], names: list[str]) -> None:
    """By its host, its port or its place: so is known whose certificate it must show."""
    assert names_of(addresses, find(stage)) == names
