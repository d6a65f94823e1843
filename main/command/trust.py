"""Whose word the command takes for a gateway that it asks over https: the system's authorities, or those of a file.

The file is chosen once for the process, by the option --ca-file, its variable, or the user's file of settings.
"""

import ssl
from pathlib import Path

import aiohttp

from services.contract.errors import ConfigurationError

OPTION = "--ca-file"
NAMED = "--ca-file (STORYLOOM_CA_FILE): "
"""What an error of that file begins with."""
ENDED = (9, 10)
"""OpenSSL's numbers for a certificate whose time is yet to come, or over."""
OTHER_NAME = (62, 64)
"""Those for a certificate of another host name, or of another address."""
_chosen: Path | None = None


class Untrusted(ConfigurationError):
    """A gateway's certificate is not taken. To ask again does not help, to ask another gateway may."""


def choose(file: Path | None) -> None:
    """Take the word of this file's authorities, and of no others; None is for those of the system."""
    global _chosen  # noqa: PLW0603 - one for the process, as its environment is
    _chosen = file.expanduser() if file is not None else None


def context() -> ssl.SSLContext:
    """What verifies gateways. Raises ConfigurationError for a file of no use."""
    try:
        return ssl.create_default_context(cafile=_chosen)
    except ssl.SSLError:
        why = "has no certificates in PEM"
    except OSError as error:
        why = f"cannot be read: {error.strerror}"
    raise ConfigurationError(f"{NAMED}{_chosen} {why}")


def refused(server: str, error: aiohttp.ClientConnectorCertificateError) -> Untrusted:
    """The error that says why the certificate of the gateway at `server` is not taken, and what to do."""
    found = error.certificate_error
    code = getattr(found, "verify_code", 0)
    why = str(getattr(found, "verify_message", "") or found).rstrip(".")
    if code in OTHER_NAME:
        mend = "ask it by a name that its certificate has, or give it one with this name (gateway_tls_names)"
    elif code in ENDED:
        mend = "the gateway's operator renews it, and both machines' clocks must be right"
    else:
        mend = (
            f"give the file of the authority that issued it with {OPTION} or STORYLOOM_CA_FILE, such as the playbooks'"
            " .secrets/pki/ca-trusted.crt"
        )
    return Untrusted(f"the certificate of {server} is not trusted ({why}); {mend}")
