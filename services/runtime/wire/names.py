"""What the two services of a stage's server are called on the wire."""

from pipeline.v1 import diagnostics_service_pb2, stage_service_pb2
from services.contract.calls import Service

GRPC: dict[Service, str] = {
    "stage": stage_service_pb2.DESCRIPTOR.services_by_name["StageService"].full_name,
    "null": diagnostics_service_pb2.DESCRIPTOR.services_by_name["NullStageService"].full_name,
}
"""Full names of the gRPC services; both have the methods Process and ProcessStream."""
RPC: dict[Service, str] = {"stage": "process", "null": "process_null"}
"""JSON-RPC methods."""
