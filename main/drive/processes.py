"""The services as processes on this machine, on loopback, until Ctrl-C."""

import asyncio
import os
import signal
import socket
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from services.catalog import STAGES, Stage, successors
from services.contract.errors import ConfigurationError, Internal, Unavailable
from services.runtime.server.probe import answers, is_serving, own_files

START_SECONDS, STOP_SECONDS = 30.0, 15.0
BIND = "127.0.0.1"


async def run(mode: str, log_level: str) -> None:
    """Start, watch, and stop the services. Raises Unavailable or Internal, naming the service that did not stay."""
    if mode not in ("rpc", "grpc"):
        raise ConfigurationError(f"--mode {mode!r} is not known; use rpc or grpc")
    stopping = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    async with services(mode, log_level, stopping) as processes:
        if not stopping.is_set():
            print("The services are up. In another terminal:")
            print(f'  storyloom run --mode {mode} "A lighthouse keeper befriends a storm"')
            print("Press Ctrl-C to stop them.", flush=True)
            await _watch(processes, stopping)


@asynccontextmanager
async def services(
    mode: str, log_level: str, stopping: asyncio.Event, *, shift: int = 0, quiet: bool = False, **environment: str
) -> AsyncIterator[dict[Stage, Process]]:
    """The services, serving, each on the catalogue's port plus `shift`; `quiet` drops what they log."""
    processes: dict[Stage, Process] = {}
    try:
        for stage in STAGES:
            check_free(stage.service, stage.port + shift)
            processes[stage] = await _start(stage, mode, log_level, shift, quiet, environment)
        await _serving(processes, mode, stopping, shift, quiet)
        yield processes
    finally:
        await _stop(processes)


def check_free(name: str, port: int) -> None:
    """Raise ConfigurationError when somebody listens already: it would be taken for the service that is started."""
    with socket.socket() as connection:
        connection.settimeout(1)
        if connection.connect_ex((BIND, port)) == 0:
            raise ConfigurationError(f"{name}: something listens on {BIND}:{port} already; stop it first")


async def _start(
    stage: Stage, mode: str, log_level: str, shift: int, quiet: bool, environment: dict[str, str]
) -> Process:
    environment = (
        os.environ
        | environment
        | {
            "SERVICE_NAME": stage.service.replace("-", "_"),
            "SERVICE_PORT": str(stage.port + shift),
            "SERVICE_BIND": BIND,
            "LOG_LEVEL": log_level,
            "PIPELINE_MODE": mode,
            "NEXT_SERVICE_HOST": BIND if successors(stage) else "",
            "NEXT_SERVICE_PORT": ",".join(str(following.port + shift) for following in successors(stage)),
        }
    )
    # A session of its own: Ctrl-C reaches this process only, which then stops them in order.
    stdout = asyncio.subprocess.DEVNULL if quiet else None
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "services.runtime", env=environment, start_new_session=True, stdout=stdout
    )


async def _serving(
    processes: dict[Stage, Process], mode: str, stopping: asyncio.Event, shift: int, quiet: bool
) -> None:
    """Wait until all serve."""
    deadline = asyncio.get_running_loop().time() + START_SECONDS
    waiting = list(processes)
    while waiting and not stopping.is_set():
        stage = waiting[0]
        if processes[stage].returncode is not None:
            raise _ended(stage, processes[stage])
        try:
            port = stage.port + shift
            ask = partial(answers, path="/health") if mode == "rpc" else is_serving
            serving = await asyncio.to_thread(ask, BIND, port, tls=own_files())
        except OSError:
            serving = False
        if serving:
            if not quiet:
                print(f"{stage.service} ({stage.container}) on {BIND}:{port}", flush=True)
            waiting.pop(0)
        elif asyncio.get_running_loop().time() > deadline:
            raise Unavailable(f"{stage.service} was not serving after {START_SECONDS:g} s; look at its log above")
        else:
            await asyncio.sleep(0.1)


async def _watch(processes: dict[Stage, Process], stopping: asyncio.Event) -> None:
    """Wait for a signal, or for a service that ends by itself."""
    ends = {asyncio.create_task(process.wait()): stage for stage, process in processes.items()}
    stop = asyncio.create_task(stopping.wait())
    done, pending = await asyncio.wait([stop, *ends], return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
    for task, stage in ends.items():
        if task in done and not stopping.is_set():
            raise _ended(stage, processes[stage])


def _ended(stage: Stage, process: Process) -> Internal:
    return Internal(f"{stage.service} ended by itself with status {process.returncode}; its message is above")


async def _stop(processes: dict[Stage, Process]) -> None:
    """SIGTERM to all, and SIGKILL to what is left after STOP_SECONDS."""
    running = [process for process in processes.values() if process.returncode is None]
    for process in running:
        process.terminate()
    try:
        async with asyncio.timeout(STOP_SECONDS):
            await asyncio.gather(*(process.wait() for process in running))
    except TimeoutError:
        for process in running:
            if process.returncode is None:
                process.kill()
                await process.wait()
