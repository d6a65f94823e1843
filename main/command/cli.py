"""The storyloom command: run, resume, up, serve, verify, bench."""

import os
import sys
import uuid
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from main.bench import cli as bench
from main.command import package, remote
from main.command.view import View, view_for
from main.drive import flow, processes
from main.drive.edges import Processes, built, connect
from main.gateway.app import serve as serve_gateway
from main.settings import MainSettings
from pipeline.v1 import draft_pb2, parts_pb2, stage_service_pb2
from services.catalog import Stage
from services.contract import request
from services.contract.errors import ConfigurationError, StoryloomError
from services.runtime import logs, tasks
from services.runtime.settings import read

app = typer.Typer(
    help="One sentence in, a story package out.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.add_typer(bench.app, name="bench")
MODES, FLOWS = ("local", "rpc", "grpc"), ("hub", "chain")
CLI_PATIENCE = 10.0
"""Seconds for which a person waits for a service that does not answer."""


def _settings(mode: str | None, flow: str | None = None, **options: object) -> MainSettings:
    """The environment's settings with what the command line says instead."""
    for option, value, known in (("--mode", mode, MODES), ("--flow", flow, FLOWS)):
        if value is not None and value not in known:
            raise ConfigurationError(f"{option} {value!r} is not known; use {' or '.join(known)}")
    given: dict[str, Any] = {"pipeline_mode": mode, "pipeline_flow": flow, **options}
    return read(MainSettings, **{name: value for name, value in given.items() if value is not None})


@app.command()
def run(
    prompt: Annotated[str, typer.Argument(help="One sentence or a few, up to 2,000 characters.")] = "",
    mode: Annotated[str | None, typer.Option(help="local (default), rpc or grpc.")] = None,
    flow_: Annotated[str | None, typer.Option("--flow", help="hub (default), or chain over rpc or grpc.")] = None,
    server: Annotated[str | None, typer.Option(help="Run on this gateway, such as http://machine:8080.")] = None,
    seed: Annotated[int, typer.Option(help="Another seed tells another story.")] = request.DEFAULT_SEED,
    length: Annotated[int, typer.Option(help="Wished length, 100 to 2,000 words.")] = request.DEFAULT_LENGTH,
    theme: Annotated[
        str, typer.Option(help=f"{', '.join(request.THEMES)}; from the sentence when not given.")
    ] = request.DEFAULT_THEME,
    grade: Annotated[int, typer.Option(help="Wished US reading grade, 1 to 8.")] = request.DEFAULT_GRADE,
    language: Annotated[
        list[str] | None,
        typer.Option(
            help=f"Translate into: {', '.join(request.LANGUAGES)}, or none; {', '.join(request.DEFAULT_LANGUAGES)}"
            " but the story's own when not given. Once for each."
        ),
    ] = None,
    story: Annotated[Path | None, typer.Option(help="A story of your own, as text, instead of a sentence.")] = None,
    language_of_story: Annotated[
        str, typer.Option(help=f"Of that story: {', '.join(request.STORY_LANGUAGES)}; found from it when not given.")
    ] = "",
    author: Annotated[str, typer.Option(help="Who the book names as its author, up to 100 characters.")] = "",
    pace: Annotated[int, typer.Option(help="Of the narration, 80 to 300 words a minute.")] = request.DEFAULT_PACE,
    text_only: Annotated[
        bool, typer.Option("--text-only", help="No narration, PNG or PDF: a run takes a fraction of the time.")
    ] = False,
    output: Annotated[Path, typer.Option(help="Folder for the package.")] = Path("output"),
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """Make one package and verify it."""
    asked = request.prompt(
        prompt,
        seed=seed,
        length=length,
        theme=theme,
        grade=grade,
        languages=() if language == ["none"] else tuple(language or request.DEFAULT_LANGUAGES),
        story=_story(story),
        text_only=text_only,
        pace=pace,
        story_language=language_of_story,
        author=author,
    )
    settings = _settings(mode, flow_)
    logs.to_stderr("ERROR")
    view = view_for(as_json=as_json)
    try:
        drive = _drive(settings, built(settings), asked, view) if server is None else remote.run(server, asked, view)
        _keep(tasks.run(drive), output, view)
    finally:
        view.close()


@app.command()
def resume(
    run_id: Annotated[str, typer.Argument(metavar="RUN", help="A run of the gateway that has ended.")],
    server: Annotated[str, typer.Option(help="The gateway, such as http://machine:8080.")],
    output: Annotated[Path, typer.Option(help="Folder for the package.")] = Path("output"),
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """Make again what a run lacks: parts that are missing, or where something stood in, and what follows from them."""
    logs.to_stderr("ERROR")
    view = view_for(as_json=as_json)
    try:
        _keep(tasks.run(remote.resume(server, run_id, view)), output, view)
    finally:
        view.close()


def _keep(result: remote.Result, output: Path, view: View) -> None:
    """Save a run's package and verify what was saved."""
    run_id, made, timings = result
    view.finished(run_id, package.verify(package.save(made.archive, made.name, output)), timings)


def _story(path: Path | None) -> str:
    """The text of a supplied story. Raises ConfigurationError."""
    if path is None:
        return ""
    try:
        with path.open("rb") as file:
            content = file.read(4 * request.MAX_STORY + 1)
        return content.decode("utf-8-sig") or " "
    except OSError as error:
        raise ConfigurationError(f"--story {path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ConfigurationError(
            f"--story {path} is not UTF-8 text, or far over {request.MAX_STORY:,} characters"
        ) from None


async def _drive(settings: MainSettings, crafts: Processes, prompt: parts_pb2.Prompt, view: View) -> remote.Result:
    draft = draft_pb2.Draft(run_id=uuid.uuid4().hex, prompt=prompt)

    async def started(stage: Stage) -> None:
        view.started(stage.name)

    async def completed(stage: Stage, response: stage_service_pb2.ProcessResponse) -> None:
        view.completed(stage.name, response.timing)

    patient = settings.model_copy(update={"patience_seconds": CLI_PATIENCE})
    async with connect(patient, crafts) as edges:
        await flow.drive(draft, edges, patient, started, completed, view.progressed)
    return draft.run_id, draft.package, list(draft.timings)


@app.command("up")
def up_command(
    mode: Annotated[str, typer.Option(help="rpc or grpc.")] = "grpc",
    log_level: Annotated[str, typer.Option(help="Of the services: DEBUG, INFO, WARNING or ERROR.")] = "WARNING",
) -> None:
    """Run the services as processes on this machine, until Ctrl-C."""
    tasks.run(processes.run(mode, log_level.upper()))


@app.command()
def serve(
    mode: Annotated[str | None, typer.Option(help="local, rpc or grpc; PIPELINE_MODE when not given.")] = None,
    port: Annotated[int | None, typer.Option(help="Port; SERVICE_PORT when not given.", min=1, max=65535)] = None,
) -> None:
    """Serve the gateway: POST /v1/runs, GET /v1/runs/{id}, its /events and /package; /docs has the details."""
    settings = _settings(mode, service_port=port)
    logs.configure(settings.log_level, settings.log_dir, stage="main", node=settings.node_name)
    tasks.run(serve_gateway(settings, built(settings)))
    # All is closed. A stage at work in this process (PIPELINE_MODE=local) cannot be interrupted: do not wait for it.
    sys.stdout.flush()
    os._exit(0)


@app.command()
def verify(path: Annotated[Path, typer.Argument(metavar="PACKAGE", help="A package's zip.")]) -> None:
    """Check every byte of a package against its manifests."""
    found = package.verify(path)
    print(f"{found.path}: {found.files} files, {found.bytes:,} bytes, every SHA-256 as in the manifests")
    print(f"content digest: {found.content_digest}")
    for note in found.notes:
        print(f"note: {note}")


def main() -> Any:
    """Run the command: an error is one line on stderr and its class's exit status."""
    arguments = sys.argv[1:]
    if arguments and " " in arguments[0].strip():
        # No command has a space in it: `docker compose run main "A fox learns to sail"`.
        arguments.insert(0, "run")
    try:
        return app(arguments)
    except StoryloomError as error:
        where = f"{error.stage}: " if error.stage and error.stage not in error.message else ""
        Console(stderr=True, highlight=False, soft_wrap=True).print(f"error: {where}{error.message}", markup=False)
        sys.exit(error.outcome.exit)
