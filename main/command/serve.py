"""The commands that serve: up runs the services on this machine, serve the gateway."""

import os
import sys
import webbrowser
from threading import Thread
from typing import Annotated

import typer

from main.command import say
from main.command.make import settings
from main.drive import processes
from main.drive.edges import built
from services.runtime import logs, tasks


def up(
    mode: Annotated[str, typer.Option(help="rpc or grpc.")] = "grpc",
    log_level: Annotated[str, typer.Option(help="Of the services: DEBUG, INFO, WARNING or ERROR.")] = "WARNING",
) -> None:
    """Run the services as processes on this machine, until Ctrl-C."""
    tasks.run(processes.run(mode, log_level.upper()))


def serve(
    context: typer.Context,
    mode: Annotated[str | None, typer.Option(help="local, rpc or grpc; PIPELINE_MODE when not given.")] = None,
    port: Annotated[int | None, typer.Option(help="Port; SERVICE_PORT when not given.", min=1, max=65535)] = None,
    open_page: Annotated[bool, typer.Option("--open", help="Open the page in this machine's browser.")] = False,
) -> None:
    """Serve the gateway: the page at /, and the API, POST /v1/runs and so on; /docs has the details."""
    from main.gateway.app import serve as serve_gateway  # noqa: PLC0415 - FastAPI, a third of what all others import

    chosen = settings(context, mode, service_port=port)
    logs.configure(chosen.log_level, chosen.log_dir, stage="main", node=chosen.node_name)

    def on_serving(address: str) -> None:
        say.note(f"Storyloom is at {address} (Ctrl-C ends it)")
        if open_page and _has_screen():
            Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    tasks.run(serve_gateway(chosen, built(chosen), on_serving))
    # All is closed. A stage at work in this process (PIPELINE_MODE=local) cannot be interrupted: do not wait for it.
    sys.stdout.flush()
    os._exit(0)


def _has_screen() -> bool:
    """Whether a browser has a window to open in; without one, Python would start one in this terminal."""
    return sys.platform == "darwin" or bool({"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys())
