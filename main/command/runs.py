"""storyloom runs: the runs of a gateway. list, show, watch, download, cancel, delete."""

import json
import sys
from collections.abc import Iterable
from typing import Annotated, Any

import typer
from google.protobuf.json_format import ParseDict
from rich.table import Table
from rich.text import Text

from main.command import package, remote, say, wishes
from main.command.gateway import LOCAL_GATEWAY, command, connected
from main.command.help import Command, Group
from main.command.live import WIDE, timetable
from main.command.make import OUTPUT, keep
from main.command.options import Json, Output, Quiet, RunId, Server
from main.command.view import view_for
from pipeline.v1 import draft_pb2
from services.contract.shown import printable
from services.runtime import logs, tasks

app = typer.Typer(help="The runs of a gateway.", no_args_is_help=True, cls=Group)
STATES = ("accepted", "running", "completed", "failed", "cancelled")
MAX_LISTED, PAGE = 1_000, 100
"""Most runs of one list, and of one answer of the gateway."""
Run = dict[str, Any]
"""A run as the gateway's API shows it."""


@app.callback()
def runs() -> None:
    """The runs of a gateway."""
    logs.to_stderr("ERROR")


@app.command("list", cls=Command)
def list_(
    context: typer.Context,
    state: Annotated[str, typer.Option(help=f"{', '.join(STATES)}.", autocompletion=lambda: list(STATES))] = "",
    tag: Annotated[str, typer.Option(help="With this tag.")] = "",
    search: Annotated[str, typer.Option("--search", help="With this text in the sentence.")] = "",
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=MAX_LISTED, help="Most runs.")] = 20,
    server: Server = LOCAL_GATEWAY,
    as_json: Json = False,
) -> None:
    """List runs, the newest first."""
    asked = {"state": state, "tag": tag, "q": search}
    with wishes.named(context):
        found = tasks.run(_listed(server, {name: value for name, value in asked.items() if value}, limit))
    if as_json:
        for run in found:
            say.result(json.dumps(run))
    elif sys.stdout.isatty():
        say.table(_table(found))
    else:
        for run in found:
            say.result("\t".join((run["id"], run["state"], run["created"], _sentence(run))))


async def _listed(server: str, asked: dict[str, str], limit: int) -> list[Run]:
    found: list[Run] = []
    async with connected(server) as gateway:
        while len(found) < limit:
            page = await gateway.json("GET", "/v1/runs", params=asked | {"limit": str(min(PAGE, limit - len(found)))})
            found += page["runs"]
            if not page["next"]:
                break
            asked = asked | {"after": page["next"]}
    return found


def _table(found: Iterable[Run]) -> Table:
    """A row a run; in a narrow terminal, its id on a line of its own."""
    wide = say.console(sys.stdout).width >= WIDE
    made = Table(box=None, pad_edge=False, show_header=wide)
    for name in ("run", "state", "created", "sentence") if wide else ("run",):
        made.add_column(name, no_wrap=name != "sentence")
    for run in found:
        created = run["created"][:16].replace("T", " ")
        if wide:
            made.add_row(*map(_text, (run["id"], run["state"], created, _sentence(run))))
        else:
            made.add_row(_text(f"{run['id']}\n  {run['state']} {created}\n  {_sentence(run)}"))
    return made


def _text(cell: str) -> Text:
    return Text(printable(cell))


def _sentence(run: Run) -> str:
    """The run's sentence, or the beginning of its story, on one line."""
    said = run["prompt"].get("text") or run["prompt"].get("story", "")
    return " ".join(said.split())[:100]


@app.command(cls=Command)
def show(run_id: RunId, server: Server = LOCAL_GATEWAY, as_json: Json = False) -> None:
    """Show a run: what was asked, how far it is, what came of it."""
    run = tasks.run(_run(server, run_id))
    if as_json:
        say.result(json.dumps(run))
        return
    for line in described(run):
        say.result(line)
    if run["timings"]:
        wide = say.console(sys.stdout).width >= WIDE
        say.table(timetable([ParseDict(timing, draft_pb2.StageTiming()) for timing in run["timings"]], wide=wide))


async def _run(server: str, run_id: str) -> Run:
    async with connected(server) as gateway:
        return await gateway.json("GET", remote.path(run_id))


def described(run: Run) -> Iterable[str]:
    """A run as lines of a name and a value; what is empty is left out."""
    plain = ("id", "state", "created", "started", "ended", "queue_position")
    yield from (f"{name.replace('_', ' ')}: {run[name]}" for name in plain if run.get(name) not in (None, ""))
    if run.get("progress") is not None:
        yield f"progress: {run['progress']:.0%}"
    if run.get("expires"):
        yield f"expires: after {run['expires']['newer_runs']} newer runs have ended"
    if run.get("tags"):
        yield f"tags: {', '.join(run['tags'])}"
    yield from (f"{name}: {value}" for name, value in (run.get("metadata") or {}).items())
    yield f"sentence: {_sentence(run)}"
    if run["package"]:
        yield f"package: {run['package']['name']} ({run['package']['bytes']:,} bytes)"
        yield f"content digest: {run['package']['content_digest']}"
    if run["error"]:
        yield f"error: {run['error']['detail']}"


@app.command(cls=Command)
def watch(run_id: RunId, server: Server = LOCAL_GATEWAY, as_json: Json = False, quiet: Quiet = False) -> None:
    """Follow a run to its end; the exit status is the run's."""
    view = view_for(as_json=as_json, quiet=quiet)
    try:
        run = tasks.run(remote.watch(server, run_id, view))
    finally:
        view.close()
    if as_json:
        say.event("run_completed", {"run_id": run_id, "content_digest": run["package"]["content_digest"]})
    elif not quiet:
        say.note(f"run {run_id}: completed; {command('runs download', run_id, server)} fetches its package")


@app.command(cls=Command)
def download(
    run_id: RunId,
    server: Server = LOCAL_GATEWAY,
    output: Output = OUTPUT,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Fetch a complete run's package and verify it; print its path."""
    package.prepare(output, package.ROOM)
    view = view_for(as_json=as_json, quiet=quiet)
    try:
        keep(tasks.run(remote.download(server, run_id)), output, view, server)
    finally:
        view.close()


@app.command(cls=Command)
def cancel(run_id: RunId, server: Server = LOCAL_GATEWAY, as_json: Json = False, quiet: Quiet = False) -> None:
    """Cancel a run that waits or runs."""
    run = tasks.run(_cancel(server, run_id))
    if as_json:
        say.result(json.dumps(run))
    elif not quiet:
        say.note(f"run {run_id}: {run['state']}")


async def _cancel(server: str, run_id: str) -> Run:
    async with connected(server) as gateway:
        return await gateway.json("POST", f"{remote.path(run_id)}/cancel", repeatable=True)


@app.command(cls=Command)
def delete(run_id: RunId, server: Server = LOCAL_GATEWAY, as_json: Json = False, quiet: Quiet = False) -> None:
    """Delete an ended run with its package from the gateway."""
    tasks.run(_delete(server, run_id))
    if as_json:
        say.event("run_deleted", {"run_id": run_id})
    elif not quiet:
        say.note(f"run {run_id}: deleted")


async def _delete(server: str, run_id: str) -> None:
    async with connected(server) as gateway:
        await gateway.json("DELETE", remote.path(run_id))
