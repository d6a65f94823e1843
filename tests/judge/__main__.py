"""Judge the stories that this checkout tells.

Usage: python -m tests.judge [--write] [--small] [--only NAME …] [--faults N] [--against CHECKOUT]
"""

import argparse
import os
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from services.runtime import logs
from tests.conftest import ROOT
from tests.judge.figures import FIGURES, SLOWER, Figure
from tests.judge.sample import SMALL, WHOLE, Sample
from tests.judge.speed import ratio

DOCUMENT = ROOT / "docs" / "stories.md"
BEGIN, END = "<!-- figures: make judge -->\n", "<!-- figures end -->"
HEAD = ("| figure | | wanted | measured | CI holds |", "|---|---|---|---|---|")


def row(figure: Figure, measured: str) -> str:
    """A figure's row of the table."""
    bound = "at most" if figure.most else "at least"
    wanted = f"{bound} {figure.show(figure.wanted)}{' (ours)' if figure.ours else ''}"
    return f"| {figure.name} | {figure.what} | {wanted} | {measured} | {figure.show(figure.held)} |"


def rows(sample: Sample, only: list[str], faults: int) -> Iterator[str]:
    """Measure each figure and print it with its worst faults; its row of the table."""
    for figure in FIGURES:
        if only and figure.name not in only:
            continue
        if reason := figure.missing():
            print(f"{figure.name}: not measured: {reason}", flush=True)
            yield row(figure, "not measured")
            continue
        found = figure.measure(sample)
        shown = figure.show(found.value)
        said = f"{shown}{'' if figure.reached(found.value) else ' (missed)'}"
        print(f"{figure.name}: {said}; {figure.what}", *found.faults[:faults], sep="\n    ", flush=True)
        yield row(figure, f"**{shown}**" if figure.reached(found.value) else shown)


def headline(size: str) -> str:
    """When, of which revision, how many stories."""
    ask = ["git", "describe", "--always", "--dirty"]
    revision = subprocess.run(ask, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()
    return f"{datetime.now(UTC):%Y-%m-%d}, revision {revision or 'unknown'}: {size}"


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m tests.judge", description=__doc__)
    parser.add_argument("--write", action="store_true", help=f"write {DOCUMENT.relative_to(ROOT)}")
    parser.add_argument("--small", action="store_true", help="judge what CI judges")
    parser.add_argument("--only", action="append", default=[], choices=[*(figure.name for figure in FIGURES), "time"])
    parser.add_argument("--faults", type=int, default=0, help="print so many of what spoils each figure")
    parser.add_argument("--against", type=Path, help="another checkout, to compare times with")
    asked = parser.parse_args()
    size = SMALL if asked.small else WHOLE
    table = list(rows(Sample(size), asked.only, asked.faults))
    if asked.against:
        value, how = ratio(asked.against)
        shown = f"{value:.2f} times; {how}"
        print(f"time: {shown}")
        table.append(f"| time | A text-only story's, over that of another checkout | at most {SLOWER} | {shown} | |")
    if asked.write:
        before, _, rest = DOCUMENT.read_text().partition(BEGIN)
        lines = (headline(size.described), "", *HEAD, *table, "")
        DOCUMENT.write_text(before + BEGIN + "\n" + "\n".join(lines) + "\n" + END + rest.partition(END)[2])


if __name__ == "__main__":
    os.environ.setdefault("LC_ALL", "C.UTF-8")
    logs.to_stderr("ERROR")
    main()
