"""The server of one stage, over gRPC or JSON-RPC: start, serve, drain, stop."""

import asyncio
import signal
from collections.abc import Callable

from loguru import logger

from pipeline.v1 import draft_pb2
from services.catalog import STAGES, Stage
from services.contract import bounds
from services.contract.calls import Process
from services.runtime.client.edge import RemoteEdge, connect
from services.runtime.client.options import EdgeOptions
from services.runtime.observer import UNOBSERVED, Observer
from services.runtime.server.grpc import GrpcListener
from services.runtime.server.rpc import RpcListener
from services.runtime.settings import ServiceSettings
from services.runtime.stage import null
from services.runtime.stage.forward import Forwarder
from services.runtime.stage.worker import Worker


class StageServer:
    """One stage on one port, and beside it a null stage for the benchmark."""

    def __init__(
        self, stage: Stage, process: Process, settings: ServiceSettings, observer: Observer = UNOBSERVED
    ) -> None:
        """`process`: the stage's craft. `observer` is told of the stage's calls, not of the null stage's."""
        patience = settings.patience_seconds
        own = _forwarder(stage, process, settings, EdgeOptions(patience=patience, observer=observer))
        # At DEBUG: a benchmark's thousands of lines a second would rotate the stage's own out of the log.
        to_null = EdgeOptions(patience=patience, service="null")
        empty = _forwarder(stage, null.craft(stage), settings, to_null, check=null.accept, level="DEBUG")
        self._forwarders = (own, empty)
        listener = RpcListener if settings.pipeline_mode == "rpc" else GrpcListener
        port = stage.port if settings.service_port is None else settings.service_port
        self._listener = listener(own.process, settings, port, null=empty.process)
        self._mode = settings.pipeline_mode

    async def start(self) -> int:
        """Listen and serve; return the port. Raises ConfigurationError when the address is taken."""
        port = await self._listener.start()
        logger.info("serving {} on port {}", self._mode, port)
        return port

    async def stop(self) -> None:
        """Refuse new calls, wait for those under way for the drain time at most, then stop."""
        logger.info("draining")
        await self._listener.stop()
        for forwarder in self._forwarders:
            await forwarder.close()
        logger.info("stopped")


def _forwarder(
    stage: Stage,
    process: Process,
    settings: ServiceSettings,
    options: EdgeOptions,
    *,
    check: Callable[[draft_pb2.Draft], None] = bounds.check,
    level: str = "INFO",
) -> Forwarder:
    worker = Worker(
        stage,
        process,
        node=settings.node_name,
        workers=settings.service_workers,
        queue=settings.service_queue,
        observer=options.observer,
        level=level,
        check=check,
    )
    return Forwarder(worker, [_edge(address, settings, options) for address in settings.successors])


def _edge(address: str, settings: ServiceSettings, options: EdgeOptions) -> RemoteEdge:
    # The name is for messages only: where the port is not in the catalogue, the address serves as well.
    port = address.rpartition(":")[2]
    name = next((stage.name for stage in STAGES if str(stage.port) == port), address)
    transport = "rpc" if settings.pipeline_mode == "rpc" else settings.pipeline_edge
    return connect(transport, name, address, options)


async def serve(stage: Stage, process: Process, settings: ServiceSettings) -> None:
    """Serve the stage, whose part `process` makes, until SIGTERM or SIGINT."""
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    server = StageServer(stage, process, settings)
    await server.start()
    await stopping.wait()
    await server.stop()
