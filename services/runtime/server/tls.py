"""TLS of a stage's listeners: the certificate that they show, and whom they let in."""

import ipaddress
import ssl
from dataclasses import dataclass
from typing import Any

import grpc

from services.runtime.certificates import Certificates, CertificateStore
from services.runtime.server.access import Access


@dataclass(frozen=True)
class Tls:
    """What a listener needs for mutual TLS."""

    certificates: CertificateStore
    access: Access

    def context(self) -> ssl.SSLContext:
        """For a handshake that begins now."""
        return self.certificates.current.server


def grpc_credentials(certificates: CertificateStore) -> grpc.ServerCredentials:
    """Credentials with which every handshake shows the newest certificate, and verifies the caller's by the newest CAs.

    Callers without a certificate are refused.
    """
    given = certificates.current

    def configuration(found: Certificates) -> grpc.ServerCertificateConfiguration:
        return grpc.ssl_server_certificate_configuration([(found.key, found.chain)], found.ca)

    def fetch() -> grpc.ServerCertificateConfiguration | None:
        """None when nothing has changed. gRPC calls it before each handshake, on a thread of its own."""
        nonlocal given
        if (found := certificates.current) is given:
            return None
        given = found
        return configuration(found)

    return grpc.dynamic_ssl_server_credentials(
        configuration(given),
        fetch,  # type: ignore[arg-type]  # None is for no change, as grpc documents it
        require_client_authentication=True,
    )


def dns_names(transport: Any) -> tuple[str, ...]:
    """The DNS names of the certificate at the other end of an asyncio transport; none without TLS."""
    shown = transport.get_extra_info("peercert") or {}
    return tuple(name for kind, name in shown.get("subjectAltName", ()) if kind == "DNS")


def is_loopback(bind: str) -> bool:
    """Whether only this machine reaches who listens on this address."""
    try:
        return ipaddress.ip_address(bind.strip("[]")).is_loopback
    except ValueError:
        return bind == "localhost"
