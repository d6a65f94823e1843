"""A real PostgreSQL server for tests: Debian's programs, data in a folder, a port on loopback."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

USER = "storyloom"
READY_SECONDS = 30.0


def programs() -> Path | None:
    """The folder of the newest server's programs; None where none is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


def _owner() -> str | None:
    """Who the server runs as: it refuses root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@dataclass
class Server:
    """A server that may be stopped, killed, paused and started again."""

    folder: Path
    port: int
    _process: subprocess.Popen[bytes] | None = None

    def url(self, database: str = "postgres") -> str:
        """For STORE_URL."""
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Start it and wait until it answers."""
        folder = programs()
        assert folder is not None
        command = [str(folder / "postgres"), "-D", str(self.folder / "data"), "-p", str(self.port)]
        options = ["-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={self.folder}"]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [*command, *options], stdout=log, stderr=log, cwd=self.folder, user=_owner(), start_new_session=True
            )
        until = time.monotonic() + READY_SECONDS
        ready = [str(folder / "pg_isready"), "-h", "127.0.0.1", "-p", str(self.port), "-q"]
        while subprocess.run(ready, check=False).returncode:
            assert self._process.poll() is None, (self.folder / "log").read_text()[-4000:]
            assert time.monotonic() < until, (self.folder / "log").read_text()[-4000:]
            time.sleep(0.05)

    def end(self, number: int) -> None:
        """Send the whole server a signal and wait until it has ended."""
        assert self._process is not None
        self._process.send_signal(number)
        self._process.wait(READY_SECONDS)

    def signal_all(self, number: int) -> None:
        """Send a signal to each of its processes, such as SIGSTOP and SIGCONT."""
        assert self._process is not None
        os.killpg(self._process.pid, number)
        for child in _children(self._process.pid):
            os.kill(child, number)

    def create(self, database: str) -> str:
        """Make an empty database; its URL."""
        self.query(f'CREATE DATABASE "{database}"')
        return self.url(database)

    def query(self, statement: str, database: str = "postgres") -> str:
        """Run a statement as the owner; what psql says."""
        command = ["psql", "-h", "127.0.0.1", "-p", str(self.port), "-U", USER, "-d", database, "-qAtc", statement]
        psql = shutil.which("psql", path=f"{programs()}:{os.environ['PATH']}")
        assert psql
        done = subprocess.run([psql, *command[1:]], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


def _children(parent: int) -> list[int]:
    found = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [int(child) for child in found]


@contextmanager
def served() -> Iterator[Server]:
    """A new server for the length of the block, with its data in a folder that ends with it."""
    binaries = programs()
    assert binaries is not None
    owner = _owner()
    with (
        tempfile.TemporaryDirectory(prefix="storyloom-postgres-") as name,
        socket.create_server(("127.0.0.1", 0)) as free,
    ):
        folder = Path(name)
        if owner is not None:
            shutil.chown(folder, owner)
        initdb = [str(binaries / "initdb"), "-D", str(folder / "data"), "-U", USER, "--auth=trust", "--encoding=UTF8"]
        subprocess.run([*initdb, "--locale=C"], check=True, capture_output=True, cwd=folder, user=owner)
        server = Server(folder, free.getsockname()[1])
        free.close()
        server.start()
        try:
            yield server
        finally:
            server.signal_all(signal.SIGCONT)
            server.end(signal.SIGINT)
