"""What is measured: the cases, and a function that runs a case once."""

import asyncio
import contextlib
import time
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Literal

from main.bench import bare
from main.drive import flow
from main.drive.edges import built, certificates_of, connect
from main.settings import MainSettings
from pipeline.v1 import draft_pb2, parts_pb2
from services.catalog import STAGES
from services.contract import request
from services.contract.calls import Progress, Service, Timing
from services.contract.errors import Internal, Unavailable

Workload = Literal["null", "story", "bare", "echo"]
Way = Literal["local", "rpc", "unary", "stream", "tcp"]
PAYLOAD = bytes(range(256)) * 16
"""4 KiB, as much as the part of a null stage has."""
PROMPT = "A shy dragon opens a bakery by the sea"
RUN_SECONDS = 30.0


@dataclass(frozen=True)
class Case:
    """One cell of the matrix. `way`: local, rpc, unary, stream or tcp; `flow`: hub or chain, empty for an echo."""

    workload: Workload
    way: Way
    flow: Literal["hub", "chain", ""] = ""
    control: str = ""
    """Not empty for the second of two equal cases: the difference of the two is noise."""

    @property
    def name(self) -> str:
        """Such as "null/stream/hub"."""
        return "/".join(filter(None, (self.workload, self.way, self.flow, self.control)))


NULL, AGAIN, BARE = Case("null", "stream", "hub"), Case("null", "stream", "hub", "again"), Case("bare", "stream", "hub")
GRPC = (
    NULL,
    AGAIN,
    Case("null", "unary", "hub"),
    Case("null", "stream", "chain"),
    Case("story", "stream", "hub"),
    Case("story", "unary", "hub"),
    Case("story", "stream", "chain"),
    BARE,
    Case("bare", "unary", "hub"),
    Case("echo", "stream"),
    Case("echo", "unary"),
)
RPC = (
    Case("null", "rpc", "hub"),
    Case("null", "rpc", "chain"),
    Case("story", "rpc", "hub"),
    Case("story", "rpc", "chain"),
)
LOCAL = (Case("null", "local", "hub"), Case("story", "local", "hub"))
TCP = Case("echo", "tcp")
ALL = (*GRPC, *RPC, *LOCAL, TCP)


@dataclass
class Outcome:
    """One run, or one echo, which has neither parts nor timings."""

    begun: float
    ended: float
    """Readings of time.perf_counter."""
    timings: list[Timing] = field(default_factory=list)
    draft: draft_pb2.Draft | None = None

    @property
    def total_ms(self) -> float:
        """How long it took, in milliseconds."""
        return (self.ended - self.begun) * 1e3


Once = Callable[[], Awaitable[Outcome]]


@asynccontextmanager
async def runnable(case: Case, addresses: Mapping[str, str]) -> AsyncIterator[Once]:
    """A function that runs the case once, over connections that are kept. `addresses`: host:port by stage name."""
    async with AsyncExitStack() as stack:
        if case.workload in ("null", "story"):
            yield await stack.enter_async_context(_pipeline(case, addresses))
        elif case == TCP:
            yield await stack.enter_async_context(_tcp(addresses["tcp"]))
        else:
            kind = bare.StreamEcho if case.way == "stream" else bare.UnaryEcho
            stages = {stage.name: addresses[stage.name] for stage in STAGES}
            if case.workload == "echo":
                stages = {STAGES[0].name: stages[STAGES[0].name]}
            echoes = await stack.enter_async_context(bare.echoes(kind, stages))
            yield _checked(case, echoes)


def _checked(case: Case, echoes: Mapping[str, bare.Echo]) -> Once:
    async def once() -> Outcome:
        begun = time.perf_counter()
        if case.workload == "echo":
            answer = await echoes[STAGES[0].name].ask(PAYLOAD)
        else:
            answer = await bare.pipeline(echoes, PAYLOAD)
        ended = time.perf_counter()
        if answer != PAYLOAD:
            raise Internal("an echo was not what was sent")
        return Outcome(begun, ended)

    return once


@asynccontextmanager
async def _pipeline(case: Case, addresses: Mapping[str, str]) -> AsyncIterator[Once]:
    modes: dict[Way, Literal["local", "rpc", "grpc"]] = {"local": "local", "rpc": "rpc"}
    given = {stage.service: addresses[stage.name] for stage in STAGES if stage.name in addresses}
    settings = MainSettings(
        pipeline_mode=modes.get(case.way, "grpc"),
        pipeline_flow=case.flow or "hub",
        pipeline_edge="unary" if case.way == "unary" else "stream",
        stage_addresses=given,
        run_seconds=RUN_SECONDS,
        patience_seconds=5,
    )
    service: Service = "null" if case.workload == "null" else "stage"
    async with connect(settings, built(settings, service), certificates_of(settings), service) as edges:

        async def once() -> Outcome:
            draft = draft_pb2.Draft(run_id=uuid.uuid4().hex, prompt=_prompt(case))
            begun = time.perf_counter()
            await flow.drive(draft, edges, settings, _nothing, _nothing, _unheard)
            ended = time.perf_counter()
            if case.workload == "story" and not draft.package.content_digest:
                raise Internal("a run ended without a package")
            return Outcome(begun, ended, list(draft.timings), draft)

        yield once


def _prompt(case: Case) -> parts_pb2.Prompt:
    return request.prompt(PROMPT, seed=7) if case.workload == "story" else parts_pb2.Prompt(text="null")


async def _nothing(*_: object) -> None:
    """An observer of a run's stages that does nothing."""


def _unheard(_: Progress) -> None:
    """A listener for progress without effect. Command and gateway always pass one, so production's calls have one."""


@asynccontextmanager
async def _tcp(address: str) -> AsyncIterator[Once]:
    host, _, port = address.rpartition(":")
    try:
        reader, writer = await asyncio.open_connection(host, int(port))
    except OSError as error:
        raise Unavailable(f"no TCP echo answers at {address}: {error.strerror}") from None

    async def once() -> Outcome:
        begun = time.perf_counter()
        writer.write(PAYLOAD)
        await reader.readexactly(len(PAYLOAD))
        return Outcome(begun, time.perf_counter())

    try:
        yield once
    finally:
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()
