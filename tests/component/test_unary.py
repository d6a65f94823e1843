"""PIPELINE_EDGE=unary: each request is one unary call."""

from collections.abc import Awaitable, Callable
from typing import Any

import grpc

from pipeline.v1 import draft_pb2
from services.contract.calls import OnProgress, Progress, Request, Response
from services.runtime.client.edge import connect
from services.runtime.client.options import EdgeOptions
from services.runtime.server.budget import ByteBudget
from services.runtime.server.grpc import StageServicer


class Methods(grpc.aio.ServerInterceptor):
    """Notes the method of each call that the server gets."""

    def __init__(self) -> None:
        self.called: list[str] = []

    async def intercept_service(
        self,
        continuation: Callable[[grpc.HandlerCallDetails], Awaitable[Any]],
        handler_call_details: grpc.HandlerCallDetails,
    ) -> Any:
        self.called.append(handler_call_details.method)
        return await continuation(handler_call_details)


async def test_a_call_with_a_listener_is_unary() -> None:
    """The server gets Process, as without a listener, and what the stage tells is not sent."""

    async def process(asked: Request, time_left: float, on_progress: OnProgress | None) -> Response:
        del time_left
        assert on_progress is None
        return Response(draft=draft_pb2.Draft(run_id=asked.draft.run_id))

    methods = Methods()
    server = grpc.aio.server(interceptors=[methods])
    server.add_generic_rpc_handlers((StageServicer(process, ByteBudget(1)).handler(),))
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    edge = connect("unary", "story_generator", f"127.0.0.1:{port}", EdgeOptions(patience=0))
    heard: list[Progress] = []
    try:
        answer = await edge.process(Request(draft=draft_pb2.Draft(run_id="r")), 5, heard.append)
    finally:
        await edge.close()
        await server.stop(None)
    assert answer.draft.run_id == "r"
    assert methods.called == ["/pipeline.v1.StageService/Process"]
    assert not heard
