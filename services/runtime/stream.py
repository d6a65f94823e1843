"""The server's side of ProcessStream: many requests under way, each with its own time and its own status."""

import asyncio
from collections.abc import AsyncIterator
from functools import partial

from pipeline.v1 import stage_service_pb2
from services.runtime import limits
from services.runtime.errors import InvalidRequest, StoryloomError, Violation
from services.runtime.jsonrpc import Processes
from services.runtime.status import to_status
from services.runtime.worker import OnProgress


async def answer_stream(
    process: Processes, requests: AsyncIterator[stage_service_pb2.ProcessStreamRequest]
) -> AsyncIterator[stage_service_pb2.ProcessStreamResponse]:
    """Yield an answer for each request as it is done, in any order.

    At most MAX_STREAM_PENDING are under way or waiting to be sent: the stream is not read further until one has gone
    out, and HTTP/2 flow control tells the caller.
    """
    answers: asyncio.Queue[stage_service_pb2.ProcessStreamResponse | None] = asyncio.Queue()
    slots = asyncio.Semaphore(limits.MAX_STREAM_PENDING)
    tasks: set[asyncio.Task[None]] = set()

    def tell(request_id: str, progress: stage_service_pb2.StageProgress) -> None:
        # A caller that does not read loses words of progress, never an answer.
        if answers.qsize() < limits.MAX_STREAM_PENDING:
            answers.put_nowait(stage_service_pb2.ProcessStreamResponse(request_id=request_id, progress=progress))

    async def answer(request: stage_service_pb2.ProcessStreamRequest) -> None:
        await answers.put(await _answer(process, request, partial(tell, request.request_id)))

    async def read() -> None:
        try:
            async for request in requests:
                await slots.acquire()
                task = asyncio.create_task(answer(request))
                tasks.add(task)
                task.add_done_callback(tasks.discard)
            await asyncio.gather(*tasks)
        finally:
            await answers.put(None)

    reader = asyncio.create_task(read())
    try:
        while (response := await answers.get()) is not None:
            yield response
            if not response.HasField("progress"):
                slots.release()
        await reader
    finally:
        for task in (reader, *tasks):
            task.cancel()


async def _answer(
    process: Processes, request: stage_service_pb2.ProcessStreamRequest, on_progress: OnProgress
) -> stage_service_pb2.ProcessStreamResponse:
    budget = request.time_budget.ToNanoseconds() / 1e9
    try:
        if budget <= 0:
            raise InvalidRequest((Violation("time_budget", "is not set; give each request its time"),))
        response = await process(request.request, budget, on_progress)
    except StoryloomError as error:
        return stage_service_pb2.ProcessStreamResponse(request_id=request.request_id, error=to_status(error))
    return stage_service_pb2.ProcessStreamResponse(request_id=request.request_id, response=response)
