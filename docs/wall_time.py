"""Print how long a package takes in one process, warm: the figures of README.

Usage: python -m docs.wall_time [RUNS]
"""

import statistics
import sys
import time
import uuid

from main.drive import flow
from main.drive.edges import built, connect
from main.settings import MainSettings
from pipeline.v1 import draft_pb2
from services.contract import request
from services.runtime import logs, tasks

PROMPT = "A shy dragon opens a bakery by the sea"
WARM_UP = 2


async def _nothing(*_: object) -> None:
    """Nobody looks on."""


async def main(runs: int) -> None:
    """Drive the pipeline `runs` times for each row, each time with another seed, after some that do not count."""
    settings = MainSettings(pipeline_mode="local", pipeline_flow="hub")
    async with connect(settings, built(settings), None) as edges:
        for name, text_only in (("text parts alone", True), ("whole package", False)):
            took = []
            for seed in range(runs + WARM_UP):
                asked = request.prompt(PROMPT, seed=seed, text_only=text_only)
                draft = draft_pb2.Draft(run_id=uuid.uuid4().hex, prompt=asked)
                begun = time.perf_counter()
                await flow.drive(draft, edges, settings, _nothing, _nothing)
                took.append((time.perf_counter() - begun) * 1e3)
            counted = took[WARM_UP:]
            spread = f"{min(counted):.0f} to {max(counted):.0f}"
            print(f"{name}: median {statistics.median(counted):.0f} ms of {runs} runs ({spread} ms)")


if __name__ == "__main__":
    logs.to_stderr("ERROR")
    tasks.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20))
