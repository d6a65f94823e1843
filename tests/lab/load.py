"""A steady load of runs on the gateway, or on several, while something is done to the machines."""

import itertools
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx

from tests.conftest import PROMPT
from tests.lab.conftest import gateway

RATE = 2.0
"""Runs a second."""
SLOW = 0.25
"""The same for what takes long: a store keeps 500 ended runs, and the load looks at them at its end."""
WHOLE = 20
"""One in so many runs is a whole package with a translation; the others are text only."""
SEEDS = 10
"""So many different runs of each kind: the others must come to the same digests."""
MAX_SECONDS = 600
SETTLE_SECONDS = 200
"""Longer than a run's own time: after that no run can still be under way."""


@dataclass
class Load:
    """What was asked and what became of it."""

    tag: str = field(default_factory=lambda: uuid.uuid4().hex)
    """Of all its runs."""
    asked: list[dict[str, Any]] = field(default_factory=list)
    """Each request: `key`, `body`, and `run_id` once it was accepted."""
    accepted: list[str] = field(default_factory=list)
    not_accepted: Counter[str] = field(default_factory=Counter)
    """Requests that the gateway did not take, by reason; each was asked again."""
    ended: dict[str, dict[str, Any]] = field(default_factory=dict)
    answered: list[float] = field(default_factory=list)
    """When each of the accepted was answered, on the monotonic clock in seconds."""

    def gap(self) -> float:
        """The longest time between two accepted runs, in seconds."""
        return max((after - before for before, after in itertools.pairwise(self.answered)), default=0.0)

    def lost(self) -> list[str]:
        """Accepted runs that did not complete, and why."""
        return [
            f"{run_id}: {self.ended.get(run_id, {}).get('error') or 'not ended'}"
            for run_id in self.accepted
            if self.ended.get(run_id, {}).get("state") != "completed"
        ]

    def replicas(self, stage: str, last: int) -> Counter[str]:
        """How many of the last runs each replica of a stage served."""
        runs = [self.ended[run_id] for run_id in self.accepted if run_id in self.ended][-last:]
        return Counter(timing["replica"] for run in runs for timing in run["timings"] if timing["stage"] == stage)

    def p99(self, outside: tuple[float, float] | None = None) -> float:
        """Seconds from accepted to ended within which 99 of 100 runs came to their end.

        `outside`: without those accepted between two times, in seconds of the epoch.
        """
        begin, end = outside or (0.0, 0.0)
        spans = [(_epoch(run["created"]), _epoch(run["ended"])) for run in self.ended.values()]
        seconds = sorted(ended - created for created, ended in spans if not begin <= created <= end)
        return seconds[(len(seconds) - 1) * 99 // 100] if seconds else 0.0

    def __str__(self) -> str:
        """The figures in one line."""
        away = sum(self.not_accepted.values())
        counts = f"{len(self.accepted)} accepted, {len(self.lost())} lost or failed, {away} requests found no gateway"
        return f"{counts}, {self.gap():.0f} s at most between two accepted, p99 of a run {self.p99():.0f} s"


def _epoch(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


@contextmanager
def steady_load(gateways: Sequence[str] = (), seconds: float = MAX_SECONDS, rate: float = RATE) -> Iterator[Load]:
    """Ask for `rate` runs a second until the block ends, for so many seconds at most, then wait for all of them.

    With several gateways a request goes to the next one when it fails, under the same Idempotency-Key.
    """
    load, stopping = Load(), threading.Event()
    asked = list(gateways) or [gateway()]
    thread = threading.Thread(target=_ask, args=(load, stopping, asked, seconds, rate), daemon=True)
    thread.start()
    try:
        yield load
    finally:
        stopping.set()
        thread.join(30)
    collect(load, SETTLE_SECONDS, asked)


def _ask(load: Load, stopping: threading.Event, gateways: list[str], seconds: float, rate: float) -> None:
    began = time.monotonic()
    with httpx.Client(timeout=httpx.Timeout(10, connect=2), trust_env=False) as client:
        for number in itertools.count():
            if stopping.wait(max(0.0, began + number / rate - time.monotonic())):
                return
            if time.monotonic() > began + seconds:
                return
            item = _request(number, load.tag)
            load.asked.append(item)
            while not stopping.is_set():
                try:
                    headers = {"Idempotency-Key": item["key"]}
                    answer = client.post(f"{gateways[0]}/v1/runs", json=item["body"], headers=headers)
                    answer.raise_for_status()
                    item["run_id"] = answer.json()["id"]
                    load.accepted.append(item["run_id"])
                    load.answered.append(time.monotonic())
                    break
                except httpx.HTTPStatusError as error:
                    load.not_accepted[str(error.response.status_code)] += 1
                except httpx.HTTPError as error:
                    load.not_accepted[type(error).__name__] += 1
                gateways.append(gateways.pop(0))
                stopping.wait(0.5)


def _request(number: int, tag: str) -> dict[str, Any]:
    whole = number % WHOLE == 0
    body = {"prompt": PROMPT, "seed": number % SEEDS, "languages": ["es"] if whole else [], "text_only": not whole}
    return {"key": str(uuid.uuid4()), "body": body | {"tags": [tag]}}


def collect(load: Load, seconds: float, gateways: Sequence[str] = ()) -> None:
    """Look at the accepted runs until all have ended; by another gateway when one does not answer."""
    deadline = time.monotonic() + seconds
    asked = itertools.cycle(gateways or [gateway()])
    with httpx.Client(timeout=5, trust_env=False) as client:
        while time.monotonic() < deadline:
            waiting = [run_id for run_id in load.accepted if run_id not in load.ended]
            if not waiting:
                return
            server = next(asked)
            for run_id in waiting:
                try:
                    run = client.get(f"{server}/v1/runs/{run_id}").raise_for_status().json()
                except (httpx.HTTPError, ValueError):
                    break
                if run["state"] in ("completed", "failed"):
                    load.ended[run_id] = run
            time.sleep(1)
