"""Where a chain's branches meet, and who meets where."""

import asyncio

import pytest

from pipeline.v1 import draft_pb2, parts_pb2, stage_service_pb2
from services.catalog import Stage
from services.contract.errors import DeadlineExceeded, Overloaded, Unavailable
from services.runtime.client.replicas import Replicas
from services.runtime.stage.join import MAX_BYTES, MAX_DRAFTS, MAX_OPEN, Join

STAGE = Stage("X", "example", 1, ("prompt", "story", "analysis", "timings"), "package", place="story")


def brings(*parts: str, stage: str = "") -> draft_pb2.Draft:
    """A draft with these parts, empty but there, and a timing of the stage."""
    draft = draft_pb2.Draft(run_id="r")
    for part in parts:
        getattr(draft, part).SetInParent()
    if stage:
        draft.timings.add(stage=stage)
    return draft


def branch(part: str, begun: int) -> draft_pb2.Draft:
    """What one caller brings, from the call that the stage before had at `begun`."""
    draft = brings("prompt", part, stage="before")
    draft.timings[0].received.monotonic_ns = begun
    draft.timings.add(stage=part)
    return draft


async def test_the_last_part_completes_the_draft_once() -> None:
    """Each caller's parts and timings are in it; a repeated call begins nothing again."""
    join = Join(STAGE)
    assert join.add("r/1", brings("prompt", "story", stage="a"), 5) is None
    assert join.add("r/1", brings("prompt", "story", stage="a"), 5) is None
    whole = join.add("r/1", brings("analysis", stage="b"), 5)
    assert whole is not None
    assert [timing.stage for timing in whole.timings] == ["a", "b"]
    assert join.add("r/1", brings("analysis", stage="b"), 5) is None


async def test_parts_of_two_origins_are_never_joined() -> None:
    """The first stage was asked twice: what follows from one story does not meet what follows from the other."""
    join = Join(STAGE)
    assert join.add("r/1", branch("story", 1), 5) is None
    assert join.add("r/1", branch("analysis", 2), 5) is None
    whole = join.add("r/1", branch("story", 2), 5)
    assert whole is not None
    assert [timing.received.monotonic_ns for timing in whole.timings if timing.stage == "before"] == [2]


async def test_origins_have_a_bound() -> None:
    """However often a stage is called again, an attempt keeps the last few drafts: an older one is never completed."""
    join = Join(STAGE)
    for begun in range(MAX_DRAFTS + 1):
        assert join.add("r/1", branch("story", begun), 5) is None
    assert join.add("r/1", branch("analysis", 0), 5) is None
    assert join.add("r/1", branch("analysis", MAX_DRAFTS), 5) is not None


async def test_what_is_collected_is_not_there_again() -> None:
    """A second collector hears so, and is not given nothing as if it were a package."""
    join = Join(STAGE)
    join.add("r/1", brings("prompt", "story", "analysis"), 5)
    join.finish("r/1", stage_service_pb2.ProcessResponse())
    await join.collect("r/1", 5)
    with pytest.raises(Unavailable, match="collected already"):
        await join.collect("r/1", 5)


async def test_two_attempts_are_never_joined() -> None:
    """What a lost attempt brought does not complete the next one."""
    join = Join(STAGE)
    assert join.add("r/1", brings("prompt", "story"), 5) is None
    assert join.add("r/2", brings("analysis"), 5) is None


@pytest.mark.parametrize("early", [True, False])
async def test_the_outcome_reaches_who_collects(*, early: bool) -> None:
    """Before it is there and after."""
    join = Join(STAGE)
    response = stage_service_pb2.ProcessResponse(draft=draft_pb2.Draft(package=parts_pb2.Package(name="p")))
    waiting = asyncio.create_task(join.collect("r/1", 5)) if early else None
    await asyncio.sleep(0)
    join.add("r/1", brings("prompt", "story", "analysis"), 5)
    join.finish("r/1", response)
    assert (await (waiting or join.collect("r/1", 5))).draft.package.name == "p"


async def test_an_error_reaches_who_collects() -> None:
    """The stage's own error, not a timeout."""
    join = Join(STAGE)
    join.add("r/1", brings("prompt", "story", "analysis"), 5)
    join.finish("r/1", Unavailable("gone"))
    with pytest.raises(Unavailable, match="gone"):
        await join.collect("r/1", 5)


async def test_what_is_missing_is_named_at_the_deadline() -> None:
    """And the attempt is forgotten then: its memory is free."""
    join = Join(STAGE)
    join.add("r/1", brings("prompt", "story"), 0.3)
    with pytest.raises(DeadlineExceeded, match="did not bring analysis"):
        await join.collect("r/1", 0.3)
    await asyncio.sleep(0.2)
    assert len(join) == 0


async def test_open_attempts_have_a_bound() -> None:
    """One more than that is refused, and says so."""
    join = Join(STAGE)
    for number in range(MAX_OPEN):
        join.add(f"r{number}/1", brings("prompt"), 5)
    with pytest.raises(Overloaded, match="open at this join"):
        join.add("one more/1", brings("prompt"), 5)


async def test_who_no_longer_collects_leaves_nothing() -> None:
    """As many calls as there is room for, all cancelled: another run is served, and what comes for them is not kept."""
    join = Join(STAGE)
    calls = [asyncio.create_task(join.collect(f"r{number}/1", 3_600)) for number in range(MAX_OPEN)]
    await asyncio.sleep(0)
    for call in calls:
        call.cancel()
    await asyncio.gather(*calls, return_exceptions=True)
    assert join.add("r0/1", brings("prompt", "story", "analysis"), 5) is None
    assert join.add("one more/1", brings("prompt", "story", "analysis"), 5) is not None


async def test_one_collector_may_go_while_another_waits() -> None:
    """The attempt is that one's."""
    join = Join(STAGE)
    gone, waits = (asyncio.create_task(join.collect("r/1", 5)) for _ in range(2))
    await asyncio.sleep(0)
    gone.cancel()
    await asyncio.wait((gone,))
    assert join.add("r/1", brings("prompt", "story", "analysis"), 5) is not None
    join.finish("r/1", stage_service_pb2.ProcessResponse())
    await asyncio.wait_for(waits, 1)


async def test_drafts_that_nobody_collects_make_room() -> None:
    """Bytes have a bound: the oldest drafts go, those of a run that somebody waits for stay."""
    join = Join(STAGE)
    large = draft_pb2.Draft(story=parts_pb2.Story(title="x" * (MAX_BYTES // 10)))
    waits = asyncio.create_task(join.collect("waits/1", 5))
    await asyncio.sleep(0)
    join.add("waits/1", large, 5)
    for number in range(20):
        join.add(f"r{number}/1", large, 5)
    assert join.add("waits/1", brings("prompt", "analysis"), 5) is not None
    assert join.add("r19/1", brings("prompt", "analysis"), 5) is not None
    assert join.add("r0/1", brings("prompt", "analysis"), 5) is None
    waits.cancel()


async def test_drafts_that_somebody_waits_for_have_a_bound_too() -> None:
    """The next one is refused, and is not lost: its caller hears of it."""
    join = Join(STAGE)
    large = draft_pb2.Draft(story=parts_pb2.Story(title="x" * (MAX_BYTES // 3)))
    calls = [asyncio.create_task(join.collect(f"r{number}/1", 5)) for number in range(3)]
    await asyncio.sleep(0)
    for number in range(2):
        join.add(f"r{number}/1", large, 5)
    with pytest.raises(Overloaded, match="room"):
        join.add("r2/1", large, 5)
    for call in calls:
        call.cancel()


async def two(host: str, port: int) -> list[str]:
    """A name with two addresses: this machine has no DNS server of its own to say so."""
    del host, port
    return ["10.0.0.1:1", "10.0.0.2:1"]


async def test_all_callers_choose_the_same_replica() -> None:
    """By the key alone; keys are spread over both."""
    one, other = Replicas("d:1", two), Replicas("d:1", two)
    chosen = {f"run{number}/1": await one.for_key(f"run{number}/1") for number in range(200)}
    assert chosen == {key: await other.for_key(key) for key in chosen}
    assert 60 < sum(address == "10.0.0.1:1" for address in chosen.values()) < 140


async def test_replicas_take_turns() -> None:
    """A call without a key goes to each in its turn."""
    found = Replicas("d:1", two)
    assert len({await found.next() for _ in range(2)}) == 2


async def test_localhost_is_where_the_servers_listen() -> None:
    """IPv4 where there is one: a server on 127.0.0.1 does not hear ::1."""
    assert await Replicas("localhost:50051").all() == ["127.0.0.1:50051"]


async def test_a_name_that_nobody_has() -> None:
    """An error in words, to be tried again."""
    with pytest.raises(Unavailable, match=r"nowhere\.invalid has no address"):
        await Replicas("nowhere.invalid:1").all()
