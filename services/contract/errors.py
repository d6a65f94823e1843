"""Every error that crosses an edge, and the one map from it to gRPC, JSON-RPC, HTTP and exit codes.

StoryloomError
├── InvalidRequest       a field of the request is wrong; carries the field violations
├── NotJson              a body that should be JSON is not
├── PayloadTooLarge      over the size limit
├── MissingPart          a part that the stage reads is not there
├── NotFound             no run of that id
├── NotReady             the run has no package yet
├── DeadlineExceeded     the time was over
├── Overloaded           too much is waiting
├── Unavailable          nobody answers there
├── BadPackage           a package does not verify
├── ConfigurationError   the environment or an option is wrong
└── Internal             a defect
"""

from dataclasses import dataclass
from typing import ClassVar

from google.rpc import code_pb2


@dataclass(frozen=True)
class Outcome:
    """How one error looks at each edge."""

    code: int
    """google.rpc.Code, which is also the gRPC status code."""
    http: int
    """HTTP status."""
    exit: int
    """Process exit status; 2 is the caller's mistake, as for a wrong option."""


class StoryloomError(Exception):
    """An error whose message says what happened and what to change."""

    outcome: ClassVar[Outcome] = Outcome(code_pb2.INTERNAL, 500, 70)

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
        self.stage = ""

    @property
    def code_name(self) -> str:
        """Name of the code, such as "INVALID_ARGUMENT"."""
        name: str = code_pb2.Code.Name(self.outcome.code)
        return name

    @property
    def rpc_code(self) -> int:
        """JSON-RPC error code: the specification's for bad parameters and defects, else -32000 minus the code."""
        known = {code_pb2.INVALID_ARGUMENT: -32602, code_pb2.INTERNAL: -32603}
        return known.get(self.outcome.code, -32000 - self.outcome.code)

    def at(self, stage: str) -> "StoryloomError":
        """Remember the stage where it happened, unless one is known already."""
        self.stage = self.stage or stage
        return self


@dataclass(frozen=True)
class Violation:
    """One wrong field and what to change."""

    field: str
    description: str


class InvalidRequest(StoryloomError):
    """One or more fields of the request are wrong."""

    outcome = Outcome(code_pb2.INVALID_ARGUMENT, 422, 2)

    def __init__(self, violations: tuple[Violation, ...], message: str = "") -> None:
        super().__init__(message or "; ".join(f"{v.field}: {v.description}" for v in violations))
        self.violations = violations


class NotJson(StoryloomError):
    """A body that should be JSON is not."""

    outcome = Outcome(code_pb2.INVALID_ARGUMENT, 400, 2)


class PayloadTooLarge(StoryloomError):
    """Over the size limit."""

    outcome = Outcome(code_pb2.RESOURCE_EXHAUSTED, 413, 2)


class MissingPart(StoryloomError):
    """A part that the stage reads is not in the draft."""

    outcome = Outcome(code_pb2.FAILED_PRECONDITION, 400, 70)


class NotFound(StoryloomError):
    """There is no run of that id."""

    outcome = Outcome(code_pb2.NOT_FOUND, 404, 2)


class NotReady(StoryloomError):
    """The run has no package (yet)."""

    outcome = Outcome(code_pb2.FAILED_PRECONDITION, 409, 75)


class DeadlineExceeded(StoryloomError):
    """The time was over before the work was done."""

    outcome = Outcome(code_pb2.DEADLINE_EXCEEDED, 504, 75)


class Overloaded(StoryloomError):
    """Too many requests are waiting."""

    outcome = Outcome(code_pb2.RESOURCE_EXHAUSTED, 429, 75)


class Unavailable(StoryloomError):
    """Nobody answers there."""

    outcome = Outcome(code_pb2.UNAVAILABLE, 503, 69)


class BadPackage(StoryloomError):
    """A package does not verify."""

    outcome = Outcome(code_pb2.DATA_LOSS, 500, 65)


class ConfigurationError(StoryloomError):
    """The environment or an option is wrong; the message names it."""

    outcome = Outcome(code_pb2.FAILED_PRECONDITION, 500, 2)


class Internal(StoryloomError):
    """A defect: the log has the details."""


_BY_CODE: dict[int, type[StoryloomError]] = {
    code_pb2.FAILED_PRECONDITION: MissingPart,
    code_pb2.NOT_FOUND: NotFound,
    code_pb2.DEADLINE_EXCEEDED: DeadlineExceeded,
    code_pb2.RESOURCE_EXHAUSTED: Overloaded,
    code_pb2.UNAVAILABLE: Unavailable,
}


def received(code: int, message: str, violations: tuple[Violation, ...] = ()) -> StoryloomError:
    """The error that a google.rpc.Code from elsewhere means; a code that is not ours is Internal."""
    if code == code_pb2.INVALID_ARGUMENT:
        return InvalidRequest(violations, message)
    return _BY_CODE.get(code, Internal)(message)


def code_of(name: str) -> int:
    """The google.rpc.Code of a name such as "NOT_FOUND"; UNKNOWN's for a name that is none."""
    codes: dict[str, int] = dict(code_pb2.Code.items())
    return codes.get(name, codes["UNKNOWN"])
