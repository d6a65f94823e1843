"""What `docker stack deploy` would make: it is run against a socket that writes its requests down and makes nothing.

So Docker itself reads, merges and translates the stack files, and no key that it accepts is lost on the way.
"""

import json
import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlsplit

KINDS = ("services", "networks", "secrets", "configs")
_REQUEST = re.compile(r"(?:/v[\d.]+)?/(?P<kind>\w+)(?:/(?P<name>[^/]+))?")


class _Handler(BaseHTTPRequestHandler):
    """The engine's API as an empty swarm would answer it, as far as a deploy asks."""

    protocol_version = "HTTP/1.1"
    server: "_Server"

    def do_HEAD(self) -> None:
        self._answer(200, None)

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        found = _REQUEST.fullmatch(url.path)
        kind, name = found.group("kind", "name") if found else ("", "")
        if kind == "_ping":
            self._answer(200, None)
        elif kind == "info":
            self._answer(200, {"OSType": "linux", "Swarm": {"LocalNodeState": "active", "ControlAvailable": True}})
        elif kind == "networks" and name:
            # An external network: whether it is there is asked of the real engine.
            self._answer(200, {"Name": name, "Id": name, "Scope": "swarm"})
        elif kind in ("secrets", "configs") and name:
            self._answer(404, {"message": f"{kind}: {name} not found"})
        elif kind in ("secrets", "configs"):
            # Asked for the ids of what services use: an id is the name here.
            filters = json.loads(parse_qs(url.query).get("filters", ["{}"])[0])
            self._answer(200, [{"ID": name, "Spec": {"Name": name}} for name in filters.get("name", {})])
        elif kind in ("services", "networks"):
            self._answer(200, [])
        else:
            self._refuse()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        found = _REQUEST.fullmatch(urlsplit(self.path).path)
        if not found or found["kind"] not in KINDS or found["name"] != "create":
            self._refuse()
            return
        made = json.loads(body)
        # What a secret holds is nobody's business here.
        made.pop("Data", None)
        self.server.made[found["kind"]].append(made)
        self._answer(201, {"ID": made["Name"], "Id": made["Name"]})

    def _refuse(self) -> None:
        self._answer(501, {"message": f"stack_recorder.py does not know {self.command} {self.path}"})

    def _answer(self, code: int, body: Any) -> None:
        data = b"" if body is None else json.dumps(body).encode()
        self.send_response(code)
        self.send_header("Api-Version", self.server.api_version)
        self.send_header("OSType", "linux")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Say nothing: a module's output is its result."""


class _Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True
    made: dict[str, list[dict[str, Any]]]
    api_version: str


@contextmanager
def recorder(socket: str, api_version: str) -> Iterator[dict[str, list[dict[str, Any]]]]:
    """Listen at a path; bodies of the engine's create requests by kind, without what secrets and configs hold."""
    with _Server(socket, _Handler) as server:
        server.made = {kind: [] for kind in KINDS}
        server.api_version = api_version
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server.made
        finally:
            server.shutdown()
            thread.join()
