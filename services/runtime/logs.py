"""Logs: one JSON object a line on stdout, with the run id and the stage where there is one."""

import json
import logging
import sys
from typing import TYPE_CHECKING

from loguru import logger

if TYPE_CHECKING:
    from loguru import Record


def configure(level: str, **constants: str) -> None:
    """Send all logs to stdout as JSON lines; `constants` (stage, node) go into each."""

    def render(record: "Record") -> str:
        line: dict[str, object] = {
            "time": record["time"].isoformat(timespec="milliseconds"),
            "level": record["level"].name,
            "message": record["message"],
            **constants,
            **{key: value for key, value in record["extra"].items() if key != "line"},
        }
        if record["exception"] is not None:
            line["error"] = repr(record["exception"].value)
        record["extra"]["line"] = json.dumps(line, ensure_ascii=False, default=str)
        return "{extra[line]}\n" + ("{exception}" if level == "DEBUG" else "")

    logger.remove()
    logger.add(sys.stdout, level=level, format=render, backtrace=False, diagnose=False)
    logging.basicConfig(handlers=[_ToLoguru()], level=logging.WARNING, force=True)


def to_stderr(level: str) -> None:
    """For a person at a terminal: only what is at least this bad, as plain lines on stderr."""
    logger.remove()
    logger.add(sys.stderr, level=level, format="{level}: {message}", backtrace=False, diagnose=False)


class _ToLoguru(logging.Handler):
    """Libraries that log through the standard library end up in the same stream."""

    def emit(self, record: logging.LogRecord) -> None:
        logger.opt(exception=record.exc_info).log(record.levelname, record.getMessage())
