"""storyloom bench: measure, report, compare."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median
from typing import Annotated, Any

import typer

from main.bench import capacity as capacities
from main.bench import cases, conditions, goodput, result, steps, table
from main.bench.conduct import Conductor, Plan
from main.drive import processes
from main.settings import MainSettings
from services.catalog import STAGES
from services.contract.errors import ConfigurationError
from services.runtime import logs, tasks
from services.runtime.server.probe import TLS
from services.runtime.settings import read

app = typer.Typer(help="Measure the pipeline, and what it is compared with.", no_args_is_help=True)

SHIFT, RPC_SHIFT, TCP_PORT, GATEWAY_PORT = 2_000, 3_000, 53_990, 53_991
"""Where the services that a benchmark starts on this machine listen: the catalogue's ports and so many more."""
UNSOUND = os.EX_DATAERR
"""Exit status: the results are there, but contradict themselves or lack a case."""
SMOKE = Plan(rounds=3, runs=20, slow_runs=1, load_seconds=0.5, load_rounds=1, goodput_seconds=0.5)


@app.command()
def run(
    context: typer.Context,
    output: Annotated[Path, typer.Option(help="Folder of the results: one JSON file a repetition.")] = Path("bench"),
    place: Annotated[str, typer.Option(help="What it runs on, such as 'three machines'.")] = "processes",
    deployed: Annotated[
        bool, typer.Option(help="Measure the stages that STAGE_ADDRESS names, instead of starting them here.")
    ] = False,
    mode: Annotated[str, typer.Option(help="Of deployed stages: grpc or rpc.")] = "grpc",
    gateway: Annotated[str, typer.Option(help="A deployed gateway for goodput, such as http://main:8080.")] = "",
    tcp_port: Annotated[int, typer.Option(help="Port of a TCP echo beside service A; 0 when there is none.")] = 0,
    rounds: Annotated[int, typer.Option(min=1, max=100, help="Repetitions of each case.")] = Plan.rounds,
    first_round: Annotated[
        int, typer.Option(min=0, help="Number of the first one: rounds that are run apart are so one result.")
    ] = 0,
    only: Annotated[
        list[str] | None, typer.Option(help="A case such as null/stream/hub, without loads; several times for several.")
    ] = None,
    note: Annotated[str, typer.Option(help="A JSON object that is added to the conditions.")] = "{}",
    smoke: Annotated[bool, typer.Option(help="A minute's worth: proves that it runs, measures nothing well.")] = False,
) -> None:
    """Measure: rounds of all cases in random order, then loads; print the table at the end.

    Exits with 65 when the results contradict themselves or a case has none; a load that a busy machine spoils is n/a.
    """
    plan = SMOKE if smoke else Plan(rounds=rounds, first_round=first_round)
    try:
        given = dict(json.loads(note))
    except (ValueError, TypeError):
        raise ConfigurationError(f"--note {note!r} is not a JSON object") from None
    logs.to_stderr("ERROR")
    if unknown := set(only or ()) - {case.name for case in cases.ALL}:
        known = ", ".join(case.name for case in cases.ALL)
        raise ConfigurationError(f"--only {', '.join(sorted(unknown))}: no such case; there are {known}")
    chosen = [case for case in cases.ALL if not only or case.name in only]
    try:
        asking = _asking(context, gateway) if deployed and gateway else goodput.PLAIN
        tasks.run(_run(output, place, mode if deployed else "", gateway, asking, tcp_port, plan, given, chosen))
    except asyncio.CancelledError:
        raise KeyboardInterrupt from None
    results = result.load(output)
    _print(results)
    _check_sound(results)


async def _run(
    output: Path,
    place: str,
    mode: str,
    gateway: str,
    asking: goodput.Asking,
    tcp_port: int,
    plan: Plan,
    given: Mapping[str, Any],
    wanted: Sequence[cases.Case],
) -> None:
    _check_new(output, place, plan)
    # What was started here is stopped, as by Ctrl-C; also where a shell has this in its background, without SIGINT.
    if (task := asyncio.current_task()) is not None:
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    begun = datetime.now(UTC)
    async with AsyncExitStack() as stack:
        if mode:
            addresses = _deployed()
            chosen = [*(cases.RPC if mode == "rpc" else cases.GRPC), *cases.LOCAL]
            if tcp_port:
                addresses["tcp"] = f"{addresses[STAGES[0].name].rpartition(':')[0]}:{tcp_port}"
                chosen.append(cases.TCP)
            servers = {"grpc": addresses}
        else:
            servers, gateway = await stack.enter_async_context(_started())
            addresses, chosen = servers["grpc"], [*cases.GRPC, *cases.LOCAL, cases.TCP]
        known = {} if mode == "rpc" else await conditions.usages(addresses)
        path = output / f"{result.CONDITIONS}{place.replace(' ', '-')}.json"
        known_too = {"place": place, "begun": begun.isoformat(), "plan": vars(plan), **given}
        result.write(path, conditions.conditions(known, known_too))
        conductor = Conductor(place, addresses, output, plan, _say)
        await conductor.latencies([case for case in chosen if case in wanted])
        if not mode:
            await Conductor(place, servers["rpc"], output, plan, _say).latencies(
                [case for case in cases.RPC if case in wanted]
            )
        if mode == "rpc":
            return  # To compare a run with; what can be reached is of interest for gRPC.
        await conductor.capacities([case for case in (cases.NULL, cases.BARE) if case in wanted])
        if len(wanted) < len(cases.ALL):
            return
        reached = [item.per_second for item in result.load(output).of(cases.NULL.name, "capacity", place)]
        await conductor.loads(cases.NULL, median(reached) if reached else 0.0)
        if gateway:
            await goodput.measure(gateway, asking, place, output, plan, _say)


def _check_sound(results: result.Results) -> None:
    if faults := list(table.faults(results)):
        for fault in faults:
            _say(fault)
        raise typer.Exit(UNSOUND)


def _check_new(output: Path, place: str, plan: Plan) -> None:
    """Refuse to add to results of the same rounds: they are of other code, perhaps, or of a run that failed."""
    if not any(output.glob("*.json")):
        return
    known = {item.round for item in result.load(output).repetitions if item.place == place}
    if again := sorted(known.intersection(plan.numbers)):
        raise ConfigurationError(
            f"{output} has results of round {again[0] + 1} already; give another --output, or --first-round"
        )


def _deployed() -> dict[str, str]:
    settings = read(MainSettings, pipeline_mode="grpc")
    return {stage.name: settings.address(stage) for stage in STAGES}


@asynccontextmanager
async def _started() -> AsyncIterator[tuple[dict[str, dict[str, str]], str]]:
    """Services in both modes, a TCP echo and a gateway, as processes on this machine."""
    stopping = asyncio.Event()
    async with AsyncExitStack() as stack:
        found = {}
        for mode, shift in (("grpc", SHIFT), ("rpc", RPC_SHIFT)):
            _say(f"starting the services, mode {mode}")
            await stack.enter_async_context(processes.services(mode, "INFO", stopping, shift=shift, quiet=True))
            found[mode] = {stage.name: f"{processes.BIND}:{stage.port + shift}" for stage in STAGES}
        found["grpc"]["tcp"] = f"{processes.BIND}:{TCP_PORT}"
        processes.check_free("TCP echo", TCP_PORT)
        await stack.enter_async_context(_process("-m", "services.runtime.server.tcp_echo", str(TCP_PORT), "3600"))
        given = ",".join(f"{stage.service}={found['grpc'][stage.name]}" for stage in STAGES)
        # The gateway's store is new: nobody has a token for it.
        environment = {
            "AUTH": "off",
            "GATEWAY_CERTIFICATE_FILE": "",
            "GATEWAY_KEY_FILE": "",
            "PIPELINE_MODE": "grpc",
            "STAGE_ADDRESSES": given,
            "SERVICE_PORT": str(GATEWAY_PORT),
        }
        folder = await stack.enter_async_context(goodput.store())
        processes.check_free("gateway", GATEWAY_PORT)
        serve = _process("-m", "main", "serve", STORE_PATH=folder, SERVICE_BIND=processes.BIND, **environment)
        await stack.enter_async_context(serve)
        gateway = f"http://{processes.BIND}:{GATEWAY_PORT}"
        await goodput.ready(gateway)
        yield found, gateway


@asynccontextmanager
async def _process(*arguments: str, **environment: str) -> AsyncIterator[None]:
    nothing = asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, env=os.environ | environment, stdout=nothing, start_new_session=True
    )
    try:
        yield
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()


@app.command()
def report(
    folder: Annotated[Path, typer.Argument(help="A folder that `bench run` wrote.")],
    output: Annotated[Path | None, typer.Option(help="Where the page and its plots go; the folder itself.")] = None,
) -> None:
    """Make one HTML page of the results, its plots as PNG, and print the table. Exits with 65 as `run` does."""
    from main.bench import page  # noqa: PLC0415 - matplotlib is for who makes reports, not in the images

    results = result.load(folder)
    made = page.write(results, output or folder)
    _print(results)
    print(f"report: {made}")
    _check_sound(results)


@app.command()
def compare(
    one: Annotated[Path, typer.Argument(help="A folder that `bench run` wrote.")],
    other: Annotated[Path, typer.Argument(help="Another one.")],
    declare: Annotated[
        list[str] | None, typer.Option(help="A condition that is meant to differ, such as revision or servers.")
    ] = None,
) -> None:
    """Say which cases differ, when all else was the same. Refuses results whose undeclared conditions differ."""
    first, second = result.load(one), result.load(other)
    if found := conditions.differences(first.conditions, second.conditions, tuple(declare or ())):
        raise ConfigurationError(
            "these are not comparable; --declare what is meant to differ, and run again with the rest the same: "
            + "; ".join(found)
        )
    for line in table.compared(first, second):
        print(line)


@app.command()
def step(
    before: Annotated[Path, typer.Argument(help="Another checkout, with its protos/gen made.")],
    output: Annotated[Path, typer.Option(help="Folder of the results of both.")] = Path("bench-step"),
    rounds: Annotated[int, typer.Option(min=5, max=100, help="Repetitions of each case in each checkout.")] = 10,
    only: Annotated[list[str] | None, typer.Option(help="A case; several times for several.")] = None,
) -> None:
    """Say what this checkout changed since another one: both in turn, round by round, as processes here."""
    names = only or [cases.NULL.name, cases.BARE.name]
    folders = {"before": before.resolve(), "after": Path.cwd()}
    sides = {name: partial(steps.measure, folder, names) for name, folder in folders.items()}
    steps.in_turn(sides, output, rounds, _say)
    for line in table.compared(result.load(output / "before"), result.load(output / "after")):
        print(line)


@app.command()
def tls(
    output: Annotated[Path, typer.Option(help="Folder of the results of both.")] = Path("bench-tls"),
    rounds: Annotated[int, typer.Option(min=5, max=100, help="Repetitions of each case, with TLS and without.")] = 10,
    only: Annotated[list[str] | None, typer.Option(help="A case; several times for several.")] = None,
) -> None:
    """Say what mutual TLS costs: without it and with the files of TLS_*, in turn, round by round, as processes here.

    All processes have the one certificate, so it has the DNS names of all services and main.
    """
    if read(MainSettings).tls_files is None:
        raise ConfigurationError("TLS_CERTIFICATE_FILE: is not set; name the files of a certificate with all names")
    names = only or [cases.NULL.name, "story/stream/hub"]
    side = partial(steps.measure, Path.cwd(), names)
    steps.in_turn({"plain": partial(side, without=TLS), "tls": side}, output, rounds, _say)
    for line in table.compared(result.load(output / "plain"), result.load(output / "tls")):
        print(line)


@app.command()
def capacity(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(help="JSON file that keeps the measurements; the first limited one is fitted.")
    ],
    gateway: Annotated[str, typer.Option(help="The gateway, such as http://172.31.77.13:8080.")],
    replicas: Annotated[int, typer.Option(min=1, help="Replicas that the limited stage has now.")] = 1,
    limit: Annotated[float, typer.Option(min=0, help="Processors of each; 0 when it has no limit that matters.")] = 0.0,
    seconds: Annotated[float, typer.Option(min=1, max=600, help="How long to keep the gateway busy.")] = 20.0,
) -> None:
    """Measure a gateway while one stage is limited, and compare with what the first measurement predicts."""
    logs.to_stderr("ERROR")
    new = tasks.run(capacities.measure(gateway, _asking(context, gateway), replicas, limit, seconds))
    for line in capacities.lines(capacities.kept(file, new)):
        print(line)


def _asking(context: typer.Context, gateway: str) -> goodput.Asking:
    """The user's token and authorities for the gateway: the command has put the function there that finds them."""
    found: goodput.Asking = context.obj([gateway])
    return found


def _print(results: result.Results) -> None:
    for line in table.lines(results):
        print(line)


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)
