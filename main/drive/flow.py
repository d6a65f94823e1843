"""Drive a run in the flow that the settings name."""

from main.drive import chain, hub
from main.drive.edges import Edges
from main.drive.hub import Completed, Started
from main.settings import MainSettings
from pipeline.v1 import draft_pb2
from services.contract.calls import OnProgress


async def drive(
    draft: draft_pb2.Draft,
    edges: Edges,
    settings: MainSettings,
    on_started: Started,
    on_completed: Completed,
    on_progress: OnProgress | None = None,
) -> None:
    """Complete the draft in place within the settings' run_seconds. Raises StoryloomError."""
    if settings.pipeline_flow == "chain" and not draft.HasField("package"):
        times = (settings.run_seconds, settings.patience_seconds)
        await chain.drive(draft, edges, *times, on_started, on_completed, on_progress)
    else:
        await hub.drive(draft, edges, settings.run_seconds, on_started, on_completed, on_progress)
