"""An observer is told of every call, on both sides."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

from pipeline.v1 import draft_pb2
from services.catalog import STAGES
from services.contract import request
from services.contract.calls import Request
from services.contract.errors import InvalidRequest
from services.runtime.client.edge import connect
from services.runtime.client.options import EdgeOptions
from services.runtime.observer import Side
from services.runtime.server.server import StageServer
from services.runtime.stage.build import build
from tests.conftest import PROMPT, settings_for

STAGE = STAGES[0]


class Noting:
    """Notes each call's side, stage, run and outcome."""

    def __init__(self) -> None:
        self.calls: list[tuple[Side, str, str, str]] = []

    def call(self, side: Side, stage: str, request: Request) -> AbstractContextManager[object]:
        return self._call(side, stage, request)

    @contextmanager
    def _call(self, side: Side, stage: str, request: Request) -> Iterator[None]:
        outcome = "ok"
        try:
            yield
        except Exception as error:
            outcome = type(error).__name__
            raise
        finally:
            self.calls.append((side, stage, request.draft.run_id, outcome))


async def test_both_sides_are_told_of_a_call_and_its_outcome() -> None:
    """The worker's side ends first, then the caller's; an error is told by its class."""
    observer = Noting()
    server = StageServer(STAGE, build(STAGE), settings_for(STAGE), observer)
    options = EdgeOptions(patience=0, observer=observer)
    edge = connect("stream", STAGE.name, f"127.0.0.1:{await server.start()}", options)
    try:
        await edge.process(Request(draft=draft_pb2.Draft(run_id="good", prompt=request.prompt(PROMPT))), 30)
        bad = draft_pb2.Draft(run_id="bad")
        bad.prompt.text = "x" * 2001
        with pytest.raises(InvalidRequest):
            await edge.process(Request(draft=bad), 30)
    finally:
        await edge.close()
        await server.stop()
    sides: tuple[Side, Side] = ("server", "client")
    outcomes = (("good", "ok"), ("bad", "InvalidRequest"))
    assert observer.calls == [(side, STAGE.name, run, outcome) for run, outcome in outcomes for side in sides]
