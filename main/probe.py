"""Does the gateway on this port answer? For a container's health check: python -m main.probe.

A request by hand over a socket: an HTTP library costs several times the CPU of the whole probe to import.
"""

import socket

from services.runtime.probe import report

TIMEOUT = 2.0


def answers(host: str, port: int) -> bool:
    """GET /healthz; True for a 200. Raises OSError when there is no server."""
    with socket.create_connection((host, port), TIMEOUT) as connection:
        connection.settimeout(TIMEOUT)
        connection.sendall(b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n")
        with connection.makefile("rb") as answer:
            return answer.readline(100).split()[1:2] == [b"200"]


if __name__ == "__main__":
    report(answers)
