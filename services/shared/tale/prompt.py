"""Make the plan of a checked Prompt."""

from pipeline.v1 import parts_pb2
from services.shared.tale.measure import make
from services.shared.tale.plan import Plan


def plan_for(prompt: parts_pb2.Prompt) -> Plan:
    """The plan of the tale; the same prompt always gives the same plan."""
    return make(
        prompt.text,
        seed=prompt.seed,
        length=prompt.length,
        theme=prompt.theme,
        grade=prompt.grade,
    )
