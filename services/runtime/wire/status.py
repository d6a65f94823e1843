"""Errors as google.rpc.Status and back: the form in which they cross gRPC and JSON-RPC."""

from google.protobuf import any_pb2
from google.protobuf.message import Message
from google.rpc import error_details_pb2, status_pb2

from services.contract.errors import StoryloomError, Violation, error_from

DOMAIN = "storyloom"
"""ErrorInfo.domain of our errors: a reason is the name of a class only when the domain is this one."""


def to_status(error: StoryloomError) -> status_pb2.Status:
    """Write an error as a status.

    Code and message are the status's own. The class and the stage are in an ErrorInfo, the violations in a BadRequest.
    """
    info = error_details_pb2.ErrorInfo(reason=error.reason, domain=DOMAIN, metadata={"stage": error.stage})
    details = [_packed(info)]
    if error.violations:
        bad = error_details_pb2.BadRequest()
        for violation in error.violations:
            bad.field_violations.add(field=violation.field, description=violation.description)
        details.append(_packed(bad))
    return status_pb2.Status(code=error.outcome.code, message=error.message, details=details)


def from_status(status: status_pb2.Status) -> StoryloomError:
    """Read the error that `to_status` wrote. A status of another program becomes the class that its code means."""
    reason, stage, violations = "", "", tuple[Violation, ...]()
    for detail in status.details:
        info, bad = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest()
        if detail.Unpack(info) and info.domain == DOMAIN:
            reason, stage = info.reason, info.metadata["stage"]
        elif detail.Unpack(bad):
            violations = tuple(Violation(found.field, found.description) for found in bad.field_violations)
    return error_from(reason, status.code, status.message, stage=stage, violations=violations)


def _packed(detail: Message) -> any_pb2.Any:
    packed = any_pb2.Any()
    packed.Pack(detail)
    return packed
