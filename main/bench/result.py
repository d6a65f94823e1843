"""Results as plain JSON: one file for a run's conditions, one for each repetition, written as soon as it is known."""

import base64
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from hdrh.histogram import HdrHistogram

from main.bench.load import Load, percentile
from services.contract.errors import ConfigurationError

FORMAT = 1
CONDITIONS = "conditions-"
"""How the name of a place's file of conditions begins."""
PERCENTILES = (50.0, 90.0, 99.0, 99.9)


@dataclass
class Repetition:
    """One case, once: so many runs after each other, or a load."""

    case: str
    kind: str
    """"latency" (one run at a time), "capacity" (many at a time), "load" (at a rate) or "goodput"."""
    place: str
    """What it ran on, such as "three machines"."""
    round: int
    order: int
    """Its place in the round, which is drawn anew each time."""
    runs: int
    """Those that succeeded."""
    seconds: float
    per_second: float
    """Runs a second that ended while runs were started."""
    percentiles_ms: dict[str, float | None]
    latency_hdr: str
    """Microseconds, as an HdrHistogram in its own base64 encoding."""
    lag_p99_ms: float = 0.0
    offered: float = 0.0
    arrivals: str = ""
    errors: dict[str, int] = field(default_factory=dict)
    void: str = ""
    cold_ms: float | None = None
    """The case's very first run, connections included; in the first round only."""
    parts_ms: dict[str, float] = field(default_factory=dict)
    """Medians of where the time went, hub only."""
    parts_gap: float = 0.0
    """Largest share by which the parts of a run missed its total."""
    serialisation_ms: float | None = None
    """What protobuf takes on the critical path; it is within parts_ms["wire"]."""
    timeline: list[dict[str, Any]] = field(default_factory=list)
    """The median run's stages on main's clock."""
    timeline_breaks: int = 0
    """Effects before their cause, beyond the stated bounds: none when clocks are read right."""
    nodes: dict[str, str] = field(default_factory=dict)
    usage: dict[str, dict[str, float]] = field(default_factory=dict)
    """By service: what the repetition used, a run."""
    begun: str = ""
    """UTC, when it began."""

    def save(self, folder: Path) -> None:
        """Write it beside the others."""
        name = f"{self.begun.replace(':', '')}-{self.kind}-{self.case.replace('/', '-')}.json"
        write(folder / name, asdict(self))


def of_load(load: Load) -> dict[str, Any]:
    """The fields of a Repetition that follow from its load."""
    return {
        "runs": load.latency.get_total_count(),
        "seconds": round(load.seconds, 4),
        "per_second": round(load.per_second, 3),
        "percentiles_ms": {f"{percent:g}": percentile(load.latency, percent) for percent in PERCENTILES},
        "latency_hdr": encoded(load.latency),
        "lag_p99_ms": round(load.lag.get_value_at_percentile(99) / 1e3, 4) if load.lag.get_total_count() else 0.0,
        "offered": load.offered,
        "errors": dict(load.errors),
        "void": load.void,
    }


def encoded(found: HdrHistogram) -> str:
    """The histogram in its own format."""
    text: bytes = found.encode()
    base64.b64decode(text, validate=True)
    return text.decode("ascii")


def write(path: Path, value: object) -> None:
    """Write the value as JSON, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    partial.write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    partial.replace(path)


@dataclass
class Results:
    """The results of one or more folders."""

    conditions: dict[str, Any]
    """By place."""
    repetitions: list[Repetition]

    def of(self, case: str, kind: str, place: str) -> Iterator[Repetition]:
        """Sound repetitions, in order of their rounds."""
        for found in sorted(self.repetitions, key=lambda item: item.round):
            if (found.case, found.kind, found.place) == (case, kind, place) and not found.void:
                yield found

    @property
    def places(self) -> list[str]:
        """The places, in the order in which the results name them."""
        return list(dict.fromkeys(found.place for found in self.repetitions))


def load(folder: Path) -> Results:
    """Read a run's folder. Raises ConfigurationError, which names the file, when it is not one."""
    conditions: dict[str, Any] = {}
    found = []
    path = folder
    try:
        for path in sorted(folder.glob("*.json")):
            value = json.loads(path.read_text(encoding="utf-8"))
            if path.name.startswith(CONDITIONS):
                conditions[value["place"]] = value
            else:
                found.append(Repetition(**value))
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ConfigurationError(f"{path} is not a benchmark's result: {error!r}") from None
    if not conditions or not found:
        raise ConfigurationError(f"{folder} has no results; give a folder that `storyloom bench run` wrote")
    for place, known in conditions.items():
        if known.get("format") != FORMAT:
            raise ConfigurationError(f"{folder}, {place}: format {known.get('format')}; this version reads {FORMAT}")
    return Results(conditions, found)
