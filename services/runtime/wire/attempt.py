"""What the calls of one attempt of a chain have in common, by which they find one replica."""

from pipeline.v1 import stage_service_pb2
from services.contract.calls import Request

_CHAINED = (stage_service_pb2.FLOW_CHAIN, stage_service_pb2.FLOW_COLLECT)


def is_chained(request: Request) -> bool:
    """Whether the request is part of a chain: then all calls of its attempt must reach one replica."""
    return request.flow in _CHAINED


def attempt_key(request: Request) -> str:
    """The attempt's name: the run's id and the attempt's number."""
    return f"{request.draft.run_id}/{request.attempt}"
