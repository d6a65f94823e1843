"""Errors of other programs, and of other versions of this one."""

from typing import Any

import pytest
from google.protobuf.any_pb2 import Any as AnyMessage
from google.rpc import code_pb2, error_details_pb2, status_pb2

from services.contract.errors import Internal, InvalidRequest, MissingPart, NotReady, Overloaded, StoryloomError
from services.runtime.wire.problem import error_of, problem_of
from services.runtime.wire.status import DOMAIN, from_status


def status(code: int, reason: str, domain: str) -> status_pb2.Status:
    info = AnyMessage()
    info.Pack(error_details_pb2.ErrorInfo(reason=reason, domain=domain, metadata={"stage": "formatting"}))
    return status_pb2.Status(code=code, message="no", details=[info])


@pytest.mark.parametrize(
    ("code", "reason", "domain", "expected", "stage"),
    [
        (code_pb2.FAILED_PRECONDITION, "NotReady", DOMAIN, NotReady, "formatting"),
        (code_pb2.FAILED_PRECONDITION, "OfALaterVersion", DOMAIN, MissingPart, "formatting"),
        (code_pb2.RESOURCE_EXHAUSTED, "PayloadTooLarge", "elsewhere", Overloaded, ""),
        (code_pb2.INVALID_ARGUMENT, "", "", InvalidRequest, ""),
        (code_pb2.UNIMPLEMENTED, "", "", Internal, ""),
    ],
)
def test_the_code_decides_where_the_reason_says_nothing(
    code: int, reason: str, domain: str, expected: type[StoryloomError], stage: str
) -> None:
    """A reason of ours names the class; an unknown one, or another program's, leaves it to the code."""
    found = from_status(status(code, reason, domain))
    assert (type(found), found.message, found.stage) == (expected, "no", stage)


@pytest.mark.parametrize(
    "document", [[], 7, None, {}, {"detail": "Not Found"}, problem_of(Internal("no")) | {"violations": 1}]
)
def test_another_program_s_document_is_none_of_ours(document: Any) -> None:
    """ValueError, so that the caller says who answered."""
    with pytest.raises(ValueError, match="no problem document"):
        error_of(document)
