"""What a person or a program sees of a run: rich in a terminal, plain lines in a pipe, JSON when asked."""

import json
import sys
from collections.abc import Iterable
from typing import Protocol

from google.protobuf.json_format import MessageToDict
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from main.command.package import Verified
from main.drive import timeline
from pipeline.v1 import draft_pb2, stage_service_pb2
from services.catalog import STAGES
from services.runtime.clock import seconds_between

Timings = Iterable[draft_pb2.StageTiming]


class View(Protocol):
    """Where a run's progress goes."""

    def started(self, stage: str) -> None:
        """A stage was asked."""

    def progressed(self, progress: stage_service_pb2.StageProgress) -> None:
        """A stage says what it is doing."""

    def completed(self, stage: str, timing: draft_pb2.StageTiming) -> None:
        """A stage answered."""

    def finished(self, run_id: str, package: Verified, timings: Timings) -> None:
        """The package is saved and verified."""

    def close(self) -> None:
        """No more will come."""


class PlainView:
    """One line an event."""

    def started(self, stage: str) -> None:
        """Say so."""
        print(f"{stage}: started", flush=True)

    def progressed(self, progress: stage_service_pb2.StageProgress) -> None:
        """Say so."""
        print(f"{progress.stage}: {_doing(progress)}", flush=True)

    def completed(self, stage: str, timing: draft_pb2.StageTiming) -> None:
        """Say where and how long."""
        work_ms = seconds_between(timing.started, timing.completed) * 1e3
        print(f"{stage}: completed in {work_ms:.1f} ms on {timing.node}", flush=True)

    def finished(self, run_id: str, package: Verified, timings: Timings) -> None:
        """Print the timeline and the package."""
        for row in timeline.rows(timings):
            print(f"{row.stage:16} {row.node:14} start {row.start_ms:8.1f} ms  work {row.work_ms:8.1f} ms")
        _summary(run_id, package)

    def close(self) -> None:
        """Nothing is open."""


class JsonView:
    """One JSON object a line, the last one with the package."""

    def started(self, stage: str) -> None:
        """Print the event."""
        print(json.dumps({"event": "stage_started", "stage": stage}), flush=True)

    def progressed(self, progress: stage_service_pb2.StageProgress) -> None:
        """Print the event with what the stage says."""
        data = MessageToDict(progress, preserving_proto_field_name=True)
        print(json.dumps({"event": "stage_progress", **data}), flush=True)

    def completed(self, stage: str, timing: draft_pb2.StageTiming) -> None:
        """Print the event with the stage's timing."""
        data = MessageToDict(timing, preserving_proto_field_name=True)
        print(json.dumps({"event": "stage_completed", "stage": stage, "timing": data}), flush=True)

    def finished(self, run_id: str, package: Verified, timings: Timings) -> None:
        """Print the result."""
        result = {
            "event": "run_completed",
            "run_id": run_id,
            "package": str(package.path),
            "content_digest": package.content_digest,
            "files": package.files,
            "bytes": package.bytes,
            "notes": list(package.notes),
            "timings": [MessageToDict(timing, preserving_proto_field_name=True) for timing in timings],
        }
        print(json.dumps(result), flush=True)

    def close(self) -> None:
        """Nothing is open."""


class RichView:
    """A live bar of the stages, then a table."""

    def __init__(self) -> None:
        self._console = Console()
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.completed:.0f}/{task.total:.0f} stages"),
            TimeElapsedColumn(),
            console=self._console,
            transient=True,
        )
        self._task = self._progress.add_task("starting", total=len(STAGES))
        self._active: dict[str, str] = {}
        self._progress.start()

    def started(self, stage: str) -> None:
        """Show the stage among those at work."""
        self._active[stage] = ""
        self._show()

    def progressed(self, progress: stage_service_pb2.StageProgress) -> None:
        """Show what it is doing."""
        self._active[progress.stage] = _doing(progress)
        self._show()

    def _show(self) -> None:
        at_work = [f"{stage}: {doing}" if doing else stage for stage, doing in self._active.items()]
        self._progress.update(self._task, description="\n".join(at_work))

    def completed(self, stage: str, timing: draft_pb2.StageTiming) -> None:
        """Advance the bar."""
        self._active.pop(stage, None)
        self._progress.update(self._task, advance=1)
        self._show()

    def finished(self, run_id: str, package: Verified, timings: Timings) -> None:
        """Print the timeline and the package."""
        self._progress.stop()
        found = timeline.rows(timings)
        total = timeline.total_ms(found)
        table = Table(box=None, pad_edge=False)
        for name, justify in (("stage", "left"), ("machine", "left"), ("work ms", "right"), ("± ms", "right")):
            table.add_column(name, justify="right" if justify == "right" else "left")
        table.add_column(f"0 to {total:.0f} ms")
        for row in found:
            bar = timeline.bar(row, total)
            table.add_row(row.stage, row.node, f"{row.work_ms:.1f}", f"{row.bound_ms:.1f}", bar)
        self._console.print(table)
        _summary(run_id, package)

    def close(self) -> None:
        """Stop the live bar."""
        self._progress.stop()


def _doing(progress: stage_service_pb2.StageProgress) -> str:
    """Such as "reading aloud in es, 12 of 31"."""
    if progress.total:
        return f"{progress.doing}, {progress.done} of {progress.total}"
    return f"{progress.doing}, {progress.done:,}" if progress.done else progress.doing


def _summary(run_id: str, package: Verified) -> None:
    print(f"package: {package.path} ({package.files} files, {package.bytes:,} bytes, verified)")
    print(f"content digest: {package.content_digest}")
    for note in package.notes:
        print(f"note: {note}")
    print(f"run: {run_id}", flush=True)


def view_for(*, as_json: bool) -> View:
    """The view for this standard output."""
    if as_json:
        return JsonView()
    return RichView() if sys.stdout.isatty() else PlainView()
