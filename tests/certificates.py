"""Certificate authorities, and certificates in files as a process gets them."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal, get_args

import trustme

from services.catalog import MAIN, STAGES
from services.runtime.certificates import KeyPair, TlsFiles

EVERYBODY = (*(stage.service for stage in STAGES), MAIN)
Stranger = Literal["plain", "no certificate", "another authority", "expired", "another stage"]
"""Who is not let in; all but the first one speak TLS, and trust the right authority."""
STRANGERS: tuple[Stranger, ...] = get_args(Stranger)
GRPC_SAYS: dict[Stranger, str] = {
    "plain": "WRONG_VERSION_NUMBER",
    "no certificate": "PEER_DID_NOT_RETURN_A_CERTIFICATE",
    "another authority": "unable to get local issuer certificate",
    "expired": "certificate has expired",
    "another stage": "who may not call the diagnostics of",
}
"""What is in the log of a stage that serves gRPC: but for the last one gRPC's own words on stderr."""


def issued(ca: trustme.CA, *names: str, expired: bool = False) -> trustme.LeafCert:
    """A certificate with these DNS names, good for a day, or until an hour ago."""
    ends = datetime.now(UTC) + timedelta(hours=-1 if expired else 24)
    return ca.issue_cert(*names, not_before=ends - timedelta(days=2), not_after=ends)


def shown_by(stranger: Stranger, ca: trustme.CA, stage: str) -> trustme.LeafCert | None:
    """What a stranger shows to who trusts `ca`: a certificate of main's name, or of `stage`, which may not call."""
    if stranger == "another authority":
        return issued(trustme.CA(), MAIN)
    if stranger == "expired":
        return issued(ca, MAIN, expired=True)
    return issued(ca, stage) if stranger == "another stage" else None


def chain_of(leaf: trustme.LeafCert) -> bytes:
    """The certificate in PEM, with those after it."""
    return b"".join(blob.bytes() for blob in leaf.cert_chain_pems)


def put(leaf: trustme.LeafCert, files: KeyPair) -> None:
    """Write certificate and key, one after the other, each at once."""
    for path, content in ((files.certificate, chain_of(leaf)), (files.key, leaf.private_key_pem.bytes())):
        new = path.with_suffix(".new")
        new.write_bytes(content)
        new.chmod(0o600)
        new.rename(path)


def trust(cas: Iterable[trustme.CA], files: TlsFiles) -> None:
    """Write whom to trust, at once."""
    new = files.ca.with_suffix(".new")
    new.write_bytes(b"".join(ca.cert_pem.bytes() for ca in cas))
    new.rename(files.ca)


def files_for(folder: Path, name: str, ca: trustme.CA, *more: str) -> TlsFiles:
    """Certificate, key and authority of the process `name`, in the folder; `more` are other names that it has."""
    files = TlsFiles(folder / f"{name}.pem", folder / f"{name}.key", folder / f"{name}-ca.pem")
    put(issued(ca, name, *more), files)
    trust([ca], files)
    return files


def variables(files: TlsFiles) -> dict[str, Any]:
    """The settings that name the files, as arguments; in upper case they are variables."""
    return {"tls_certificate_file": files.certificate, "tls_key_file": files.key, "tls_ca_file": files.ca}
