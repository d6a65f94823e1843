"""Errors as google.rpc.Status and back, so that field violations and the stage's name cross every edge."""

from google.protobuf import any_pb2
from google.rpc import error_details_pb2, status_pb2

from services.contract.errors import InvalidRequest, StoryloomError, Violation, received

DOMAIN = "storyloom"


def to_status(error: StoryloomError) -> status_pb2.Status:
    """Pack an error: BadRequest for field violations, ErrorInfo for its class and stage."""
    status = status_pb2.Status(code=error.outcome.code, message=error.message)
    info = error_details_pb2.ErrorInfo(reason=type(error).__name__, domain=DOMAIN, metadata={"stage": error.stage})
    details = [info]
    if isinstance(error, InvalidRequest):
        bad = error_details_pb2.BadRequest(
            field_violations=[
                error_details_pb2.BadRequest.FieldViolation(field=v.field, description=v.description)
                for v in error.violations
            ]
        )
        details.append(bad)
    for detail in details:
        packed = any_pb2.Any()
        packed.Pack(detail)
        status.details.append(packed)
    return status


def from_status(status: status_pb2.Status) -> StoryloomError:
    """Unpack what `to_status` packed; a foreign status becomes the class that its code means."""
    stage, violations = "", tuple[Violation, ...]()
    for detail in status.details:
        info, bad = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest()
        if detail.Unpack(info) and info.domain == DOMAIN:
            stage = info.metadata["stage"]
        elif detail.Unpack(bad):
            violations = tuple(Violation(v.field, v.description) for v in bad.field_violations)
    return received(status.code, status.message, violations).at(stage)
