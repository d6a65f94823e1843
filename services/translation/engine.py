"""Apertium's programs kept warm: the pipeline of one mode, started once, answers one line after another.

Each program of a mode runs with -z: it then ends a text at a NUL byte and flushes (lttoolbox's and apertium's "null
flush"), so that a pipeline need not be started, which takes some hundred times what a sentence does.
"""

import os
import selectors
import shlex
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from services.contract import progress

IDLE = 300.0
"""Seconds without a request after which a pipeline is ended: its dictionaries have 200 to 740 MB in memory."""
LOOK = 0.1
"""Seconds after which whoever waits looks whether the answer is still wanted."""
PIECE = 65_536
"""Bytes that are read or written at once."""


class EngineFailed(Exception):
    """Apertium ended, or did not answer in time."""


class Pipeline:
    """The programs of one mode, each reading what the one before writes. One caller at a time."""

    def __init__(self, mode: Path) -> None:
        """Start them. Raises EngineFailed."""
        self._programs: list[subprocess.Popen[bytes]] = []
        self._source = -1
        try:
            for command in commands(mode):
                self._start(command)
        except OSError as error:
            self.close()
            raise EngineFailed(f"{mode.name}: {error}") from error
        if not self._programs:
            raise EngineFailed(f"{mode.name} names no program")
        stdin = self._programs[0].stdin
        assert stdin is not None  # noqa: S101 - for mypy
        self._sink = stdin.fileno()
        os.set_blocking(self._source, False)
        os.set_blocking(self._sink, False)

    def _start(self, command: list[str]) -> None:
        program = subprocess.Popen(
            command,
            stdin=self._source if self._programs else subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            # Ctrl-C is for the service. When that ends, its end of the pipe does, and so do the programs.
            start_new_session=True,
        )
        if self._programs:
            os.close(self._source)
        self._programs.append(program)
        assert program.stdout is not None  # noqa: S101 - for mypy
        self._source = os.dup(program.stdout.fileno())
        program.stdout.close()

    @property
    def is_open(self) -> bool:
        """Whether it can be asked."""
        return self._source >= 0

    def ask(self, text: bytes, deadline: float, doing: str) -> bytes:
        """What the programs make of a text without NUL; `doing` is reported while they take their time.

        Raises EngineFailed or GivenUp; they are ended then, for their answer would be taken for another text's.
        """
        try:
            return self._ask(text, deadline, doing)
        except BaseException:
            self.close()
            raise

    def _ask(self, text: bytes, deadline: float, doing: str) -> bytes:
        waiting, answer = memoryview(text + b"\0"), bytearray()
        with selectors.DefaultSelector() as selector:
            selector.register(self._source, selectors.EVENT_READ)
            selector.register(self._sink, selectors.EVENT_WRITE)
            while not answer.endswith(b"\0"):
                ready = selector.select(_pause(deadline))
                if not ready:
                    if time.monotonic() >= deadline:
                        raise EngineFailed("apertium did not answer in time")
                    progress.report(doing)
                for key, _ in ready:
                    if key.fd == self._source:
                        if not (piece := os.read(self._source, PIECE)):
                            raise EngineFailed("apertium ended")
                        answer += piece
                    else:
                        waiting = waiting[self._write(waiting) :]
                        if not waiting:
                            selector.unregister(self._sink)
        return bytes(answer[:-1])

    def _write(self, waiting: memoryview) -> int:
        try:
            return os.write(self._sink, waiting[:PIECE])
        except BlockingIOError:
            return 0
        except BrokenPipeError:
            raise EngineFailed("apertium ended") from None

    def close(self) -> None:
        """End all programs."""
        for program in self._programs:
            # Each leads a group of its own, which goes with it.
            os.killpg(program.pid, signal.SIGKILL)
            program.wait()
            if program.stdin is not None:
                program.stdin.close()
        if self._source >= 0:
            os.close(self._source)
            self._source = -1


def _pause(deadline: float) -> float:
    return max(0.0, min(LOOK, deadline - time.monotonic()))


def commands(mode: Path) -> Iterator[list[str]]:
    """The programs of a mode file, each with -z. Raises OSError."""
    # The file is a shell pipeline of plain words; $1 is the generator's option, $2 one of the tagger's, here not used.
    line = mode.read_text(encoding="utf-8").replace("$1", "-g").replace("$2", "")
    for part in line.split("|"):
        if words := shlex.split(part):
            yield [words[0], "-z", *words[1:]]


class Engine:
    """The pipeline of one mode: started when first asked, replaced when it failed, ended after IDLE seconds unused."""

    def __init__(self, mode: Path) -> None:
        self._mode = mode
        self._lock = threading.Lock()
        self._pipeline: Pipeline | None = None
        self._idle: threading.Timer | None = None

    def ask(self, texts: Sequence[bytes], seconds: float, doing: str) -> list[bytes]:
        """What the mode makes of each text; when the pipeline dies, a new one is tried once. Raises EngineFailed.

        `doing` is reported with how many texts are done, so that the work ends when nobody waits for it any more.
        """
        deadline = time.monotonic() + seconds
        while not self._lock.acquire(timeout=_pause(deadline)):
            if time.monotonic() >= deadline:
                raise EngineFailed("apertium is busy")
            progress.report(doing)
        try:
            try:
                return self._asked(texts, deadline, doing)
            except EngineFailed:
                if time.monotonic() >= deadline:
                    raise
                return self._asked(texts, deadline, doing)
        finally:
            self._lock.release()

    def _asked(self, texts: Sequence[bytes], deadline: float, doing: str) -> list[bytes]:
        if self._idle is not None:
            self._idle.cancel()
        pipeline, self._pipeline = self._pipeline or Pipeline(self._mode), None
        answers: list[bytes] = []
        try:
            for text in texts:
                progress.report(doing, len(answers), len(texts))
                answers.append(pipeline.ask(text, deadline, doing))
        finally:
            # Also when nobody waits any more: between two texts there is nothing left to answer.
            if pipeline.is_open:
                self._keep(pipeline)
        return answers

    def _keep(self, pipeline: Pipeline) -> None:
        """Keep it warm for the next request, for a while."""
        self._pipeline = pipeline
        self._idle = threading.Timer(IDLE, self.close)
        self._idle.daemon = True
        self._idle.start()

    def close(self) -> None:
        """End the pipeline; the next request starts another."""
        with self._lock:
            if self._pipeline is not None:
                self._pipeline.close()
                self._pipeline = None


_ENGINES: dict[Path, Engine] = {}


def ask(mode: Path, texts: Sequence[bytes], seconds: float, doing: str) -> list[bytes]:
    """What a mode's programs make of each text, within so many seconds for all; see Engine.ask. Raises EngineFailed."""
    return _ENGINES.setdefault(mode, Engine(mode)).ask(texts, seconds, doing)
