"""From a checked Prompt to its plan: the one place where the contract meets the craft."""

from pipeline.v1 import parts_pb2
from services.shared.tale.measure import make
from services.shared.tale.plan import Plan


def plan_for(prompt: parts_pb2.Prompt) -> Plan:
    """The plan of the one tale that the prompt makes."""
    return make(
        prompt.text,
        seed=prompt.seed,
        length=prompt.length,
        theme=prompt.theme,
        grade=prompt.grade,
    )
