"""Several runs that were asked for at once: they have one tag, by which they are found, and one archive of packages."""

import uuid
import zipfile
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace

from main.gateway.access.caller import EVERYBODY, Caller
from main.gateway.runs import Runs
from main.gateway.store.base import FINAL, Filter, Labels, Once, Run, State
from main.gateway.store.deliveries import Hook
from pipeline.v1 import parts_pb2
from services.contract.digest import sha256
from services.contract.errors import NotFound, NotReady, StoryloomError

MAX_RUNS = 50
"""Runs of a batch."""
TAG = "batch:"
"""Begins the tag of a batch's runs; its id follows."""


@dataclass(frozen=True)
class Asked:
    """A run that is asked for."""

    prompt: parts_pb2.Prompt
    labels: Labels
    hook: Hook | None


@dataclass(frozen=True)
class Batch:
    """A batch as it is now; runs that were deleted are not in it any more."""

    id: str
    runs: list[Run]
    """In the order in which they were asked for."""

    @property
    def ended(self) -> bool:
        """Whether every run of it has."""
        return all(run.state in FINAL for run in self.runs)


class Batches:
    """The batches among some runs."""

    def __init__(self, runs: Runs) -> None:
        self._runs = runs

    async def accept(self, asked: Sequence[Asked], once: Once | None, caller: Caller = EVERYBODY) -> Batch:
        """Accept all of the runs, or none. Raises what accepting a run raises."""
        batch_id = _id_of(once, caller.name) if once is not None else uuid.uuid4().hex
        made: list[str] = []
        try:
            for number, each in enumerate(asked):
                tagged = replace(each.labels, tags=(*each.labels.tags, f"{TAG}{batch_id}"))
                part = replace(once, key=f"{once.key} {TAG}{number}") if once is not None else None
                # The first one asks for room for all that follow.
                owner = replace(caller.owner, runs=len(asked) - number)
                run, new = await self._runs.accept(each.prompt, tagged, part, owner=owner, hook=each.hook)
                made += [run.id] if new else []
        except StoryloomError:
            for run_id in made:
                await self._runs.cancel(run_id, told=False)
                await self._runs.remove(run_id)
            raise
        return await self.get(batch_id, caller.listed)

    async def get(self, batch_id: str, owner: str | None = None) -> Batch:
        """Return a batch, that of an owner alone when one is given. Raises NotFound."""
        found, _ = await self._runs.find(Filter(tag=f"{TAG}{batch_id}", owner=owner), MAX_RUNS, None)
        if not found:
            raise NotFound(f"there is no batch {batch_id!r}: no run has its tag")
        return Batch(batch_id, found[::-1])

    async def archive(self, batch_id: str, owner: str | None = None) -> AsyncIterator[bytes]:
        """One zip of the packages that were made, in pieces. Raises NotFound, and NotReady when there are none yet."""
        batch = await self.get(batch_id, owner)
        made = [run for run in batch.runs if run.state is State.COMPLETED and run.package is not None]
        if not batch.ended or not made:
            ended = sum(run.state in FINAL for run in batch.runs)
            raise NotReady(
                f"batch {batch_id} has {len(made)} packages, and {ended} of {len(batch.runs)} runs have ended"
            )
        return self._zipped(made)

    async def _zipped(self, runs: Sequence[Run]) -> AsyncIterator[bytes]:
        sink = _Sink()
        with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:  # type: ignore[call-overload]
            for number, run in enumerate(runs, 1):
                package, content = await self._runs.package(run.id)
                with archive.open(f"{number:02}-{package.name}", "w") as entry:
                    async for piece in content.read():
                        entry.write(piece)
                        yield sink.taken()
        yield sink.taken()


def _id_of(once: Once, owner: str) -> str:
    """The same for the same owner's key."""
    return sha256(f"{owner}\0{once.key}".encode())[:32]


class _Sink:
    """Where a zip is written that is sent on at once: it cannot go back, so sizes follow each entry."""

    def __init__(self) -> None:
        self._written = bytearray()

    def write(self, content: bytes) -> int:
        """Keep it until it is taken."""
        self._written += content
        return len(content)

    def flush(self) -> None:
        """Nothing is held back."""

    def taken(self) -> bytes:
        """What was written since the last call."""
        taken, self._written = bytes(self._written), bytearray()
        return taken
