"""The store that the settings name."""

from main.gateway.store.base import Keep, Store
from main.gateway.store.postgres.store import PostgresStore
from main.gateway.store.sqlite.store import SqliteStore
from main.gateway.store.sqlite.volume import MB
from main.settings import MainSettings


async def opened(settings: MainSettings, *, beside: bool = False) -> Store:
    """Open it; `beside`: for what is not of runs, while a gateway may work on it. Raises ConfigurationError."""
    keep = Keep(settings.keep_runs, settings.keep_mb * MB)
    if settings.store_url:
        return await PostgresStore.open(settings.store_url, keep)
    return await SqliteStore.open(settings.store_path, keep, settings.store_free_mb * MB, beside=beside)
