"""Who may call what of a stage's server, by the names of the caller's certificate; it follows from the catalogue."""

import time
from collections.abc import Collection, Mapping
from typing import Literal

from loguru import logger

from services.catalog import MAIN, STAGES, Stage, successors
from services.contract.errors import PermissionDenied
from services.contract.shown import cut

Asked = Literal["stage", "health", "diagnostics"]
"""What a call is for: the stage or its null stage, the server's health, or what the benchmark and people ask of it."""
MAX_NAMES = 200
"""Most characters of a caller's names in a message."""
MAX_LINES, WINDOW_SECONDS = 20, 60.0
"""At most so many refusals are logged within so many seconds; the others are counted."""


def callers(stage: Stage) -> Mapping[Asked, frozenset[str]]:
    """Who may call the stage's server: main all of it, the stages before it in a chain the stage.

    Each of them may ask for its health, and so may the stage's own container.
    """
    calling = frozenset({MAIN, *(before.service for before in STAGES if stage in successors(before))})
    return {"stage": calling, "health": calling | {stage.service}, "diagnostics": frozenset({MAIN})}


class Access:
    """Refuses callers of one stage's server."""

    def __init__(self, stage: Stage) -> None:
        self._stage, self._service = stage.name, stage.service
        self._callers = callers(stage)
        self._window_ends = 0.0
        self._refused = 0

    def check(self, asked: Asked, names: Collection[str], peer: str) -> None:
        """Raise PermissionDenied unless one of the certificate's `names` may ask this; `peer`: the caller's address."""
        allowed = self._callers[asked]
        if not allowed.isdisjoint(names):
            return
        who = cut(", ".join(names), MAX_NAMES) or "a certificate without a DNS name"
        self.log(f"refused {who} at {peer}, who may not call the {asked} of {self._service}")
        known = " or ".join(sorted(allowed))
        raise PermissionDenied(f"{who} may not call the {asked} of {self._service}; a certificate of {known} may").at(
            self._stage
        )

    def log(self, line: str) -> None:
        """Log a refusal, unless there were too many."""
        now = time.monotonic()
        if now >= self._window_ends:
            if (more := self._refused - MAX_LINES) > 0:
                logger.warning("refused {} calls more", more)
            self._window_ends, self._refused = now + WINDOW_SECONDS, 0
        self._refused += 1
        if self._refused <= MAX_LINES:
            logger.warning("{}", line)
