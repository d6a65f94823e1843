"""storyloom status: whether the gateways and what they stand on would make a story now."""

import asyncio
import json
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
    """Say whether the gateway, its store and the stages are ready.

    Exits with 0 when all is ready, 1 when something is not, and 2 when no gateway answers.
    """
    found = tasks.run(_ask(addresses(server)))
    if as_json:
        say.result(json.dumps({"gateways": found}))
    else:
        for gateway in found:
            _show(gateway)
    raise typer.Exit(exit_status([gateway["status"] for gateway in found]))


def exit_status(found: list[str]) -> int:
    """The command's exit status for what the gateways say of themselves."""
    if all(one == UNREACHABLE for one in found):
        return NONE
    return 0 if all(one == READY for one in found) else NOT_ALL


async def _ask(urls: tuple[str, ...]) -> list[dict[str, Any]]:
    return list(await asyncio.gather(*(_readiness(url) for url in urls)))


async def _readiness(url: str) -> dict[str, Any]:
    """What one gateway says of itself and of all that it needs."""
    try:
        async with connected(url, attempts=1) as gateway:
            said = await gateway.json("GET", "/readyz", good=503)
    except StoryloomError as error:
        return {"server": url, "status": UNREACHABLE, "reasons": [error.message]}
    return {"server": url, **said}


def _show(gateway: dict[str, Any]) -> None:
    """The gateway, then each thing that it says, on a line of its own."""
    say.result(f"{gateway['server']}: {gateway['status']}")
    for key, value in gateway.items():
        if key not in ("server", "status"):
            _lines(key, value, 1)


def _lines(key: str, value: Any, depth: int) -> None:
    """A value as indented lines; what is empty says nothing."""
    before = "  " * depth
    if isinstance(value, dict):
        say.result(f"{before}{key}:")
        for name, inner in value.items():
            _lines(name, inner, depth + 1)
    elif isinstance(value, list):
        for item in value:
            _lines(key, item, depth) if isinstance(item, dict) else say.result(f"{before}{item}")
    elif value not in (None, ""):
        say.result(f"{before}{key}: {value}")
