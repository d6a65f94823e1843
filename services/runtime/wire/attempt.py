"""The key by which all calls of one attempt of a chain choose the same replica."""

from pipeline.v1 import stage_service_pb2
from services.contract.calls import Request

_CHAINED = (stage_service_pb2.FLOW_CHAIN, stage_service_pb2.FLOW_COLLECT)


def is_chained(request: Request) -> bool:
    """Whether the request is part of a chain: then all calls of its attempt must reach one replica."""
    return request.flow in _CHAINED


def attempt_key(request: Request) -> str:
    """The attempt's key: the run's id and the attempt's number."""
    return f"{request.draft.run_id}/{request.attempt}"
