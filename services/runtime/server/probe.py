"""The health check of every container: python -m services.runtime.server.probe.

Asks grpc.health.v1.Health/Check over a socket, or GET /health, by hand: importing grpc or an HTTP library for one small
request costs several times the CPU of the whole probe, every few seconds, in every container. HTTP/2 frames: RFC 9113;
HPACK literals: RFC 7541, 6.2.2; gRPC's framing: PROTOCOL-HTTP2 of grpc.
"""

import os
import socket
import struct
import sys

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, SETTINGS, PING = 0, 1, 4, 6
END_STREAM, END_HEADERS, ACK = 1, 4, 1
SERVING = b"\x08\x01"  # HealthCheckResponse{status: SERVING}
TIMEOUT = 2.0
TLS = ("TLS_CERTIFICATE_FILE", "TLS_KEY_FILE", "TLS_CA_FILE")
GATEWAY = ("GATEWAY_CERTIFICATE_FILE",)
Files = tuple[str, ...]
"""Paths for TLS: of certificate, key and authorities; of the certificate alone where callers show none, as the
gateway's; empty without TLS."""


def _frame(kind: int, flags: int, stream: int, payload: bytes) -> bytes:
    return struct.pack(">I", len(payload))[1:] + struct.pack(">BBI", kind, flags, stream) + payload


def _header(name: bytes, value: bytes) -> bytes:
    return b"\x00" + bytes((len(name),)) + name + bytes((len(value),)) + value


def _request(scheme: bytes) -> bytes:
    headers = b"".join(
        _header(name, value)
        for name, value in (
            (b":method", b"POST"),
            (b":scheme", scheme),
            (b":path", b"/grpc.health.v1.Health/Check"),
            (b":authority", b"localhost"),
            (b"content-type", b"application/grpc"),
            (b"te", b"trailers"),
        )
    )
    empty_message = b"\x00" + struct.pack(">I", 0)
    return (
        PREFACE
        + _frame(SETTINGS, 0, 0, b"")
        + _frame(HEADERS, END_HEADERS, 1, headers)
        + _frame(DATA, END_STREAM, 1, empty_message)
    )


def _connected(host: str, port: int, tls: Files) -> socket.socket:
    connection = socket.create_connection((host, port), TIMEOUT)
    if not tls:
        return connection
    # For those who have certificates only: importing it takes as long as all the rest.
    import ssl  # noqa: PLC0415

    try:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        # The authorities alone: what answers on this very address is the own server, whatever its certificate's name.
        context.check_hostname = False
        if len(tls) == len(TLS):
            certificate, key, ca = tls
            context.load_verify_locations(ca)
            context.load_cert_chain(certificate, key, password="")
        else:
            # Whose authority is not known here. One that has ended is for clients to refuse: a restart mends nothing.
            context.verify_mode = ssl.CERT_NONE
        context.set_alpn_protocols(["h2", "http/1.1"])
        return context.wrap_socket(connection)
    except OSError:
        connection.close()
        raise


def _read(connection: socket.socket, count: int) -> bytes:
    parts = b""
    while len(parts) < count:
        part = connection.recv(count - len(parts))
        if not part:
            raise ConnectionError("the server closed the connection")
        parts += part
    return parts


def is_serving(host: str, port: int, tls: Files = ()) -> bool:
    """Call grpc.health.v1.Health/Check; return whether the status is SERVING. Raises OSError when no server answers."""
    with _connected(host, port, tls) as connection:
        connection.sendall(_request(b"https" if tls else b"http"))
        message = b""
        while True:
            head = _read(connection, 9)
            length = int.from_bytes(head[:3], "big")
            kind, flags, stream = struct.unpack(">BBI", head[3:])
            payload = _read(connection, length)
            if kind == SETTINGS and not flags & ACK:
                connection.sendall(_frame(SETTINGS, ACK, 0, b""))
            elif kind == PING and not flags & ACK:
                connection.sendall(_frame(PING, ACK, 0, payload))
            elif stream == 1 and kind == DATA:
                message += payload
            if stream == 1 and flags & END_STREAM and kind in (DATA, HEADERS):
                return message[5:] == SERVING


def answers(host: str, port: int, path: str, tls: Files = ()) -> bool:
    """GET the path; return whether the status is 200. Raises OSError when no server answers."""
    with _connected(host, port, tls) as connection:
        connection.sendall(f"GET {path} HTTP/1.0\r\nHost: localhost\r\n\r\n".encode())
        with connection.makefile("rb") as answer:
            return answer.readline(100).split()[1:2] == [b"200"]


def setting(name: str) -> str:
    """Return a variable's value from the environment or CONFIG_FILES, or "".

    services.runtime.settings finds the same value (a test compares), but costs too much to import here.
    """
    found = ""
    for path in os.environ.get("CONFIG_FILES", "").split(":"):
        try:
            with open(path, encoding="utf-8") as file:
                lines = [line.strip().removeprefix("export ").partition("=") for line in file if "=" in line]
        except OSError:
            continue
        values = {key.strip().upper(): value.partition(" #")[0].strip().strip("'\"") for key, _, value in lines}
        found = values.get(name, found)
    return os.environ.get(name) or found


def own_files(names: tuple[str, ...] = TLS) -> Files:
    """The files of this process's own certificate, which these variables name; empty when it has none."""
    found = tuple(map(setting, names))
    return found if all(found) else ()


def main() -> None:
    """Exit 0 when this container's server is healthy, 1 with the reason when not."""
    port = int(setting("SERVICE_PORT"))
    try:
        if setting("SERVICE_NAME") == "main":
            healthy = answers("127.0.0.1", port, "/healthz", own_files(GATEWAY))
        elif setting("PIPELINE_MODE") == "rpc":
            healthy = answers("127.0.0.1", port, "/health", own_files())
        else:
            healthy = is_serving("127.0.0.1", port, own_files())
    except OSError as error:
        sys.exit(f"nothing answers on port {port}: {error}")
    sys.exit(0 if healthy else f"the server on port {port} is not healthy")


if __name__ == "__main__":
    main()
