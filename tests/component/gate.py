"""A gateway that asks for tokens and has no stages, and what its clients have."""

from pathlib import Path

import httpx

from main.gateway.access import credential
from main.gateway.access.authentication import Access
from main.gateway.app import create_app
from main.gateway.runs import Runs
from main.gateway.store.base import Store
from main.gateway.store.tokens import Kind, Quota, Scope
from tests.conftest import PROMPT

QUOTA = Quota(waiting=20, a_minute=1_000, bytes=1_000_000_000)
BODY = {"prompt": PROMPT}
PAGE = {"Origin": "http://gateway"}
"""What a browser sends with what a page of the gateway asks."""


class Gate:
    """The gateway over a store."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store, self._folder = store, folder

    def client(self, token: str = "", quota: Quota = QUOTA, base_path: str = "", origin: str = "") -> httpx.AsyncClient:
        """A client that sends this token."""
        origins = (origin,) if origin else ()
        access = Access(self.store, quota)
        app = create_app(Runs(self.store, 1_000), {}, access=access, base_path=base_path, cors_origins=origins)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://gateway", headers=headers)

    async def secret(self, name: str = "ada", scope: Scope = Scope.RUN, seconds: float | None = None) -> str:
        """A new token."""
        found, token = credential.new(name, scope, Kind.TOKEN, seconds=seconds)
        await self.store.add_token(token)
        return found

    def kept(self) -> bytes:
        """All bytes of the store's files."""
        return b"".join(path.read_bytes() for path in self._folder.iterdir())


async def run_of(web: httpx.AsyncClient) -> str:
    """The id of a new run."""
    made = await web.post("/v1/runs", json=BODY)
    assert made.status_code == 202, made.text
    return str(made.json()["id"])
