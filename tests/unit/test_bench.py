"""The benchmark's arithmetic: what it says of numbers that are known."""

import asyncio
import json
import math
import random
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from main.bench import capacity, conditions, load, pacer, page, result, statistics, table
from main.bench.conduct import breaks
from main.bench.page import Step, knee, write
from main.bench.parts import critical_path, parts
from main.bench.statistics import estimate, ratio
from pipeline.v1 import draft_pb2
from services.catalog import STAGES
from services.contract.errors import ConfigurationError, Overloaded


def test_an_interval_holds_its_estimate_and_narrows_with_agreement() -> None:
    """Values that agree have a narrow interval around their median, values that do not a wide one."""
    narrow, wide = estimate([1.0, 1.01, 0.99, 1.0, 1.0, 1.01]), estimate([1.0, 2.0, 0.5, 1.0, 3.0, 0.4])
    assert narrow.low is not None and narrow.high is not None  # noqa: PT018
    assert wide.low is not None and wide.high is not None  # noqa: PT018
    assert narrow.low <= narrow.value <= narrow.high
    assert narrow.high - narrow.low < wide.high - wide.low


def test_a_difference_is_one_only_when_the_interval_excludes_1() -> None:
    """A tenth slower each time is slower; now faster, now slower is nothing."""
    base = [1.0, 1.2, 0.9, 1.1, 1.0]
    assert ratio([1.1 * value for value in base], base).differs_from_1
    assert not ratio([1.2, 1.0, 1.0, 0.9, 1.1], base).differs_from_1


@pytest.mark.parametrize("repetitions", [5, 10])
def test_an_interval_holds_the_truth_about_as_often_as_it_says(
    monkeypatch: pytest.MonkeyPatch, repetitions: int
) -> None:
    """Of 300 A/A ratios with a noise of 9 % at least nine in ten have 1 within their interval, and not all."""
    monkeypatch.setattr(statistics, "RESAMPLES", 1_000)
    noise = random.Random(5)  # noqa: S311
    ones = [1.0] * repetitions
    found = [ratio([math.exp(noise.gauss(0, 0.09)) for _ in ones], ones).differs_from_1 for _ in range(300)]
    assert 0.9 <= found.count(False) / len(found) < 1


def test_few_repetitions_have_no_interval() -> None:
    """Four are too few to say anything of a fifth."""
    found = estimate([1.0, 2.0, 3.0, 4.0])
    assert (found.low, found.high) == (None, None)
    assert ratio([2.0] * 4, [1.0] * 4).differs_from_1 is None
    assert "n/a" in table.interval(found)


def test_a_percentile_of_too_few_samples_is_not_told() -> None:
    """The 99th of 100 samples is one sample, the 90th has ten beyond; of 2,000 the 99th has twenty."""
    found = load.histogram()
    for value in range(1, 101):
        found.record_value(value * 1_000)
    assert load.percentile(found, 99) is None
    assert load.percentile(found, 90) == pytest.approx(90, rel=0.01)
    assert load.percentile(found, 50) == pytest.approx(50, rel=0.01)
    for _ in range(1_900):
        found.record_value(1_000)
    assert load.percentile(found, 99) is not None


@pytest.mark.parametrize("arrivals", ["poisson", "fixed"])
def test_a_schedule_has_its_rate(arrivals: pacer.Arrivals) -> None:
    """As many arrivals as rate and time ask for, in order, the same for the same seed."""
    found = list(pacer.schedule(500, 20, arrivals, seed=3))
    assert len(found) == pytest.approx(10_000, rel=0.05)
    assert found == sorted(found) == list(pacer.schedule(500, 20, arrivals, seed=3))


async def test_latency_counts_from_the_intended_start() -> None:
    """One run that holds the loop for 50 ms makes those late that should have begun meanwhile."""
    ran = 0

    async def run() -> None:
        nonlocal ran
        ran += 1
        if ran == 20:
            time.sleep(0.05)  # noqa: ASYNC251 - that is the point

    found = await load.opened(run, 1_000, 0.1, arrivals="fixed")
    # Forty of the hundred by more than 10 ms; without the intended start it would be one.
    assert found.latency.get_value_at_percentile(70) > 10_000
    assert found.lag.get_value_at_percentile(50) < 10_000, "the pacer, a process of its own, is held up by nobody"


async def test_a_generator_that_cannot_keep_up_is_caught() -> None:
    """A start each microsecond is more than a process can tell: void, and it says why."""

    async def run() -> None:
        pass

    found = await load.opened(run, 1_000_000, 0.1, arrivals="fixed")
    assert "the generator" in found.void


async def test_a_generator_apart_that_is_late_is_caught() -> None:
    """Where it is no part of what is measured, its own queue makes the load void."""

    async def run() -> None:
        time.sleep(0.004)  # noqa: ASYNC251 - a generator with too much to do

    found = await load.opened(run, 1_000, 0.3, arrivals="fixed", apart=True)
    assert "the generator was late" in found.void


async def test_a_defect_in_a_run_ends_the_load() -> None:
    """It is no error of what is measured, and not lost in a task."""

    async def run() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await load.opened(run, 100, 0.1, arrivals="fixed")


async def test_failed_runs_are_counted_and_not_timed() -> None:
    """Errors by their code; a load of errors only is void."""

    async def run() -> None:
        raise Overloaded("too much")

    found = await load.closed(run, 5)
    assert dict(found.errors) == {"RESOURCE_EXHAUSTED": 5}
    assert found.void == "no run succeeded"


async def test_a_closed_loop_has_so_many_at_once() -> None:
    """Eight at a time, never more."""
    now = most = 0

    async def run() -> None:
        nonlocal now, most
        now += 1
        most = max(most, now)
        await asyncio.sleep(0.001)
        now -= 1

    found = await load.closed(run, 40, at_once=8)
    assert (most, found.latency.get_total_count()) == (8, 40)


def timings(shift_ns: int = 0) -> list[draft_pb2.StageTiming]:
    """A run in which each call takes 10 ms: 1 ms of queue, 6 ms of work; the stages' clock is `shift_ns` off."""
    begins = {"A": 0, "B": 10, "C1": 20, "C2": 20, "C3": 10, "C4": 20, "D": 30}
    found = []
    for stage in STAGES:
        sent = begins[stage.letter] * 1_000_000
        timing = draft_pb2.StageTiming(stage=stage.name, boot_id="far", client_boot_id="near")
        timing.client_sent.monotonic_ns = sent
        timing.received.monotonic_ns = sent + 1_500_000 + shift_ns
        timing.started.monotonic_ns = sent + 2_500_000 + shift_ns
        timing.completed.monotonic_ns = sent + 8_500_000 + shift_ns
        timing.client_received.monotonic_ns = sent + 10_000_000
        found.append(timing)
    return found


@pytest.mark.parametrize("shift", [0, 500_000_000, -500_000_000])
def test_parts_do_not_depend_on_clocks(shift: int) -> None:
    """Half a second off, either way: the same parts, which make the total, and no effect before its cause."""
    found = parts(timings(shift), -0.001, 0.042)
    assert (found.compute, found.queue, found.wire, found.hub) == pytest.approx((24, 4, 12, 3))
    assert found.total == pytest.approx(43)
    assert breaks(timings(shift)) == 0


def test_a_clock_that_is_read_wrong_is_seen() -> None:
    """Stages that claim main's clock and begin before they were called are counted."""
    wrong = timings(-500_000_000)
    for timing in wrong:
        timing.boot_id = "near"
    assert breaks(wrong) == len(STAGES)


def test_a_chain_s_last_stage_may_begin_before_main_s_call_that_collects_from_it() -> None:
    """Main had no processor between its two calls: nothing is wrong, but a part that main heard of too early is."""
    found = timings()
    last = found[-1]
    for timing in found[2:-1]:
        timing.joined.monotonic_ns = last.received.monotonic_ns
    last.client_sent.monotonic_ns = last.started.monotonic_ns + 1_000_000
    last.received.monotonic_ns = last.client_sent.monotonic_ns + 1_000_000
    for timing in found:
        timing.boot_id = timing.client_boot_id
    assert breaks(found) == 0
    last.client_received.monotonic_ns = last.completed.monotonic_ns - 1_000_000
    assert breaks(found) == 1


def test_the_critical_path_is_what_the_run_waited_for() -> None:
    """The slowest of the four, not the first."""
    found = timings()
    found[3].client_received.monotonic_ns += 1_000_000
    assert [timing.stage for timing in critical_path(found)] == [STAGES[index].name for index in (0, 1, 3, 6)]


def repetition(case: str, milliseconds: float, number: int, **more: Any) -> result.Repetition:
    """A sound repetition whose runs all took the same."""
    found = load.Load(seconds=1, inside=100)
    for _ in range(100):
        found.latency.record_value(round(milliseconds * 1e3))
        found.lag.record_value(1)
    given: dict[str, Any] = {
        "case": case,
        "kind": "latency",
        "place": "here",
        "round": number,
        "order": 0,
        "begun": f"2026-{number}",
    }
    return result.Repetition(**(given | result.of_load(found) | more))


def saved(folder: Path, repetitions: list[result.Repetition], **known: Any) -> Path:
    """A folder as `bench run` leaves it."""
    result.write(folder / f"{result.CONDITIONS}here.json", {"format": result.FORMAT, "place": "here"} | known)
    for item in repetitions:
        item.save(folder)
    return folder


def test_a_report_s_values_are_text(tmp_path: Path) -> None:
    """What a machine or a service calls itself is no markup in the page; the plots are."""
    used = {"service <b>": {"cpu_ms": 1.0}}
    folder = saved(tmp_path, [repetition(table.NULL, 2.5, number, usage=used) for number in (1, 2)], cpu='<i> & "x"')
    page = write(result.load(folder), tmp_path).read_text()
    assert "&lt;i&gt; &amp; &quot;x&quot;" in page
    assert "<td>service &lt;b&gt;</td>" in page
    assert page.startswith("<!doctype html>")
    assert page.count("<svg") == page.count("<figure>") >= 1


def test_results_come_back_as_they_were_saved(tmp_path: Path) -> None:
    """All of a repetition, its histogram included."""
    item = repetition(table.NULL, 2.5, 1)
    found = result.load(saved(tmp_path, [item]))
    assert [asdict(known) for known in found.repetitions] == [asdict(item)]
    assert found.conditions["here"]["place"] == "here"


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [("conditions-x.json", "{}", "is not a benchmark's result"), ("1.json", "[", "is not a benchmark's result")],
)
def test_a_folder_of_something_else_is_refused(tmp_path: Path, name: str, content: str, says: str) -> None:
    """The error names the file."""
    (tmp_path / name).write_text(content)
    with pytest.raises(ConfigurationError, match=says) as caught:
        result.load(tmp_path)
    assert name in caught.value.message


def test_figures_compare_with_their_targets(tmp_path: Path) -> None:
    """A ratio of 1.2 meets 1.25 at most, one of 1.5 misses "below 1"; void repetitions count for nothing."""
    items = []
    for number in range(5):
        items += [
            repetition(table.STORY, 600, number),
            repetition(table.STORY_LOCAL, 500, number),
            repetition(table.CHAIN, 3, number),
            repetition(table.NULL, 2, number),
        ]
        items.append(repetition(table.STORY, 9_000, number, void="too late", begun=f"2025-{number}"))
    rows = {row.figure.name: row for row in table.rows(result.load(saved(tmp_path, items)))}
    found = rows["story, gRPC / local, here"]
    assert found.estimate is not None
    assert (round(found.estimate.value, 2), found.verdict) == (1.2, "met")
    assert rows["chain p50 / hub p50, null, here"].verdict == "missed"


def test_a_figure_without_a_target_has_no_verdict(tmp_path: Path) -> None:
    """What null runs take beside bare code is told as it is: neither met nor missed, in terminal and page."""
    items = [repetition(case, taken, n) for case, taken in ((table.NULL, 9), (table.BARE, 3)) for n in range(5)]
    results = result.load(saved(tmp_path, items))
    name = "null p50 with the runtime / bare stream pipeline, here"
    (row,) = table.rows(results)
    assert (row.figure.name, row.figure.target, row.verdict) == (name, "", "")
    (told,) = (line for line in table.lines(results) if line.startswith(name))
    assert told.removeprefix(name).split() == ["3.00", "[3.00,", "3.00]"]
    shown = page.write(results, tmp_path / "page").read_text().split(f"<td>{name}</td>")[1].split("</tr>")[0]
    assert shown == '<td>3.00 [3.00, 3.00]</td><td></td><td><span class=""></span></td>'


def test_a_target_within_the_interval_is_met_or_missed_by_chance(tmp_path: Path) -> None:
    """A chain now faster, now slower than the hub meets "below 1" within the noise, and the table says so."""
    items = []
    for number, taken in enumerate((0.8, 0.9, 0.95, 1.1, 1.05, 0.9)):
        items += [repetition(table.CHAIN, taken, number), repetition(table.NULL, 1, number)]
    rows = {row.figure.name: row for row in table.rows(result.load(saved(tmp_path, items)))}
    assert rows["chain p50 / hub p50, null, here"].verdict == "met, within the noise"


def test_results_of_other_conditions_are_not_compared() -> None:
    """What differs is named, unless it was declared; when it was run never matters."""
    one = {"here": {"begun": "1", "load": "0", "revision": "a", "generator": {"kernel": "6.1", "cores": "2"}}}
    other = {"here": {"begun": "2", "load": "9", "revision": "b", "generator": {"kernel": "6.1", "cores": "4"}}}
    assert conditions.differences(one, other, ()) == ["here.generator.cores: 2, 4", "here.revision: a, b"]
    assert conditions.differences(one, other, ("revision", "generator")) == []


def test_compare_calls_only_a_difference_one(tmp_path: Path) -> None:
    """Twice as slow in every round is slower; the same is no difference."""
    before = [repetition(name, 2, number) for name in (table.NULL, table.BARE) for number in range(5)]
    after = [repetition(table.NULL, 4, n) for n in range(5)] + [repetition(table.BARE, 2, n) for n in range(5)]
    lines = list(table.compared(result.load(saved(tmp_path / "a", before)), result.load(saved(tmp_path / "b", after))))
    assert any(table.NULL in line and line.endswith("p50: more") for line in lines)
    assert any(table.BARE in line and line.endswith("no difference") for line in lines)


def nothing(case: str, kind: str = "latency", **more: Any) -> result.Repetition:
    """A repetition in which no run ended."""
    given: dict[str, Any] = {"case": case, "kind": kind, "place": "here", "round": 0, "order": 0}
    empty = result.of_load(load.Load(seconds=1, offered=1))
    return result.Repetition(**(given | empty | {"begun": f"2024-{case}-{kind}".replace("/", "-")} | more))


def test_rounds_without_a_result_are_not_available(tmp_path: Path) -> None:
    """No run ended anywhere: every figure and every case is n/a, no target is judged, and the page can be made."""
    cases = (table.NULL, table.NULL_AGAIN, table.BARE, table.ECHO, table.STORY, table.STORY_LOCAL, table.CHAIN)
    items = [nothing(case) for case in cases] + [nothing(case, "capacity") for case in (table.NULL, table.BARE)]
    items += [nothing(f"gateway/{factor}", "goodput") for factor in (1, 2)] + [nothing(table.NULL, "load", offered=0.0)]
    results = result.load(saved(tmp_path, items))
    rows = table.rows(results)
    assert len(rows) == 7
    assert {table.interval(row.estimate) for row in rows} == {"n/a"}
    assert {(bool(row.figure.target), row.verdict) for row in rows} == {(True, "not known"), (False, "")}
    told = list(table.lines(results))
    assert all(any(case in line and "n/a" in line for line in told) for case in cases)
    assert list(table.compared(results, results))
    assert "n/a" in page.write(results, tmp_path / "page").read_text()


def test_what_was_not_tried_is_no_figure(tmp_path: Path) -> None:
    """A benchmark of some cases does not list the others as n/a."""
    assert table.rows(result.load(saved(tmp_path, [repetition(table.NULL, 1, 1)]))) == []


def test_a_rate_that_was_never_reached_is_void() -> None:
    """Nothing ended at saturation: twice nothing cannot be offered, and nobody divides by it."""
    assert asyncio.run(load.opened(never, 0.0, 0.1)).void == "no rate to offer: none was reached before"


async def never() -> None:
    """A run that is not to be begun."""
    raise AssertionError


def test_capacity_without_a_run_tells_nothing() -> None:
    """A stage too slow for one run in the time: the others are told, and nobody divides by it."""
    measured = [capacity.Measured(1, 0.1, 0.0), capacity.Measured(1, 0.2, 2.0), capacity.Measured(2, 0.2, 0.0)]
    assert capacity.lines(measured) == [
        "fitted on 1 x 0.2 processors: 2.00 runs a second, 100.0 ms a run",
        "2 x 0.2 processors: predicted 4.00, measured n/a",
    ]
    assert capacity.lines(measured[:1]) == ["no run ended: n/a"]
    assert capacity.predicted({"c2": 0.0}, {}, {}, 2) == math.inf


def test_an_instrument_is_sound_when_its_results_agree(tmp_path: Path) -> None:
    """A load that is void is no fault of the instrument; a case without a run, or parts that miss the total, are."""
    sound = [repetition(table.NULL, 1, 1), nothing("gateway/1", "goodput"), nothing(table.NULL, "load")]
    assert list(table.faults(result.load(saved(tmp_path / "sound", sound)))) == []
    wrong = [
        nothing(table.BARE),
        repetition(table.NULL, 1, 1, timeline_breaks=2),
        repetition(table.CHAIN, 1, 1, parts_gap=0.02),
    ]
    found = list(table.faults(result.load(saved(tmp_path / "wrong", wrong))))
    assert len(found) == 3
    assert any(table.BARE in line and "no run succeeded" in line for line in found)


def test_the_knee_is_the_last_load_that_was_answered() -> None:
    """Answered up to 200 a second, then less than was offered."""
    steps = [
        Step([repetition(table.NULL, 1, 1, kind="load", offered=offered, per_second=answered)])
        for offered, answered in ((100, 100), (200, 196), (400, 210))
    ]
    assert knee(steps) == 200


def test_a_result_is_plain_json(tmp_path: Path) -> None:
    """Another program can read it."""
    folder = saved(tmp_path, [repetition(table.NULL, 2, 1)])
    for path in folder.glob("*.json"):
        assert isinstance(json.loads(path.read_text()), dict)
