"""`make campaign`: a table of what was tried, which docs/campaign.md keeps."""

import os
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.conftest import ROOT

DOCUMENT = ROOT / "docs" / "campaign.md"
BEGIN, END = "<!-- campaign: make campaign -->\n", "<!-- campaign end -->"


@dataclass
class Row:
    """What became of one test."""

    what: str
    result: str = "passed"
    figures: str = ""
    seconds: float = 0.0
    """With the set-up that it was the first to need, and its tear-down."""

    def __str__(self) -> str:
        """A row of the table."""
        cells = (self.what, self.result, self.figures, f"{self.seconds:.0f}")
        return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


class Campaign:
    """A pytest plugin: makes a row of each test that only `make campaign` runs, and a table of all."""

    def __init__(self) -> None:
        self._rows: dict[str, Row] = {}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Note what each of them shows: the first line of its docstring, and its parameters."""
        for item in items:
            if item.get_closest_marker("campaign") and isinstance(item, pytest.Function):
                what = (item.function.__doc__ or item.name).strip().splitlines()[0]
                case = f" ({item.callspec.id})" if hasattr(item, "callspec") else ""
                item.user_properties.append(("what", what + case))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Add a test's set-up, call or tear-down to its row."""
        properties = dict(report.user_properties)
        if "what" not in properties:
            return
        row = self._rows.setdefault(report.nodeid, Row(str(properties["what"])))
        row.seconds += report.duration
        row.figures = str(properties.get("measured", ""))
        if not report.passed:
            row.result = report.outcome

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Print the table; with CAMPAIGN_WRITE=1, put it into the document."""
        if not self._rows:
            return
        lines = ["| what | result | figures | seconds |", "|---|---|---|---|", *map(str, self._rows.values())]
        terminalreporter.section("Campaign")
        terminalreporter.write_line("\n".join(lines))
        if os.environ.get("CAMPAIGN_WRITE") == "1":
            before, _, rest = DOCUMENT.read_text().partition(BEGIN)
            after = rest.partition(END)[2]
            DOCUMENT.write_text("\n".join([before + BEGIN, headline(), "", *lines, "", END + after]))


def headline() -> str:
    """When, of which revision, on how many processors."""
    ask = ["git", "describe", "--always", "--dirty"]
    revision = subprocess.run(ask, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()
    return f"{datetime.now(UTC):%Y-%m-%d}, revision {revision or 'unknown'}, {os.cpu_count()} processors."
