"""Errors name the field that the client has sent: `languages`, where the pipeline says `prompt.languages`."""

from services.contract.errors import InvalidRequest, StoryloomError

SENT = {"prompt.text": "prompt"}
"""Fields of the API that are not called as in pipeline.v1.Prompt, by the name of the latter."""
PREFIX = "prompt."


def as_sent(error: StoryloomError) -> StoryloomError:
    """The error with its violations under the API's names; any other error as it is."""
    return error.renamed(_name) if isinstance(error, InvalidRequest) else error


def _name(field: str) -> str:
    return SENT.get(field, field.removeprefix(PREFIX))
