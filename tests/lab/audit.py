"""A second look at what a load was told: from every gateway, by rules that know nothing of how the load was made."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import httpx

FINAL = ("completed", "failed", "cancelled")
Asked = Mapping[str, Any]
"""A request: `key` (its Idempotency-Key), `body`, and `run_id` when it was accepted."""


def audit(gateways: Sequence[str], tag: str, asked: Sequence[Asked]) -> list[str]:
    """Return what is wrong with the runs of a load in which every request had the tag; nothing when all is right.

    Each accepted key has one run and the same one when it is asked again; each run has one final state, events
    numbered from 1 without a gap, and the same digest as all others of its body; every gateway says the same.
    """
    with httpx.Client(timeout=20, trust_env=False) as client:
        return [fault for gateway in gateways for fault in _audited(client, gateway, tag, asked)]


def _audited(client: httpx.Client, gateway: str, tag: str, asked: Sequence[Asked]) -> Iterator[str]:
    listed = Counter(_listed(client, gateway, tag))
    known = {item["run_id"] for item in asked if item.get("run_id")}
    yield from (f"{gateway}: {run_id} is listed {count} times" for run_id, count in listed.items() if count > 1)
    yield from (f"{gateway}: {run_id} was accepted, and is not listed" for run_id in known - set(listed))
    if len(listed) > len(asked):
        yield f"{gateway}: {len(listed)} runs of {len(asked)} keys"
    digests: dict[str, str] = {}
    for item in asked:
        again = client.post(f"{gateway}/v1/runs", json=item["body"], headers={"Idempotency-Key": item["key"]})
        run_id = again.json().get("id")
        if item.get("run_id") and run_id != item["run_id"]:
            yield f"{gateway}: key {item['key']} is now of {run_id}, and was of {item['run_id']}"
            continue
        if not item.get("run_id"):
            continue
        run = client.get(f"{gateway}/v1/runs/{run_id}").json()
        digest = (run.get("package") or {}).get("content_digest", "")
        first = digests.setdefault(json.dumps(item["body"], sort_keys=True), digest)
        if digest != first:
            yield f"{gateway}: {run_id} has the digest {digest}, and another one of its body has {first}"
        yield from (f"{gateway}: {run_id}: {fault}" for fault in faults(run, _events(client, gateway, run_id)))


def faults(run: Mapping[str, Any], events: Sequence[tuple[int, str]]) -> Iterator[str]:
    """What is wrong with a run by itself. `events`: number and kind of each, in the order in which they came."""
    if run["state"] not in FINAL:
        yield f"is {run['state']}"
    numbers = [number for number, _ in events]
    if numbers != list(range(1, len(numbers) + 1)):
        yield f"its events are numbered {numbers}"
    ends = [kind for _, kind in events if kind.removeprefix("run_") in FINAL]
    if ends != [f"run_{run['state']}"]:
        yield f"is {run['state']}, and its events say {ends}"
    elif events[-1][1] != ends[0]:
        yield f"has events after {ends[0]}"


def _listed(client: httpx.Client, gateway: str, tag: str) -> Iterator[str]:
    """Ids of all runs with the tag."""
    asked = {"tag": tag, "limit": "100"}
    while True:
        found = client.get(f"{gateway}/v1/runs", params=asked).raise_for_status().json()
        yield from (run["id"] for run in found["runs"])
        if not found["next"]:
            return
        asked["after"] = found["next"]


def _events(client: httpx.Client, gateway: str, run_id: str) -> list[tuple[int, str]]:
    """Number and kind of each event of a run that has ended."""
    said = client.get(f"{gateway}/v1/runs/{run_id}/events").text
    blocks = [dict(line.split(": ", 1) for line in block.splitlines() if ": " in line) for block in said.split("\n\n")]
    return [(int(block["id"]), block["event"]) for block in blocks if "id" in block]
