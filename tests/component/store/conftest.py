"""Each kind of store that a run can be in. The gateway relies on each of these tests; a new kind passes them all."""

import uuid
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from main.gateway.store.base import Store
from main.gateway.store.postgres.store import PostgresStore
from main.gateway.store.sqlite.store import SqliteStore
from tests.component.store.given import KEEP, Open


@pytest.fixture(params=["sqlite", "postgres"])
def reopened(request: pytest.FixtureRequest, tmp_path: Path) -> Open:
    """Opens the store, again with what is in it; it keeps three ended runs, and 10 MB of them."""
    if request.param == "sqlite":
        return lambda: SqliteStore.open(tmp_path / "runs.sqlite3", KEEP)
    url = request.getfixturevalue("postgres").create(uuid.uuid4().hex)
    return lambda: PostgresStore.open(url, KEEP)


@pytest.fixture
async def store(reopened: Open) -> AsyncIterator[Store]:
    async with await reopened() as found:
        yield found
