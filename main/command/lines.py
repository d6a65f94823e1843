"""A run as lines: plain on stderr, JSON on stdout when asked, or nothing but the result when quiet."""

from collections.abc import Iterable

from google.protobuf.json_format import MessageToDict

from main.command import say
from main.command.package import Verified
from main.drive import timeline
from pipeline.v1 import draft_pb2, stage_service_pb2
from services.runtime.clock import seconds_between

Timings = Iterable[draft_pb2.StageTiming]


class QuietView:
    """The package's path."""

    def accepted(self, run_id: str) -> None:
        """Say nothing."""

    def started(self, stage: str) -> None:
        """Say nothing."""

    def progressed(self, progress: stage_service_pb2.StageProgress) -> None:
        """Say nothing."""

    def completed(self, stage: str, timing: draft_pb2.StageTiming) -> None:
        """Say nothing."""

    def finished(self, run_id: str, package: Verified, timings: Timings) -> None:
        """Print where the package is."""
        say.result(str(package.path))

    def left(self, how: str) -> None:
        """Say how to take it up."""
        say.note(how)

    def close(self) -> None:
        """Nothing is open."""


class PlainView(QuietView):
    """One line an event on stderr."""

    def accepted(self, run_id: str) -> None:
        """Say so."""
        say.note(f"run {run_id}: accepted")

    def started(self, stage: str) -> None:
        """Say so."""
        say.note(f"{stage}: started")

    def progressed(self, progress: stage_service_pb2.StageProgress) -> None:
        """Say so."""
        say.note(f"{progress.stage}: {doing(progress)}")

    def completed(self, stage: str, timing: draft_pb2.StageTiming) -> None:
        """Say where and how long."""
        work_ms = seconds_between(timing.started, timing.completed) * 1e3
        say.note(f"{stage}: completed in {work_ms:.1f} ms on {timing.node}")

    def finished(self, run_id: str, package: Verified, timings: Timings) -> None:
        """Say when each stage worked, and what the package is; print where it is."""
        for row in timeline.rows(timings):
            say.note(f"{row.stage:16} {row.node:14} start {row.start_ms:8.1f} ms  work {row.work_ms:8.1f} ms")
        summary(run_id, package)


class JsonView(QuietView):
    """One JSON object a line on stdout, the last one with the package."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet

    def accepted(self, run_id: str) -> None:
        """Print the event with the run's id."""
        self._event("run_accepted", {"run_id": run_id})

    def started(self, stage: str) -> None:
        """Print the event."""
        self._event("stage_started", {"stage": stage})

    def progressed(self, progress: stage_service_pb2.StageProgress) -> None:
        """Print the event with what the stage says."""
        self._event("stage_progress", MessageToDict(progress, preserving_proto_field_name=True))

    def completed(self, stage: str, timing: draft_pb2.StageTiming) -> None:
        """Print the event with the stage's timing."""
        data = MessageToDict(timing, preserving_proto_field_name=True)
        self._event("stage_completed", {"stage": stage, "timing": data})

    def finished(self, run_id: str, package: Verified, timings: Timings) -> None:
        """Print the result."""
        result = {
            "run_id": run_id,
            "package": str(package.path),
            "content_digest": package.content_digest,
            "files": package.files,
            "bytes": package.bytes,
            "notes": list(package.notes),
            "timings": [MessageToDict(timing, preserving_proto_field_name=True) for timing in timings],
        }
        say.event("run_completed", result)

    def _event(self, kind: str, data: dict[str, object]) -> None:
        if not self._quiet:
            say.event(kind, data)


def doing(progress: stage_service_pb2.StageProgress) -> str:
    """Such as "reading aloud in es, 12 of 31"."""
    if progress.total:
        return f"{progress.doing}, {progress.done} of {progress.total}"
    return f"{progress.doing}, {progress.done:,}" if progress.done else progress.doing


def summary(run_id: str, package: Verified) -> None:
    """Say what was made, and print where it is."""
    for line in package.notes:
        say.note(f"note: {line}")
    say.note(f"content digest: {package.content_digest}")
    say.note(f"run: {run_id}")
    say.note(f"package: {package.files} files, {package.bytes:,} bytes, verified")
    say.result(str(package.path))
