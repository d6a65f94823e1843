"""The server of one stage, over gRPC or JSON-RPC: start, serve, drain, stop."""

import asyncio
import signal
from collections.abc import Callable, Sequence
from dataclasses import replace

from loguru import logger

from pipeline.v1 import draft_pb2
from services.catalog import STAGES, Stage, successors
from services.contract import bounds
from services.contract.calls import Process
from services.contract.errors import ConfigurationError
from services.runtime.certificates import store
from services.runtime.client.edge import connect
from services.runtime.client.options import EdgeOptions
from services.runtime.expiry import watched
from services.runtime.observer import UNOBSERVED, Observer
from services.runtime.server.access import Access
from services.runtime.server.grpc import GrpcListener
from services.runtime.server.rpc import RpcListener
from services.runtime.server.tls import Tls, is_loopback
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
        self.certificates = certificates = store(settings.tls_files, stage.service)
        """The process's own; None when it serves without TLS."""
        self._exposed = certificates is None and not is_loopback(settings.service_bind)
        if self._exposed and settings.tls_required:
            raise ConfigurationError(
                f"TLS_REQUIRED: SERVICE_BIND={settings.service_bind} is reached from other machines; set"
                " TLS_CERTIFICATE_FILE, TLS_KEY_FILE and TLS_CA_FILE"
            )
        known = EdgeOptions(patience=settings.patience_seconds, certificates=certificates)
        own = _forwarder(stage, process, settings, replace(known, observer=observer))
        # At DEBUG: a benchmark's thousands of lines a second would rotate the stage's own out of the log.
        to_null = replace(known, service="null")
        empty = _forwarder(stage, null.craft(stage), settings, to_null, check=null.accept, level="DEBUG")
        self._forwarders = (own, empty)
        listener = RpcListener if settings.pipeline_mode == "rpc" else GrpcListener
        port = stage.port if settings.service_port is None else settings.service_port
        tls = Tls(certificates, Access(stage)) if certificates else None
        self._listener = listener(own.process, settings, port, null=empty.process, tls=tls)
        self._mode = settings.pipeline_mode + (" over TLS" if tls else "")

    async def start(self) -> int:
        """Listen and serve; return the port. Raises ConfigurationError when the address is taken."""
        port = await self._listener.start()
        logger.info("serving {} on port {}", self._mode, port)
        if self._exposed:
            logger.warning("port {} answers whoever reaches it, for there is no TLS; set TLS_CERTIFICATE_FILE", port)
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
    transport = "rpc" if settings.pipeline_mode == "rpc" else settings.pipeline_edge
    addresses = settings.successors
    names = names_of(addresses, stage)
    if options.certificates and (unknown := [name for name in names if name in addresses]):
        raise ConfigurationError(
            f"NEXT_SERVICE_PORT: which service is at {unknown[0]} is not known, and so not whose certificate it must"
            f" have; give one address for each of {', '.join(other.name for other in successors(stage))}"
        )
    edges = [connect(transport, name, address, options) for name, address in zip(names, addresses, strict=True)]
    return Forwarder(worker, edges)


def names_of(addresses: Sequence[str], stage: Stage) -> list[str]:
    """The names of the stages at these addresses (host:port), which follow `stage` in a chain.

    By their host or their port where the catalogue has it; else by their place, where there is one address for each
    successor; else the address itself, which does for messages.
    """
    following = successors(stage)
    found = []
    for place, address in enumerate(addresses):
        host, _, port = address.rpartition(":")
        by_host = [known for known in STAGES if known.service == host]
        by_port = [known for known in STAGES if str(known.port) == port]
        by_place = [following[place]] if len(following) == len(addresses) else []
        found.append(next((known.name for known in (*by_host, *by_port, *by_place)), address))
    return found


async def serve(stage: Stage, process: Process, settings: ServiceSettings) -> None:
    """Serve the stage, whose part `process` makes, until SIGTERM or SIGINT."""
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    server = StageServer(stage, process, settings)
    await server.start()
    async with watched(server.certificates):
        await stopping.wait()
    await server.stop()
