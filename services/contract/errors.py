"""Every error of the project, with its gRPC code, JSON-RPC code, HTTP status and process exit status.

StoryloomError
├── InvalidRequest       a field of the request is wrong; carries the field violations
│   └── UnreadLanguage   the text is in a language that is not read
├── NotJson              the body of the request is not JSON
├── PayloadTooLarge      a message or a body is over the size limit
├── MissingPart          the draft does not have a part that the stage reads
├── PermissionDenied     the caller is known, and may not call this
├── NotFound             there is no run with that id
├── NotReady             the run has no package, or is in a state that does not allow what was asked
├── DeadlineExceeded     the time for the call or the run was over
├── Overloaded           a queue is full
│   └── OverQuota        the client has as much as its token may have; carries when there may be room
├── Unauthenticated      no token, or one that is not known or not valid any more
├── PermissionDenied     the token's scope does not allow what was asked
├── Unavailable          no server answers at the address
├── StoreUnavailable     the gateway's store cannot be written or read now, e.g. because its volume is full
├── BadPackage           a package does not match its manifests
├── ConfigurationError   an environment variable, an option or a file that the operator gave is wrong
└── Internal             a defect in this program

An error keeps its class, message, stage and field violations on its way over every transport: the sender writes the
name of the class (its reason), and the receiver finds the class by that name (`error_from`).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from google.rpc import code_pb2

from services.contract import limits
from services.contract.shown import cut

DEFECT = "the server failed; its log has the details"
"""Message of the Internal that stands for an exception whose details only the log may have."""


@dataclass(frozen=True)
class Outcome:
    """The codes of one error class, one for each protocol."""

    code: int
    """google.rpc.Code, which is also the gRPC status code."""
    http: int
    """HTTP status."""
    exit: int
    """Exit status of the command (sysexits.h; 2 is a mistake of the caller's, such as a wrong option)."""


@dataclass(frozen=True)
class Violation:
    """One wrong field of a request: its path, such as "prompt.text", and what to change."""

    field: str
    description: str


class StoryloomError(Exception):
    """Base of all errors. The message says what happened and what to change."""

    outcome: ClassVar[Outcome] = Outcome(code_pb2.INTERNAL, 500, 70)
    retry_seconds: int = 0
    """After how many seconds the same request may succeed, for HTTP's Retry-After; 0 when nobody knows."""

    def __init__(self, message: str) -> None:
        self.message = cut(message, limits.MAX_ERROR_MESSAGE)
        super().__init__(self.message)
        self.stage = ""
        """Name of the stage where the error happened; empty when no stage is known."""
        self.violations: tuple[Violation, ...] = ()
        """The wrong fields; only an InvalidRequest has any."""

    @classmethod
    def received(cls, message: str, violations: tuple[Violation, ...]) -> "StoryloomError":
        """Make an error of this class from the message and the violations that another process sent."""
        error = cls(message)
        error.violations = violations
        return error

    @property
    def reason(self) -> str:
        """Name of the class, by which the receiver finds it."""
        return type(self).__name__

    @property
    def code_name(self) -> str:
        """Name of the google.rpc.Code, such as "INVALID_ARGUMENT"."""
        name: str = code_pb2.Code.Name(self.outcome.code)
        return name

    @property
    def rpc_code(self) -> int:
        """JSON-RPC error code: -32602 and -32603 as the specification defines them, else -32000 minus the code."""
        return _RPC_CODES.get(self.outcome.code, -32000 - self.outcome.code)

    def at(self, stage: str) -> "StoryloomError":
        """Set the stage where the error happened, unless one is set already; return the error."""
        self.stage = self.stage or stage
        return self


class InvalidRequest(StoryloomError):
    """One or more fields of the request are wrong."""

    outcome = Outcome(code_pb2.INVALID_ARGUMENT, 422, 2)

    def __init__(self, violations: tuple[Violation, ...], message: str = "") -> None:
        bounded = tuple(
            Violation(cut(found.field, limits.MAX_VIOLATION), cut(found.description, limits.MAX_VIOLATION))
            for found in violations[: limits.MAX_VIOLATIONS]
        )
        super().__init__(message or "; ".join(f"{found.field}: {found.description}" for found in bounded))
        self.violations = bounded

    def renamed(self, name: Callable[[str], str]) -> "InvalidRequest":
        """The same error with other names of the fields, also where the message says what is wrong with one."""
        if not self.violations:
            return self
        fields = "|".join(re.escape(found.field) for found in self.violations)
        # In one go, and only before its colon: a field's name is a word that a description may have too.
        message = re.sub(rf"(?<![\w.])({fields})(?=: )", lambda found: name(found[0]), self.message)
        violations = tuple(Violation(name(found.field), found.description) for found in self.violations)
        error = type(self)(violations, message)
        error.stage = self.stage
        return error

    @classmethod
    def received(cls, message: str, violations: tuple[Violation, ...]) -> "InvalidRequest":
        """Make the error from what another process sent."""
        return cls(violations, message)


class UnreadLanguage(InvalidRequest):
    """The text is in a language that is not read; the message names those that are."""

    outcome = Outcome(code_pb2.INVALID_ARGUMENT, 422, 64)


class NotJson(StoryloomError):
    """The body of the request is not JSON."""

    outcome = Outcome(code_pb2.INVALID_ARGUMENT, 400, 2)


class PayloadTooLarge(StoryloomError):
    """A message or a body is over the size limit."""

    outcome = Outcome(code_pb2.RESOURCE_EXHAUSTED, 413, 2)


class MissingPart(StoryloomError):
    """The draft does not have a part that the stage reads."""

    outcome = Outcome(code_pb2.FAILED_PRECONDITION, 400, 70)


class PermissionDenied(StoryloomError):
    """The caller is known and may not ask this: by its certificate, its token's scope, or because another site asks."""

    outcome = Outcome(code_pb2.PERMISSION_DENIED, 403, 77)


class NotFound(StoryloomError):
    """There is no run with that id."""

    outcome = Outcome(code_pb2.NOT_FOUND, 404, 2)


class NotReady(StoryloomError):
    """The run has no package, or is in a state that does not allow what was asked."""

    outcome = Outcome(code_pb2.FAILED_PRECONDITION, 409, 75)


class DeadlineExceeded(StoryloomError):
    """The time for the call or the run was over."""

    outcome = Outcome(code_pb2.DEADLINE_EXCEEDED, 504, 75)


class Overloaded(StoryloomError):
    """A queue is full; the same request may succeed later."""

    outcome = Outcome(code_pb2.RESOURCE_EXHAUSTED, 429, 75)
    retry_seconds = 5


class OverQuota(Overloaded):
    """A client has as much under way or kept as its token may have."""

    outcome = Outcome(code_pb2.RESOURCE_EXHAUSTED, 429, 75)

    def __init__(self, message: str, retry_seconds: int = Overloaded.retry_seconds) -> None:
        super().__init__(message)
        self.retry_seconds = retry_seconds


class Unauthenticated(StoryloomError):
    """The request has no token, or one that is not known or not valid any more."""

    outcome = Outcome(code_pb2.UNAUTHENTICATED, 401, 77)


class Unavailable(StoryloomError):
    """No server answers at the address."""

    outcome = Outcome(code_pb2.UNAVAILABLE, 503, 69)
    retry_seconds = 5


class StoreUnavailable(StoryloomError):
    """The gateway's store cannot be written or read now. Nothing of the call is kept; it may succeed later."""

    outcome = Outcome(code_pb2.UNAVAILABLE, 503, 75)
    retry_seconds = 10


class BadPackage(StoryloomError):
    """A package does not match its manifests."""

    outcome = Outcome(code_pb2.DATA_LOSS, 500, 65)


class ConfigurationError(StoryloomError):
    """An environment variable, an option or a file that the operator gave is wrong; the message names it."""

    outcome = Outcome(code_pb2.FAILED_PRECONDITION, 500, 2)


class Internal(StoryloomError):
    """A defect in this program; the log of the process that failed has the details."""


_RPC_CODES = {code_pb2.INVALID_ARGUMENT: -32602, code_pb2.INTERNAL: -32603}

_BY_CODE: dict[int, type[StoryloomError]] = {
    code_pb2.INVALID_ARGUMENT: InvalidRequest,
    code_pb2.FAILED_PRECONDITION: MissingPart,
    code_pb2.PERMISSION_DENIED: PermissionDenied,
    code_pb2.NOT_FOUND: NotFound,
    code_pb2.DEADLINE_EXCEEDED: DeadlineExceeded,
    code_pb2.RESOURCE_EXHAUSTED: Overloaded,
    code_pb2.UNAUTHENTICATED: Unauthenticated,
    code_pb2.PERMISSION_DENIED: PermissionDenied,
    code_pb2.UNAVAILABLE: Unavailable,
}


def classes(base: type[StoryloomError] = StoryloomError) -> Iterator[type[StoryloomError]]:
    """Yield `base` and all classes below it."""
    yield base
    for derived in base.__subclasses__():
        yield from classes(derived)


def error_from(
    reason: str, code: int, message: str, *, stage: str = "", violations: tuple[Violation, ...] = ()
) -> StoryloomError:
    """Make the error that another process sent.

    `reason` is the name of its class. When there is no such class here (another version, or a server that is not ours,
    which sends no reason), the google.rpc.Code `code` decides; a code that none of our classes has means Internal.
    """
    by_name = {found.__name__: found for found in classes()}
    found = by_name.get(reason) or _BY_CODE.get(code, Internal)
    return found.received(message, violations).at(stage)


def code_of(name: str) -> int:
    """Number of the google.rpc.Code with this name, such as "NOT_FOUND"; UNKNOWN's when there is no such name."""
    codes: dict[str, int] = dict(code_pb2.Code.items())
    return codes.get(name, codes["UNKNOWN"])


def code_of_rpc(rpc_code: int) -> int:
    """Number of the google.rpc.Code that `StoryloomError.rpc_code` turned into this JSON-RPC error code."""
    return next((code for code, known in _RPC_CODES.items() if known == rpc_code), -32000 - rpc_code)
