"""storyloom status: whether the gateways and what they stand on would make a story now."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import typer

from main.command import say
from main.command.gateway import LOCAL_GATEWAY, addresses, connected
from main.command.options import Json, Server
from services.contract.errors import StoryloomError
from services.runtime import tasks

READY, UNREACHABLE = "ready", "no answer"
"""Of a gateway that would make a story now, and of one that does not answer; else it is what the gateway says."""
NOT_ALL, NONE = 1, 2
"""Exit statuses: a gateway is not ready or does not answer; none answers. 0 when all are ready."""


def status(server: Server = LOCAL_GATEWAY, as_json: Json = False) -> None:
    """Say whether the gateway, its store and the stages are ready; with machines, builds and queue.

    Exits with 0 when all is ready, 1 when something is not, and 2 when no gateway answers.
    """
    found = tasks.run(_ask(addresses(server)))
    if as_json:
        say.result(json.dumps({"gateways": found}))
    else:
        for gateway in found:
            for line in lines(gateway):
                say.result(line)
    raise typer.Exit(exit_status([gateway["status"] for gateway in found]))


def exit_status(found: list[str]) -> int:
    """The command's exit status for what the gateways say of themselves."""
    if all(one == UNREACHABLE for one in found):
        return NONE
    return 0 if all(one == READY for one in found) else NOT_ALL


async def _ask(urls: tuple[str, ...]) -> list[dict[str, Any]]:
    return list(await asyncio.gather(*(_readiness(url) for url in urls)))


async def _readiness(url: str) -> dict[str, Any]:
    """What one gateway says of itself and of all that it needs: everything, or whether it is ready alone."""
    try:
        async with connected(url, attempts=1) as gateway:
            said = await gateway.json("GET", "/readyz", good=503)
            with suppress(StoryloomError):
                said = await gateway.json("GET", "/v1/status")
    except StoryloomError as error:
        return {"server": url, "status": UNREACHABLE, "reasons": [error.message]}
    return {"server": url, **said}


def lines(gateway: dict[str, Any]) -> Iterator[str]:
    """The gateway, then each thing that it says, on a line of its own; what is not known is left out."""
    yield f"{gateway['server']}: {gateway['status']}"
    yield from (f"  {reason}" for reason in gateway["reasons"])
    for key, name in (("versions", "version"), ("builds", "build"), ("nodes", "machine")):
        if found := gateway.get(key):
            yield f"  {name}{'s' * (len(found) > 1)}: {', '.join(found)}"
    if (queue := gateway.get("queue")) is not None:
        yield f"  queue: {queue['waiting']} of {queue['max_waiting']} waiting, {queue['running']} running"
    if "gateway" in gateway:
        if (days := gateway["gateway"].get("certificate_days")) is not None:
            yield f"  certificate: for {days:g} days"
        store, since, ended = gateway["store"], gateway["store"]["created"], gateway["store"]["ended"] or 0
        yield f"  store: {store['kind']}, {ended} ended run{'s' * (ended != 1)}{f', since {since}' if since else ''}"
        yield from _stages(gateway["stages"])
    elif "stages" in gateway:
        yield f"  version: {gateway['version']}"
        yield from (f"  {name}: {reason}" for name, reason in gateway["stages"].items())


def _stages(stages: list[dict[str, Any]]) -> Iterator[str]:
    """Each stage, and under it its replicas with their machines and what they run."""
    for stage in stages:
        yield f"  {stage['name']}: {stage['reason'] or READY}"
        for replica in stage["replicas"]:
            words = [replica[key] for key in ("node", "address", "version", "build") if replica[key]]
            if (days := replica.get("certificate_days")) is not None:
                words.append(f"certificate for {days:g} days")
            yield f"    {' '.join(words)}: {replica['reason'] or READY}"
