"""Logs: one JSON object a line on stdout, with the run id and the stage where there is one."""

import json
import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from loguru import logger

from services.contract.errors import ConfigurationError
from services.contract.limits import MAX_ERROR_MESSAGE
from services.contract.shown import cut, printable

if TYPE_CHECKING:
    from loguru import Record


ROTATION, KEPT = "10 MB", 3
"""Largest size of a log file, and how many older files are kept: the same as Docker keeps of stdout."""

MAX_EXTRA = 300
"""Most characters of what stands in a line beside the message, such as a run's id, which a caller chooses."""


def configure(level: str, folder: Path | None = None, *, stage: str, node: str) -> None:
    """Send all logs to stdout as JSON lines with the stage and the node, and to a rotated file in the folder.

    Raises ConfigurationError when the folder cannot be written to.
    """
    constants = {"stage": stage, "node": node}

    def render(record: "Record") -> str:
        line: dict[str, object] = {
            "time": record["time"].isoformat(timespec="milliseconds"),
            "level": record["level"].name,
            "message": cut(record["message"], MAX_ERROR_MESSAGE),
            **constants,
            **{key: _bounded(value) for key, value in record["extra"].items() if key != "line"},
        }
        if record["exception"] is not None:
            line["error"] = cut(repr(record["exception"].value), MAX_EXTRA)
        record["extra"]["line"] = json.dumps(line, ensure_ascii=False, default=str)
        return "{extra[line]}\n" + ("{exception}" if level == "DEBUG" else "")

    logger.remove()
    logger.add(sys.stdout, level=level, format=render, backtrace=False, diagnose=False)
    if folder is not None:
        try:
            logger.add(
                folder / f"{stage}.log",
                level=level,
                format=render,
                rotation=ROTATION,
                retention=KEPT,
                backtrace=False,
                diagnose=False,
            )
        except OSError as error:
            raise ConfigurationError(f"LOG_DIR: cannot write to {folder}: {error.strerror}") from None
    logging.basicConfig(handlers=[_ToLoguru()], level=logging.WARNING, force=True)


def _bounded(value: object) -> object:
    return cut(value, MAX_EXTRA) if isinstance(value, str) else value


def to_stderr(level: str) -> None:
    """Log to stderr as plain lines, from this level on; for a person at a terminal."""
    logger.remove()

    def render(record: "Record") -> str:
        record["extra"]["line"] = printable(cut(record["message"], MAX_ERROR_MESSAGE))
        return "{level}: {extra[line]}\n"

    logger.add(sys.stderr, level=level, format=render, backtrace=False, diagnose=False)


class _ToLoguru(logging.Handler):
    """Hands on what libraries log through the standard library."""

    def emit(self, record: logging.LogRecord) -> None:
        logger.opt(exception=record.exc_info).log(record.levelname, record.getMessage())
