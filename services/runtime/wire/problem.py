"""Errors as problem documents (RFC 9457) and back: the form in which they cross HTTP and are stored with a run."""

from collections.abc import Mapping
from typing import Any

from services.contract.errors import StoryloomError, Violation, code_of, error_from

MEDIA_TYPE = "application/problem+json"


def problem_of(error: StoryloomError) -> dict[str, Any]:
    """Write an error as a problem document.

    `title` is the name of its google.rpc.Code and `status` its HTTP status. `reason` (the name of its class), `stage`
    and `violations` are extension members, with the names that google.rpc.ErrorInfo and BadRequest have for them.
    """
    return {
        "title": error.code_name,
        "status": error.outcome.http,
        "detail": error.message,
        "reason": error.reason,
        "stage": error.stage,
        "violations": [{"field": found.field, "description": found.description} for found in error.violations],
    }


def error_of(problem: Mapping[str, Any]) -> StoryloomError:
    """Read the error that `problem_of` wrote. Raises ValueError when the document is none of ours."""
    try:
        return error_from(
            problem["reason"],
            code_of(problem["title"]),
            problem["detail"],
            stage=problem["stage"],
            violations=tuple(Violation(found["field"], found["description"]) for found in problem["violations"]),
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"this is no problem document of Storyloom: {error!r}") from None
