"""How an edge reaches its stage: one object of options, handed to every connection."""

from dataclasses import dataclass, field

from services.contract.calls import Service
from services.runtime.certificates import Certificates, CertificateStore
from services.runtime.client.backoff import Backoff
from services.runtime.client.replicas import Resolve, resolve
from services.runtime.observer import UNOBSERVED, Observer


@dataclass(frozen=True)
class EdgeOptions:
    """A replica is dialled by its address and, over TLS, known by its service's name."""

    patience: float = 10.0
    """Seconds for which an unreachable stage is tried again, within the call's own time."""
    backoff: Backoff = field(default_factory=Backoff)
    """Pauses between two tries."""
    stream_seconds: float = 1_800.0
    """A stream's age after which new requests go to a fresh one: a connection that the server has told to go stays up
    for an hour at most."""
    service: Service = "stage"
    """Which service of the stage's server is called."""
    resolve: Resolve = resolve
    """From host and port to the addresses of all replicas."""
    observer: Observer = UNOBSERVED
    """Told of each call."""
    certificates: CertificateStore | None = None
    """For mutual TLS: who this process is, and which authorities it trusts. Without, connections are plain."""

    @property
    def newest(self) -> Certificates | None:
        """The certificates for a new connection; one that was made with others is to be renewed."""
        return self.certificates.current if self.certificates else None
