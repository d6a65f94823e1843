"""The edges of a mode, by the name of their stage."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager

from main.settings import MainSettings
from pipeline.v1 import draft_pb2
from services.catalog import MAIN, STAGES, Stage
from services.contract import bounds
from services.contract.calls import OnProgress, Process, Request, Response, Service
from services.runtime import clock
from services.runtime.certificates import CertificateStore, store
from services.runtime.client.edge import Edge
from services.runtime.client.edge import connect as connect_edge
from services.runtime.client.options import EdgeOptions
from services.runtime.client.seen import Seen
from services.runtime.identity import own
from services.runtime.observer import UNOBSERVED, Observer
from services.runtime.stage import null
from services.runtime.stage.build import build as craft_of
from services.runtime.stage.worker import Worker

Edges = Mapping[str, Edge]
Processes = Mapping[str, Process]
"""The craft of each stage by its name, for the mode in which stages run in this process; empty for the others."""


class LocalEdge:
    """A stage in this process."""

    def __init__(
        self,
        stage: Stage,
        process: Process,
        node: str,
        observer: Observer = UNOBSERVED,
        check: Callable[[draft_pb2.Draft], None] = bounds.check,
        build: str = "",
    ) -> None:
        """`check`: as a Worker's. `build`: digest of what this process's image was built from."""
        self._identity = own(node, build)
        self._worker = Worker(stage, process, node=node, observer=observer, check=check)

    async def process(self, request: Request, time_left: float, on_progress: OnProgress | None = None) -> Response:
        """Run the stage in a thread."""
        sent = clock.now()
        response = await self._worker.process(request, time_left, on_progress)
        clock.note(sent, response.timing.client_sent)
        clock.note(clock.now(), response.timing.client_received)
        response.timing.client_boot_id = clock.boot_id()
        response.timing.attempts = 1
        return response

    async def ready(self) -> str:
        """Always."""
        return ""

    async def replicas(self) -> list[Seen]:
        """This process."""
        return [Seen("", "", self._identity)]

    async def close(self) -> None:
        """End the threads."""
        self._worker.close()


def built(settings: MainSettings, service: Service = "stage") -> Processes:
    """Build what `settings` ask for, from the stages' own settings. Raises ConfigurationError for a wrong one."""
    make = null.craft if service == "null" else craft_of
    return {stage.name: make(stage) for stage in STAGES} if settings.pipeline_mode == "local" else {}


def certificates_of(settings: MainSettings) -> CertificateStore | None:
    """Main's own for the settings' mode; None where it calls nobody, or in plain. Raises ConfigurationError."""
    return store(settings.tls_files, MAIN) if settings.pipeline_mode != "local" else None


@asynccontextmanager
async def connect(
    settings: MainSettings,
    processes: Processes,
    certificates: CertificateStore | None,
    service: Service = "stage",
    observer: Observer = UNOBSERVED,
) -> AsyncIterator[Edges]:
    """The edges of the settings' mode, closed at the end.

    `processes` are what `built` gives for these settings and this service, `certificates` what `certificates_of` does.
    """
    edges: dict[str, Edge] = {}
    check = null.accept if service == "null" else bounds.check
    remote = settings.pipeline_mode != "local"
    options = EdgeOptions(
        patience=settings.patience_seconds,
        service=service,
        observer=observer,
        certificates=certificates,
    )
    for stage in STAGES:
        if not remote:
            process, node, build = processes[stage.name], settings.node_name, settings.build_digest
            edges[stage.name] = LocalEdge(stage, process, node, observer, check, build)
        else:
            transport = "rpc" if settings.pipeline_mode == "rpc" else settings.pipeline_edge
            edges[stage.name] = connect_edge(transport, stage.name, settings.address(stage), options)
    try:
        yield edges
    finally:
        for edge in edges.values():
            await edge.close()
