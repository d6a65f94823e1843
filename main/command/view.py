"""What a person or a program sees of a run."""

import sys
from typing import Protocol

from main.command.lines import JsonView, PlainView, QuietView, Timings
from main.command.live import LiveView
from main.command.package import Verified
from pipeline.v1 import draft_pb2, stage_service_pb2


class View(Protocol):
    """Where a run's progress goes. The result is on stdout, what only a person wants on stderr."""

    def accepted(self, run_id: str) -> None:
        """A gateway has the run."""

    def started(self, stage: str) -> None:
        """A stage was asked."""

    def progressed(self, progress: stage_service_pb2.StageProgress) -> None:
        """A stage says what it is doing."""

    def completed(self, stage: str, timing: draft_pb2.StageTiming) -> None:
        """A stage answered."""

    def finished(self, run_id: str, package: Verified, timings: Timings) -> None:
        """The package is saved and verified."""

    def left(self, how: str) -> None:
        """The person does not want to see more of the gateway's run, which goes on; `how` says how to see it again."""

    def close(self) -> None:
        """No more will come."""


def view_for(*, as_json: bool, quiet: bool = False) -> View:
    """The view for these streams: a live one where stderr is a terminal."""
    if as_json:
        return JsonView(quiet=quiet)
    if quiet:
        return QuietView()
    return LiveView() if sys.stderr.isatty() else PlainView()
