"""The server that hosts one stage, over the transport of its mode: start, serve, drain, stop."""

import asyncio
import signal

from loguru import logger

from services.catalog import STAGES, Stage
from services.contract.calls import Process
from services.runtime.client.edge import RemoteEdge, connect
from services.runtime.server.grpc import GrpcListener
from services.runtime.server.rpc import RpcListener
from services.runtime.settings import ServiceSettings
from services.runtime.stage.forward import Chain
from services.runtime.stage.worker import Worker


class StageServer:
    """One stage on one port."""

    def __init__(self, stage: Stage, process: Process, settings: ServiceSettings) -> None:
        worker = Worker(
            stage,
            process,
            node=settings.node_name,
            workers=settings.service_workers,
            queue=settings.service_queue,
        )
        streams = settings.pipeline_mode == "grpc" and settings.pipeline_edge == "stream"
        edges = [_edge(address, settings) for address in settings.successors]
        self._chain = Chain(worker, edges, company=streams)
        listener = RpcListener if settings.pipeline_mode == "rpc" else GrpcListener
        port = stage.port if settings.service_port is None else settings.service_port
        self._listener = listener(self._chain.process, settings, port)
        self._mode = settings.pipeline_mode

    async def start(self) -> int:
        """Listen and serve; return the port. Raises ConfigurationError when the address is taken."""
        port = await self._listener.start()
        logger.info("serving {} on port {}", self._mode, port)
        return port

    async def stop(self) -> None:
        """Take no more, let the calls under way finish within the drain time, then stop."""
        logger.info("draining")
        await self._listener.stop()
        await self._chain.close()
        logger.info("stopped")


def _edge(address: str, settings: ServiceSettings) -> RemoteEdge:
    # Only messages need the stage's name, and a port that is not the catalogue's is as good a one.
    port = address.rpartition(":")[2]
    name = next((stage.name for stage in STAGES if str(stage.port) == port), address)
    transport = "rpc" if settings.pipeline_mode == "rpc" else settings.pipeline_edge
    return connect(transport, name, address, patience=settings.patience_seconds)


async def serve(stage: Stage, process: Process, settings: ServiceSettings) -> None:
    """Serve the stage, whose part `process` makes, until SIGTERM or SIGINT."""
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    server = StageServer(stage, process, settings)
    await server.start()
    await stopping.wait()
    await server.stop()
