"""The commands that leave a package on this machine: run, resume; and verify, which checks one."""

import sys
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from main.command import package, preferences, remote, say, wishes
from main.command.gateway import LOCAL_GATEWAY, command
from main.command.options import Json, Output, Quiet, RunId, Server, origin, preferred, typed
from main.command.view import View, view_for
from main.drive import flow
from main.drive.edges import Processes, built, certificates_of, connect
from main.settings import MainSettings
from pipeline.v1 import draft_pb2, parts_pb2, stage_service_pb2
from services.catalog import Stage
from services.contract import request
from services.contract.errors import ConfigurationError, StoryloomError
from services.runtime import logs, tasks
from services.runtime.settings import read

MODES, FLOWS = ("local", "rpc", "grpc"), ("hub", "chain")
CLI_PATIENCE = 10.0
"""Seconds for which a person waits for a service that does not answer."""
OUTPUT = Path("output")


def settings(context: typer.Context, mode: str | None, flow_: str | None = None, **options: object) -> MainSettings:
    """The environment's settings with what the command line says instead."""
    for key, value, known in (("mode", mode, MODES), ("flow", flow_, FLOWS)):
        if value is not None and value not in known:
            raise ConfigurationError(f"{origin(context, key)} {value!r} is not known; use {' or '.join(known)}")
    given: dict[str, Any] = {"pipeline_mode": mode, "pipeline_flow": flow_, **options}
    return read(
        MainSettings,
        namespace=preferences.PREFIX,
        **{name: value for name, value in given.items() if value is not None},
    )


def run(
    context: typer.Context,
    prompt: Annotated[
        str,
        typer.Argument(metavar="PROMPT", help="One sentence or a few, up to 2,000 characters; - reads standard input."),
    ] = "",
    mode: Annotated[
        str | None,
        preferred(
            "--mode",
            beside=("STORYLOOM_PIPELINE_MODE", "PIPELINE_MODE"),
            among=MODES,
            help="local (default), rpc or grpc.",
        ),
    ] = None,
    flow_: Annotated[
        str | None,
        preferred(
            "--flow",
            beside=("STORYLOOM_PIPELINE_FLOW", "PIPELINE_FLOW"),
            among=FLOWS,
            help="hub (default), or chain over rpc or grpc.",
        ),
    ] = None,
    server: Annotated[
        str,
        preferred(
            "--server",
            help="Run on this gateway, such as host:8080, or on one of several that share their runs: a:8080,b:8080.",
        ),
    ] = "",
    detach: Annotated[
        bool, typer.Option("--detach", "-d", help="Print the run's id and leave it to the gateway.")
    ] = False,
    tag: Annotated[
        list[str] | None,
        typer.Option(help="A word by which the gateway lists the run (runs list --tag); once for each, up to 10."),
    ] = None,
    seed: Annotated[int, preferred("--seed", help="Another seed tells another story.")] = request.DEFAULT_SEED,
    length: Annotated[int, preferred("--length", help="Wished length, 100 to 2,000 words.")] = request.DEFAULT_LENGTH,
    theme: Annotated[
        str,
        preferred(
            "--theme",
            among=request.THEMES,
            help=f"{', '.join(request.THEMES)}; from the sentence when not given.",
        ),
    ] = request.DEFAULT_THEME,
    grade: Annotated[int, preferred("--grade", help="Wished US reading grade, 1 to 8.")] = request.DEFAULT_GRADE,
    language: Annotated[
        list[str] | None,
        preferred(
            "--language",
            "-l",
            among=(*request.LANGUAGES, "none"),
            help=f"Translate into: {', '.join(request.LANGUAGES)}, or none; {', '.join(request.DEFAULT_LANGUAGES)}"
            " but the story's own when not given. With commas, or once for each.",
        ),
    ] = None,
    story: Annotated[
        Path | None,
        typer.Option(help="A story of your own, as text, instead of a sentence; - reads standard input."),
    ] = None,
    language_of_story: Annotated[
        str, typer.Option(help=f"Of that story: {', '.join(request.STORY_LANGUAGES)}; found from it when not given.")
    ] = "",
    author: Annotated[str, preferred("--author", help="Who the book names as its author, up to 100 characters.")] = "",
    pace: Annotated[
        int, preferred("--pace", help="Of the narration, 80 to 300 words a minute.")
    ] = request.DEFAULT_PACE,
    text_only: Annotated[
        bool, preferred("--text-only", help="No narration, PNG or PDF: a run takes a fraction of the time.")
    ] = False,
    output: Output = OUTPUT,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Make one package and verify it; print its path."""
    with wishes.named(context):
        if prompt == wishes.STDIN and story is not None and str(story) == wishes.STDIN:
            raise ConfigurationError("PROMPT and --story are both -, and there is one standard input; give one of them")
        asked = request.prompt(
            wishes.sentence(prompt),
            seed=seed,
            length=length,
            theme=theme,
            grade=grade,
            languages=wishes.languages(language),
            story=wishes.story(story),
            text_only=text_only,
            pace=pace,
            story_language=language_of_story,
            author=author,
        )
        chosen = settings(context, mode, flow_)
        if typed(context, "mode", "flow_") and not typed(context, "server"):
            server = ""  # Who says how to run it here does not mean the gateway of the variable or the file.
        tags = tuple(tag or ())
        if tags and not server:
            raise ConfigurationError("--tag is for the list of a gateway's runs: name one with --server")
        logs.to_stderr("ERROR")
        if detach:
            _detached(server, asked, tags, as_json=as_json, quiet=quiet)
            return
        package.prepare(output, package.room(asked))
        view = view_for(as_json=as_json, quiet=quiet)
        try:
            drive = _drive(chosen, built(chosen), asked, view) if not server else remote.run(server, asked, view, tags)
            keep(tasks.run(drive), output, view, server)
        finally:
            view.close()


def _detached(server: str, asked: parts_pb2.Prompt, tags: Sequence[str], *, as_json: bool, quiet: bool) -> None:
    """Leave the run to a gateway, and print its id."""
    if not server:
        raise ConfigurationError("--detach leaves the run to a gateway: name one with --server")
    run_id = tasks.run(remote.detach(server, asked, tags))
    if as_json:
        say.event("run_accepted", {"run_id": run_id})
        return
    say.result(run_id)
    if not quiet:
        watched, fetched = (command(words, run_id, server) for words in ("runs watch", "runs download"))
        say.note(f"{watched} shows it, {fetched} fetches its package")


def resume(
    run_id: RunId,
    server: Server = LOCAL_GATEWAY,
    output: Output = OUTPUT,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Make again what an ended run lacks: parts that are missing, or where something stood in, and what follows."""
    logs.to_stderr("ERROR")
    package.prepare(output, package.ROOM)
    view = view_for(as_json=as_json, quiet=quiet)
    try:
        try:
            made = tasks.run(remote.resume(server, run_id, view))
        except remote.Whole as whole:
            view.close()
            _offer(whole, command("runs download", run_id, server))
            made = tasks.run(remote.download(server, run_id))
        keep(made, output, view, server)
    finally:
        view.close()


def _offer(whole: remote.Whole, download: str) -> None:
    """Ask whether a complete run's package is to be fetched. Raises the error where nobody can be asked, or says no."""
    asked = sys.stdin.isatty() and sys.stderr.isatty()
    if not asked or not typer.confirm(f"{whole.message}. Download its package?", default=True, err=True):
        whole.message += f"; {download} fetches its package"
        raise whole


def keep(result: remote.Result, output: Path, view: View, server: str) -> None:
    """Save a run's package and verify what was saved."""
    run_id, made, timings = result
    try:
        path = package.save(made.archive, made.name, output)
    except StoryloomError as error:
        if server:
            error.message += f"; {command('runs download', run_id, server)} fetches the package again"
        raise
    view.finished(run_id, package.verify(path), timings)


async def _drive(chosen: MainSettings, crafts: Processes, prompt: parts_pb2.Prompt, view: View) -> remote.Result:
    draft = draft_pb2.Draft(run_id=uuid.uuid4().hex, prompt=prompt)

    async def started(stage: Stage) -> None:
        view.started(stage.name)

    async def completed(stage: Stage, response: stage_service_pb2.ProcessResponse) -> None:
        view.completed(stage.name, response.timing)

    patient = chosen.model_copy(update={"patience_seconds": CLI_PATIENCE})
    async with connect(patient, crafts, certificates_of(patient)) as edges:
        await flow.drive(draft, edges, patient, started, completed, view.progressed)
    return draft.run_id, draft.package, list(draft.timings)


def verify(path: Annotated[Path, typer.Argument(metavar="PACKAGE", help="A package's zip.")]) -> None:
    """Check every byte of a package against its manifests."""
    found = package.verify(path)
    say.result(f"{found.path}: {found.files} files, {found.bytes:,} bytes, every SHA-256 as in the manifests")
    for note in found.notes:
        say.result(f"note: {note}")
    say.result(f"content digest: {found.content_digest}")
