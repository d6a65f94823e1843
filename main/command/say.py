"""What the command says: results on stdout, everything else on stderr; a reader that goes away ends neither.

Parts of it may come from a server or a package: a terminal shows them, and obeys none.
"""

import json
import os
import sys
from typing import Any, TextIO

from rich.console import Console

from services.contract.shown import printable


def result(text: str) -> None:
    """One line on stdout: what a script takes."""
    _write(text, sys.stdout)


def note(text: str) -> None:
    """One line on stderr: what a person reads."""
    _write(text, sys.stderr)


def event(kind: str, data: dict[str, Any]) -> None:
    """One JSON object on a line of stdout."""
    result(json.dumps({"event": kind, **data}))


def _write(text: str, stream: TextIO) -> None:
    try:
        print(printable(text), file=stream, flush=True)
    except BrokenPipeError:
        silence(stream)


def silence(stream: TextIO) -> None:
    """Let what is still to be said to a closed pipe go nowhere: the work goes on, and Python's last flush is quiet."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def console(stream: TextIO) -> Console:
    """A rich console for tables, in the terminal's width and with its colours."""
    return Console(file=stream, highlight=False)


def table(*rows: Any, stream: TextIO | None = None) -> None:
    """Print what rich renders, on stdout when no stream is given."""
    stream = stream or sys.stdout
    try:
        made = console(stream)
        with made.capture() as captured:
            made.print(*rows)
        stream.write(captured.get())
        stream.flush()
    except BrokenPipeError:
        silence(stream)
