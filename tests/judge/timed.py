"""Print how many milliseconds of a processor a text-only story takes (median), with the code that PYTHONPATH names.

The processor's time, since others may use the machine.

A command of its own, that runs with the code of another checkout too: python tests/judge/timed.py STORIES
"""

import statistics
import sys
import time

from pipeline.v1 import draft_pb2
from services.catalog import STAGES
from services.contract import request
from services.runtime import logs
from services.runtime.stage.build import build

PROMPTS = (
    "A shy dragon opens a bakery by the sea",
    "A lighthouse keeper befriends a storm",
    "Emma and her dog Max go to the beach",
    "A fox learns to sail",
)
WARM_UP = 4


def main(stories: int) -> None:
    """Tell `stories` stories, each stage after the other, after some that do not count."""
    stages = [(stage.writes, build(stage)) for stage in STAGES]
    took = []
    for number in range(stories + WARM_UP):
        text = PROMPTS[number % len(PROMPTS)]
        draft = draft_pb2.Draft(run_id="timed", prompt=request.prompt(text, seed=number, text_only=True))
        begun = time.process_time()
        for part, process in stages:
            getattr(draft, part).CopyFrom(process(draft))
        took.append((time.process_time() - begun) * 1e3)
    print(statistics.median(took[WARM_UP:]))


if __name__ == "__main__":
    logs.to_stderr("ERROR")
    main(int(sys.argv[1]))
