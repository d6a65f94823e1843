"""Questions to a port, asked from any place as anybody, and what is heard there."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import trustme

from tests.certificates import chain_of
from tests.conftest import ROOT
from tests.lab.conftest import container_of, placed

Place = tuple[str, ...]
"""The command that runs Python there."""
OUTSIDE: Place = (sys.executable,)
"""This host, which is none of the machines."""
Identity = tuple[str, str]
"""A private key, and its certificate with those after it, in PEM."""
NOBODY: Identity = ("", "")
"""Shows no certificate."""
SECRETS = ROOT / ".secrets"

# Needs nothing but Python, as on a machine. All questions at once, for a closed port is one that does not answer.
KNOCK = """
import json, os, socket, ssl, sys, tempfile
from concurrent.futures import ThreadPoolExecutor

def secured(link, asking):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_alpn_protocols(["h2" if asking["says"].startswith("PRI") else "http/1.1"])
    if asking["shows"][0]:
        with tempfile.NamedTemporaryFile("w") as file:
            file.write("".join(asking["shows"]))
            file.flush()
            context.load_cert_chain(file.name)
    return context.wrap_socket(link)

def heard(asking):
    try:
        link = socket.create_connection((asking["host"], asking["port"]), 3)
    except OSError:
        return "closed"
    link.settimeout(20)
    try:
        if not asking["plain"]:
            link = secured(link, asking)
        link.sendall(asking["says"].encode("latin-1"))
        return link.recv(200).decode("latin-1") or "refused"
    except OSError as error:
        return "silent" if isinstance(error, TimeoutError) else "refused"
    finally:
        link.close()

with ThreadPoolExecutor(16) as pool:
    print(json.dumps(list(pool.map(heard, json.loads(sys.argv[1])))))
"""

# In a container of ours, which has gRPC and the files of its own identity.
CALL = """
import json, os, sys
import grpc

def own(what):
    return open(os.environ[f"TLS_{what}_FILE"], "rb").read()

def heard(asking):
    pair = [part.encode() or None for part in asking["shows"]] if asking["shows"] else [own("KEY"), own("CERTIFICATE")]
    trusted = asking["trusts"].encode() or own("CA")
    options = [("grpc.ssl_target_name_override", asking["name"])] if asking["name"] else []
    if asking["plain"]:
        channel = grpc.insecure_channel(asking["target"])
    else:
        channel = grpc.secure_channel(asking["target"], grpc.ssl_channel_credentials(trusted, *pair), options)
    with channel:
        try:
            channel.unary_unary(asking["method"])(b"", timeout=20)
        except grpc.RpcError as error:
            return error.code().name
    return "OK"

print(json.dumps([heard(asking) for asking in json.loads(sys.argv[1])]))
"""


@dataclass(frozen=True)
class Knock:
    """Bytes for a port, inside TLS or in plain."""

    host: str
    port: int
    says: str = ""
    """In Latin-1. HTTP/2's preface is said as gRPC would."""
    shows: Identity = NOBODY
    plain: bool = False


@dataclass(frozen=True)
class Call:
    """A gRPC call with an empty message."""

    target: str
    method: str = "/grpc.health.v1.Health/Check"
    shows: Identity | None = None
    """The caller's certificate; None for its container's own."""
    trusts: str = ""
    """The authority's certificate in PEM; by default what the container trusts."""
    name: str = ""
    """The server's, where it is not the target's."""
    plain: bool = False


def machine(name: str) -> Place:
    """On one of the machines."""
    return "docker", "exec", name, "python3"


def container(service: str, at: str = "") -> Place:
    """In a container of the service, and so on the overlay network; on its machine, or the one that is named."""
    at = at or placed()[service]
    return "docker", "exec", at, "docker", "exec", container_of(at, service), "python3"


def knock(place: Place, knocks: Sequence[Knock]) -> list[str]:
    """What is heard at each knock: the first bytes of an answer, or closed, refused, silent."""
    return _asked(place, KNOCK, knocks)


def call(place: Place, calls: Sequence[Call]) -> list[str]:
    """The name of each call's status."""
    return _asked(place, CALL, calls)


def _asked(place: Place, script: str, questions: Sequence[Any]) -> list[str]:
    given = json.dumps([asdict(question) for question in questions])
    done = subprocess.run([*place, "-c", script, given], capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stderr
    found: list[str] = json.loads(done.stdout)
    return found


def http(path: str, authorization: str = "") -> str:
    """A request as bytes of a connection."""
    header = f"Authorization: {authorization}\r\n" if authorization else ""
    return f"GET {path} HTTP/1.1\r\nHost: here\r\n{header}Connection: close\r\n\r\n"


def status(heard: str) -> str:
    """The status of an HTTP answer; what is no such answer, as it is."""
    return heard.split()[1] if heard.startswith("HTTP/") else heard


def identity(path: str) -> Identity:
    """Key and certificate of a service, such as "pki/main", as the controller has them."""
    return tuple((SECRETS / f"{path}.{kind}").read_text() for kind in ("key", "crt"))  # type: ignore[return-value]


def authority(path: str) -> trustme.CA:
    """An authority of the controller's, such as "pki/ca", to issue what it would never issue."""
    return trustme.CA.from_pem(*((SECRETS / f"{path}.{kind}").read_bytes() for kind in ("crt", "key")))


def shown(leaf: trustme.LeafCert | None) -> Identity:
    """A certificate as a question has it."""
    return NOBODY if leaf is None else (leaf.private_key_pem.bytes().decode(), chain_of(leaf).decode())
