"""The figures that matter, with their targets, in words for a terminal."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import geometric_mean

from hdrh.histogram import HdrHistogram

from main.bench.load import percentile
from main.bench.result import Repetition, Results
from main.bench.statistics import Estimate, estimate, ratio

NULL, NULL_AGAIN, CHAIN = "null/stream/hub", "null/stream/hub/again", "null/stream/chain"
BARE, ECHO, STORY, STORY_LOCAL = "bare/stream/hub", "echo/unary", "story/stream/hub", "story/local/hub"
MAX_PARTS_GAP = 0.01
"""Share of a run's time that its parts may miss: they are differences of one clock and must make the whole."""
HOPS = 4
"""Calls after each other in a hub run."""


@dataclass(frozen=True)
class Series:
    """One value of each round: a case's median latency in milliseconds (times `scale`), or its runs a second."""

    case: str
    place: str
    kind: str = "latency"
    scale: float = 1.0

    def values(self, results: Results) -> dict[int, float]:
        """By round; rounds without a sound repetition, or in which no run ended, are left out."""
        found = {item.round: self._value(item) for item in results.of(self.case, self.kind, self.place)}
        return {number: self.scale * value for number, value in found.items() if value}

    def tried(self, results: Results) -> bool:
        """Whether it was measured at all, soundly or not."""
        known = ((item.case, item.kind, item.place) for item in results.repetitions)
        return (self.case, self.kind, self.place) in known

    def _value(self, item: Repetition) -> float | None:
        return item.percentiles_ms["50"] if self.kind == "latency" else item.per_second


def p50(case: str, place: str, scale: float = 1.0) -> Series:
    """The case's median of each round, milliseconds."""
    return Series(case, place, scale=scale)


def rate(case: str, place: str, kind: str) -> Series:
    """Runs a second of each round."""
    return Series(case, place, kind)


@dataclass(frozen=True)
class Figure:
    """A ratio and what it should be; one without a target only says what something costs."""

    name: str
    above: Series
    below: Series
    target: str = ""
    met: Callable[[float], bool] | None = None


ONE, THREE = "one machine", "three machines"


def figures(places: Sequence[str]) -> list[Figure]:
    """The figures that these places can give."""
    found = []
    for place in places:
        found += [
            Figure(
                f"null p50, streams, hub / {HOPS} x unary echo p50, {place}",
                p50(NULL, place),
                p50(ECHO, place, HOPS),
            ),
            Figure(
                f"null pipelines a second, streams / bare stream pipeline, {place}",
                rate(NULL, place, "capacity"),
                rate(BARE, place, "capacity"),
            ),
            Figure(
                f"null p50 with the runtime / bare stream pipeline, {place}",
                p50(NULL, place),
                p50(BARE, place),
            ),
            Figure(
                f"chain p50 / hub p50, null, {place}",
                p50(CHAIN, place),
                p50(NULL, place),
                "below 1",
                lambda value: value < 1,
            ),
            Figure(
                f"story, gRPC / local, {place}",
                p50(STORY, place),
                p50(STORY_LOCAL, place),
                "at most 1.25",
                lambda value: value <= 1.25,
            ),
            Figure(
                f"goodput at twice saturation / at saturation, {place}",
                rate("gateway/2", place, "goodput"),
                rate("gateway/1", place, "goodput"),
                "at least 0.95",
                lambda value: value >= 0.95,
            ),
            Figure(
                f"A/A control: null streams again / null streams, {place}",
                p50(NULL_AGAIN, place),
                p50(NULL, place),
                "1 within its interval",
                lambda _: True,
            ),
        ]
    if ONE in places and THREE in places:
        found.append(
            Figure(
                "three machines / one machine, null p50, streams",
                p50(NULL, THREE),
                p50(NULL, ONE),
                "at most 1.35",
                lambda value: value <= 1.35,
            )
        )
    return found


@dataclass(frozen=True)
class Row:
    """A figure, measured; without an estimate when no round has both of its sides."""

    figure: Figure
    estimate: Estimate | None

    @property
    def verdict(self) -> str:
        """Whether the target was met, and whether chance alone can explain that; empty without a target."""
        met, found = self.figure.met, self.estimate
        if met is None:
            return ""
        if found is None:
            return "not known"
        if self.figure.name.startswith("A/A"):
            return _verdict(found, "differs: do not trust this run")
        word = "met" if met(found.value) else "missed"
        if found.low is None or found.high is None or met(found.low) == met(found.high):
            return word
        return f"{word}, within the noise"


def rows(results: Results) -> list[Row]:
    """Every figure whose two sides were tried; without an estimate where no round has a sound result of both."""
    found = []
    for figure in figures(results.places):
        if figure.above.tried(results) and figure.below.tried(results):
            both = paired(figure.above.values(results), figure.below.values(results))
            found.append(Row(figure, ratio(*both) if both else None))
    return found


def paired(above: Mapping[int, float], below: Mapping[int, float]) -> tuple[list[float], list[float]] | None:
    """The values of the rounds that both have; None when there is none."""
    common = sorted(above.keys() & below.keys())
    return ([above[number] for number in common], [below[number] for number in common]) if common else None


def interval(found: Estimate | None, digits: int = 2) -> str:
    """The value with its interval; n/a for what is not there: the interval of too few repetitions, or all of it."""
    if found is None:
        return "n/a"
    if found.low is None or found.high is None:
        return f"{found.value:.{digits}f} [n/a]"
    return f"{found.value:.{digits}f} [{found.low:.{digits}f}, {found.high:.{digits}f}]"


def cases(results: Results) -> Iterator[tuple[str, str, list[Repetition]]]:
    """Place, case and sound repetitions (perhaps none) of each latency case, the fastest first."""
    for place in results.places:
        names = dict.fromkeys(
            item.case for item in results.repetitions if item.place == place and item.kind == "latency"
        )
        found = [(name, list(results.of(name, "latency", place))) for name in names]
        for name, items in sorted(found, key=lambda pair: _middle(pair[1])):
            yield place, name, items


def merged(items: Sequence[Repetition]) -> HdrHistogram:
    """The latencies of all these repetitions together, for percentiles that one alone has too few samples for."""
    whole = HdrHistogram.decode(items[0].latency_hdr)
    for item in items[1:]:
        whole.add(HdrHistogram.decode(item.latency_hdr))
    return whole


def mean_ms(whole: HdrHistogram) -> float:
    """Its mean in milliseconds, which rare slow runs move and a median does not."""
    return float(whole.get_mean_value()) / 1e3


def _middle(items: Sequence[Repetition]) -> float:
    values = [value for item in items if (value := item.percentiles_ms["50"])]
    return geometric_mean(values) if values else math.inf


def lines(results: Results) -> Iterator[str]:
    """Figures against their targets, then the median of each case; brackets are 95 % intervals."""
    yield f"{'figure':<72} {'value [95 %]':<20} target"
    for row in rows(results):
        told = f"{row.figure.name:<72} {interval(row.estimate):<20} {row.figure.target:<22} {row.verdict}"
        yield told.rstrip()
    void = [item for item in results.repetitions if item.void]
    yield f"void repetitions: {len(void)} of {len(results.repetitions)}" + (
        f", such as: {void[0].void}" if void else ""
    )
    yield ""
    yield f"{'place':<16} {'case':<24} {'p50 ms [95 %]':<24} {'mean ms':<9} {'p99 ms':<10} {'cold ms':<9} rounds"
    for place, name, items in cases(results):
        medians = [value for item in items if (value := item.percentiles_ms["50"]) is not None]
        if not medians:
            yield f"{place:<16} {name:<24} {'n/a':<24} {'n/a':<9} {'n/a':<10} {'':<9} 0"
            continue
        whole = merged(items)
        tail = percentile(whole, 99)
        p99 = "n/a" if tail is None else f"{tail:.2f}"
        cold = next((f"{item.cold_ms:.0f}" for item in items if item.cold_ms is not None), "")
        middle, mean = interval(estimate(medians), 3), mean_ms(whole)
        yield f"{place:<16} {name:<24} {middle:<24} {mean:<9.2f} {p99:<10} {cold:<9} {len(items)}"


def faults(results: Results) -> Iterator[str]:
    """Why the instrument is not sound: cases without any result, and results that contradict themselves.

    The A/A control is not among them: by chance alone its interval excludes 1 about once in fourteen times.
    """
    for place, name, items in cases(results):
        if not items:
            yield f"{place}, {name}: no run succeeded in any round"
        if breaks := sum(item.timeline_breaks for item in items):
            yield f"{place}, {name}: {breaks} effects before their cause, by clocks that were read wrong"
        if (gap := max((item.parts_gap for item in items), default=0.0)) > MAX_PARTS_GAP:
            yield f"{place}, {name}: the parts of a run miss its total by {gap:.1%}"


def compared(one: Results, other: Results) -> Iterator[str]:
    """The ratio of each case's medians, other / one; a difference only where the interval excludes 1."""
    yield f"{'place':<16} {'case':<24} {'ratio [95 %]':<24}"
    for place, name, _ in cases(one):
        for what, series in (("p50", p50(name, place)), ("runs a second", rate(name, place, "capacity"))):
            if both := paired(series.values(other), series.values(one)):
                found = ratio(*both)
                more = "more" if found.value > 1 else "less"
                yield f"{place:<16} {name:<24} {interval(found, 3):<24} {what}: {_verdict(found, more)}"


def _verdict(found: Estimate, differs: str) -> str:
    return {True: differs, False: "no difference", None: "not known"}[found.differs_from_1]
