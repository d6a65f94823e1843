"""The benchmark's own connections to the stages' diagnostics: as main's, over TLS where main has certificates."""

from functools import cache

import grpc

from main.settings import MainSettings
from services.catalog import MAIN
from services.runtime.certificates import CertificateStore, TlsFiles, store
from services.runtime.client.channel import open_channel
from services.runtime.settings import read


def dial(stage: str, target: str, authority: str) -> grpc.aio.Channel:
    """A channel to a server of the stage of this name; `target` and `authority` as open_channel's."""
    certificates = _certificates(read(MainSettings).tls_files)
    return open_channel(target, authority, stage, certificates.current if certificates else None)


@cache
def _certificates(files: TlsFiles | None) -> CertificateStore | None:
    return store(files, MAIN)
