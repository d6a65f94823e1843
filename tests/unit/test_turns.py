"""Requests that come together begin in turn; who asks for health need not wait for all of them."""

import asyncio
from typing import Any

from starlette.types import Message, Receive, Scope, Send

from main.gateway.turns import InTurn

CROWD = [f"/{number}" for number in range(100)]


class Noting:
    """An application that notes the paths for which it was called."""

    def __init__(self) -> None:
        self.paths: list[str] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Be called."""
        self.paths.append(scope["path"])


async def nothing() -> Message:
    """Nothing arrives."""
    return {}


async def nowhere(_: Message) -> None:
    """Nobody hears it."""


def asked(app: InTurn, path: str, **scope: Any) -> asyncio.Task[None]:
    """A request under way."""

    async def ask() -> None:
        await app({"type": "http", "path": path, **scope}, nothing, nowhere)

    return asyncio.create_task(ask())


async def test_health_goes_before_a_crowd() -> None:
    """Also behind a proxy's path; all others begin too, in the order in which they came."""
    noted = Noting()
    app = InTurn(noted, apart=["/healthz"])
    crowd = [asked(app, path) for path in CROWD]
    await asked(app, "/proxy/healthz", root_path="/proxy")
    assert "/proxy/healthz" in noted.paths
    assert len(noted.paths) < len(CROWD)
    await asyncio.gather(*crowd)
    assert [path for path in noted.paths if path in CROWD] == CROWD


async def test_who_goes_away_holds_up_nobody() -> None:
    """Their place is the next one's."""
    noted = Noting()
    app = InTurn(noted, apart=())
    crowd = [asked(app, path) for path in CROWD]
    await asyncio.sleep(0)
    for gone in crowd[:50]:
        gone.cancel()
    await asyncio.gather(*crowd, return_exceptions=True)
    assert noted.paths[-50:] == CROWD[50:]
    await asked(app, "/later")
    assert noted.paths[-1] == "/later"
