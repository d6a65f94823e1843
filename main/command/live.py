"""A run in a terminal: the stages at work, live, then a table of when each worked, as wide as there is room."""

import sys

from rich.progress import BarColumn, Progress, ProgressColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from main.command import say
from main.command.lines import QuietView, Timings, doing, summary
from main.command.package import Verified
from main.drive import timeline
from pipeline.v1 import draft_pb2, stage_service_pb2
from services.catalog import STAGES
from services.contract.shown import printable

WIDE = 80
"""Columns from which on a bar, machines and bounds are shown."""
NARROW_BAR = 12
"""Characters of a stage's bar in a narrow terminal."""


class LiveView(QuietView):
    """A live bar of the stages, then a table."""

    def __init__(self) -> None:
        self._console = say.console(sys.stderr)
        self._wide = self._console.width >= WIDE
        columns: list[ProgressColumn] = [SpinnerColumn(), TextColumn("{task.description}", markup=False)]
        columns += [BarColumn()] if self._wide else []
        columns += [TextColumn("{task.completed:.0f}/{task.total:.0f}"), TimeElapsedColumn()]
        self._progress = Progress(*columns, console=self._console, transient=True)
        self._task = self._progress.add_task("starting", total=len(STAGES))
        self._active: dict[str, str] = {}
        self._progress.start()

    def accepted(self, run_id: str) -> None:
        """Say so above the bar."""
        self._console.print(printable(f"run {run_id}"), soft_wrap=True, markup=False)

    def started(self, stage: str) -> None:
        """Show the stage among those at work."""
        self._active[stage] = ""
        self._show()

    def progressed(self, progress: stage_service_pb2.StageProgress) -> None:
        """Show what it is doing."""
        self._active[progress.stage] = doing(progress)
        self._show()

    def _show(self) -> None:
        at_work = [f"{stage}: {what}" if what else stage for stage, what in self._active.items()]
        self._progress.update(self._task, description=printable("\n".join(at_work)))

    def completed(self, stage: str, timing: draft_pb2.StageTiming) -> None:
        """Advance the bar."""
        self._active.pop(stage, None)
        self._progress.update(self._task, advance=1)
        self._show()

    def finished(self, run_id: str, package: Verified, timings: Timings) -> None:
        """Show when each stage worked, and what the package is; print where it is."""
        self._progress.stop()
        say.table(timetable(timings, wide=self._wide), stream=sys.stderr)
        summary(run_id, package)

    def left(self, how: str) -> None:
        """Say how to take it up, below the bar."""
        self._progress.stop()
        super().left(how)

    def close(self) -> None:
        """Stop the live bar."""
        self._progress.stop()


def timetable(timings: Timings, *, wide: bool) -> Table:
    """When each stage worked, with machines and bounds where there is room for them."""
    found = timeline.rows(timings)
    total = timeline.total_ms(found)
    made = Table(box=None, pad_edge=False)
    made.add_column("stage", no_wrap=True)
    if wide:
        made.add_column("machine")
    made.add_column("ms", justify="right", no_wrap=True)
    if wide:
        made.add_column("± ms", justify="right")
    made.add_column(f"0 to {total:.0f} ms", no_wrap=True)
    for row in found:
        bar = timeline.bar(row, total, timeline.WIDTH if wide else NARROW_BAR)
        cells: list[Text | str] = [_text(row.stage), _text(row.node), f"{row.work_ms:.1f}", f"{row.bound_ms:.1f}", bar]
        made.add_row(*(cells if wide else [cells[0], cells[2], cells[4]]))
    return made


def _text(cell: str) -> Text:
    return Text(printable(cell))
