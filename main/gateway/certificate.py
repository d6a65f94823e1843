"""The gateway's own certificate, for HTTPS: read from two files, checked, and read anew when they change.

The cluster's authority issued it, or any other one: whether a client trusts that is not known here.
"""

import ssl
from dataclasses import dataclass, field
from datetime import datetime

from services.contract.errors import ConfigurationError
from services.runtime.certificates import EXPIRED, KeyPair, Newest, present, read, reason_of, shake_hands

CERTIFICATE, KEY = "GATEWAY_CERTIFICATE_FILE", "GATEWAY_KEY_FILE"
WHOSE = "the gateway's"
RENEW = "`make site` where the playbooks made it, else by whoever issued it"
"""How its certificate is called in the log, and what makes a new one."""


@dataclass(frozen=True, eq=False)
class GatewayCertificate:
    """What the files held at one moment."""

    server: ssl.SSLContext = field(repr=False)
    """Asks clients for no certificate."""
    ends: datetime
    """When clients begin to refuse it."""


class GatewayCertificates(Newest[GatewayCertificate]):
    """The newest of it."""

    def __init__(self, files: KeyPair) -> None:
        """Raises ConfigurationError for files of no use."""
        super().__init__((files.certificate, files.key), lambda: load(files))

    def context(self) -> ssl.SSLContext:
        """For a handshake that begins now."""
        return self.current.server


def load(files: KeyPair) -> GatewayCertificate:
    """Read the files, and check that they fit together, and that the certificate is a server's and its time is now.

    Raises ConfigurationError, which names the variable that is wrong.
    """
    chain = read(files.certificate, CERTIFICATE)
    key = read(files.key, KEY, secret=True)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.minimum_version = ssl.TLSVersion.TLSv1_2
    server.set_alpn_protocols(["http/1.1"])
    present(server, chain, key, files, KEY)
    try:
        ends = shake_hands(server, _trusting(chain), "gateway")
    except (ssl.SSLError, ValueError) as error:
        mend = f"renew it: {RENEW}" if getattr(error, "verify_code", 0) == EXPIRED else "use one that is for servers"
        raise ConfigurationError(
            f"{CERTIFICATE}: clients would refuse {files.certificate} ({reason_of(error)}); {mend}"
        ) from None
    return GatewayCertificate(server=server, ends=ends)


def _trusting(chain: bytes) -> ssl.SSLContext:
    """A client that trusts these certificates themselves, whoever issued them and for whatever name."""
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client.check_hostname = False
    client.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    client.load_verify_locations(cadata=chain.decode("ascii", "replace"))
    return client
