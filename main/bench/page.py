"""A benchmark's results as one HTML page, which needs nothing else, and its plots as PNG."""

import io
from collections.abc import Sequence
from pathlib import Path
from statistics import geometric_mean, median

import matplotlib as mpl

mpl.use("Agg")  # No display: files only.

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from main.bench import table
from main.bench.conditions import flat
from main.bench.load import percentile
from main.bench.result import Repetition, Results
from services.shared.templates import render

COLOURS = ("#27548a", "#c8553d", "#588157", "#8d6a9f", "#d4a017", "#3d8b8b", "#7a7a7a", "#b56576")
KNEE_SHARE = 0.95
"""The knee is the last load of which at least this share was answered in the time that it was offered."""


def write(results: Results, folder: Path) -> Path:
    """Write report.html and plot-*.png; return the page's path."""
    folder.mkdir(parents=True, exist_ok=True)
    plots = []
    for name, caption, made in _plots(results):
        if made is not None:
            made.savefig(folder / f"plot-{name}.png", dpi=120)
            plots.append((_svg(made), caption))
            plt.close(made)
    page = folder / "report.html"
    content = render(
        __file__,
        "report.html.j2",
        summary=_summary(results),
        figures=_figures(results),
        plots=plots,
        cases=_cases(results),
        usage=_usage(results),
        conditions=flat(results.conditions).items(),
    )
    page.write_text(content, encoding="utf-8")
    return page


def _summary(results: Results) -> str:
    void = sum(bool(item.void) for item in results.repetitions)
    return (
        f"{len(results.repetitions)} repetitions, {void} of them void, on {', '.join(results.places)}."
        " Brackets are 95 % bootstrap intervals over rounds; ratios compare repetitions of the same round."
        " A ratio without a target says what something costs."
        " Latency of a load counts from the intended start of each run."
    )


def _svg(made: Figure) -> str:
    text = io.StringIO()
    made.savefig(text, format="svg", metadata={"Date": None})
    return text.getvalue()[text.getvalue().index("<svg") :]


def _plots(results: Results) -> list[tuple[str, str, Figure | None]]:
    place = [place for place in results.places if any(results.of(table.STORY, "latency", place))][-1:]
    return [
        (
            "latency",
            "Latency of a null run (4 KiB through all stages, no work), one at a time: left and low is better.",
            _distributions(results),
        ),
        (
            "load",
            "Runs answered while offered, and latency from the intended start. Dashed: the last load answered.",
            _loads(results),
        ),
        ("parts", "Where a run's time goes along its critical path, medians.", _parts(results)),
        (
            "timeline",
            "A story over gRPC streams: the stages on main's clock, in the run of median length.",
            _timeline(results, place[0]) if place else None,
        ),
    ]


def _axes(title: str, width: float = 9.0, height: float = 4.2) -> tuple[Figure, Axes]:
    made, axes = plt.subplots(figsize=(width, height), layout="constrained")
    axes.set_title(title, loc="left", fontsize=11)
    axes.spines[["top", "right"]].set_visible(False)
    return made, axes


def _distributions(results: Results) -> Figure | None:
    made, axes = _axes("Null runs: who takes longer than this")
    colours: dict[str, str] = {}
    drawn = 0
    for place, name, items in table.cases(results):
        over_a_network = name.startswith(("null/", "bare/")) and "local" not in name and not name.endswith("again")
        if not over_a_network or not items:
            continue
        whole = table.merged(items)
        total = whole.get_total_count()
        steps = [percent for percent in (*range(1, 100), 99.5, 99.9) if total * (1 - percent / 100) >= 1]
        values = [whole.get_value_at_percentile(percent) / 1e3 for percent in steps]
        line = "-" if place == results.places[0] else "--"
        colour = colours.setdefault(name, COLOURS[len(colours) % len(COLOURS)])
        axes.plot(values, [100 - step for step in steps], line, label=f"{name}, {place}", color=colour, linewidth=1.6)
        drawn += 1
    if not drawn:
        return None
    axes.set(xscale="log", yscale="log", xlabel="milliseconds", ylabel="% of runs that took longer")
    _plain(axes)
    axes.grid(alpha=0.3, which="both")
    axes.legend(fontsize=8, frameon=False, loc="upper left", bbox_to_anchor=(1.0, 1.0))
    return made


def _plain(axes: Axes) -> None:
    axes.xaxis.set_minor_locator(mpl.ticker.LogLocator(subs=(2, 3, 5)))
    for format_of in (axes.xaxis.set_major_formatter, axes.xaxis.set_minor_formatter, axes.yaxis.set_major_formatter):
        format_of(mpl.ticker.FormatStrFormatter("%g"))
    axes.tick_params(axis="x", which="both", labelsize=8)


def _loads(results: Results) -> Figure | None:
    items = [item for item in results.repetitions if item.kind == "load"]
    if not items:
        return None
    made, (left, right) = plt.subplots(1, 2, figsize=(10, 4.2), layout="constrained")
    for axes, title in ((left, "Throughput against offered load"), (right, "Latency against offered load")):
        axes.set_title(title, loc="left", fontsize=11)
        axes.spines[["top", "right"]].set_visible(False)
        axes.set_xlabel("null runs offered a second")
        axes.grid(alpha=0.3)
    for colour, place in zip(COLOURS, results.places, strict=False):
        steps = loads(results, place)
        if not steps:
            continue
        offered = [step.offered for step in steps]
        left.plot(offered, [step.answered for step in steps], "o-", color=colour, label=place)
        for percent, line in (("50", "-"), ("99", "--")):
            points = [(step.offered, taken) for step in steps if (taken := step.latency[percent]) is not None]
            right.plot(
                [at for at, _ in points],
                [taken for _, taken in points],
                line,
                marker="o",
                color=colour,
                label=f"p{percent}, {place}",
            )
        if (at := knee(steps)) is not None:
            left.axvline(at, color=colour, linestyle="--", linewidth=1)
            left.annotate(f"knee, {at:.0f}/s", (at, 0), fontsize=8, color=colour, ha="right", rotation=90, va="bottom")
    top = max(item.offered for item in items)
    left.plot([0, top], [0, top], color="#bbb", linewidth=1, zorder=0, label="all answered")
    left.set_ylabel("answered a second, within the time of offering")
    right.set(yscale="log", ylabel="milliseconds from the intended start")
    right.yaxis.set_major_formatter(mpl.ticker.FormatStrFormatter("%g"))
    left.legend(fontsize=8, frameon=False)
    right.legend(fontsize=8, frameon=False)
    return made


class Step:
    """One offered load over its rounds."""

    def __init__(self, items: Sequence[Repetition]) -> None:
        self.offered = median(item.offered for item in items)
        self.answered = median(item.per_second for item in items)
        self.latency = {
            percent: geometric_mean(known)
            if (known := [value for item in items if (value := item.percentiles_ms[percent])])
            else None
            for percent in ("50", "99")
        }


def loads(results: Results, place: str) -> list[Step]:
    """The steps of a place, void ones too: a load that the generator could not offer is no load that was answered."""
    found: dict[int, list[Repetition]] = {}
    for item in results.repetitions:
        if item.kind == "load" and item.place == place:
            found.setdefault(item.order, []).append(item)
    return [Step(items) for _, items in sorted(found.items())]


def knee(steps: Sequence[Step]) -> float | None:
    """The last offered load that was answered; None when not even the first one was."""
    return max(
        (step.offered for step in steps if step.offered and step.answered >= KNEE_SHARE * step.offered), default=None
    )


def _parts(results: Results) -> Figure | None:
    found = []
    for place, name, items in table.cases(results):
        split = [item for item in items if item.parts_ms]
        if split and not name.endswith("again"):
            medians = {part: median(item.parts_ms[part] for item in split) for part in split[0].parts_ms}
            inside = median(item.serialisation_ms or 0.0 for item in split) if "local" not in name else 0.0
            inside = min(inside, medians["wire"])
            found.append(
                (
                    f"{name}, {place}",
                    [medians["compute"], inside, medians["wire"] - inside, medians["queue"], medians["hub"]],
                )
            )
    if not found:
        return None
    made, panels = plt.subplots(1, 2, figsize=(10, 0.35 * len(found) + 1.6), layout="constrained")
    names = ("compute", "serialisation", "network and event loops", "queue", "main")
    for axes, workload in zip(panels, ("null", "story"), strict=True):
        rows = [row for row in found if row[0].startswith(workload)]
        left = [0.0] * len(rows)
        for number, name in enumerate(names):
            widths = [max(0.0, values[number]) for _, values in rows]
            axes.barh([label for label, _ in rows], widths, left=left, color=COLOURS[number], label=name)
            left = [begin + width for begin, width in zip(left, widths, strict=True)]
        axes.set_title(f"{workload} runs", loc="left", fontsize=11)
        axes.set_xlabel("milliseconds")
        axes.spines[["top", "right"]].set_visible(False)
        axes.tick_params(axis="y", labelsize=8)
    handles, labels = panels[0].get_legend_handles_labels()
    made.legend(handles, labels, loc="outside lower center", ncols=len(names), fontsize=8, frameon=False)
    return made


def _timeline(results: Results, place: str) -> Figure | None:
    items = [item for item in results.of(table.STORY, "latency", place) if item.timeline]
    if not items:
        return None
    rows = items[len(items) // 2].timeline[::-1]
    made, axes = _axes(f"One story over gRPC, {place}", height=3.2)
    for number, row in enumerate(rows):
        axes.barh(row["stage"], row["work_ms"], left=row["start_ms"], color=COLOURS[number % len(COLOURS)])
        axes.annotate(f" {row['work_ms']:.0f} ms", (row["start_ms"] + row["work_ms"], number), va="center", fontsize=8)
    axes.set_xlabel("milliseconds on main's clock")
    return made


def _figures(results: Results) -> list[tuple[str, str, str, str, str]]:
    """Rows of the table of figures: name, value with its interval, target, verdict, and "met", "missed" or nothing."""
    rows = []
    for row in table.rows(results):
        kind = "missed" if row.verdict.startswith(("missed", "differs")) else "met"
        if row.estimate is None or row.figure.met is None:
            kind = ""
        rows.append((row.figure.name, table.interval(row.estimate), row.figure.target, row.verdict, kind))
    return rows


def _cases(results: Results) -> list[list[str]]:
    """Rows of the table of latencies, one for each case."""
    rows = []
    for place, name, items in table.cases(results):
        if not items:
            continue
        whole = table.merged(items)
        cells = [place, name, str(len(items)), str(whole.get_total_count()), f"{table.mean_ms(whole):.3f}"]
        cells += [
            f"{value:.3f}" if (value := percentile(whole, percent)) is not None else "n/a"
            for percent in (50, 90, 99, 99.9)
        ]
        cold = next((f"{item.cold_ms:.0f}" for item in items if item.cold_ms is not None), "")
        rows.append([*cells, cold])
    return rows


def _usage(results: Results) -> list[list[str]]:
    """Rows of the table of resources that a run uses, one for each case and stage."""
    rows = []
    for place, name, items in table.cases(results):
        told = [item for item in items if item.usage]
        for service in told[0].usage if told else ():
            used = [item.usage[service] for item in told if service in item.usage]
            cells = [place, name, service, told[0].nodes.get(service, "")]
            rows.append([*cells, *(f"{median(row[key] for row in used):.2f}" for key in used[0])])
    return rows
