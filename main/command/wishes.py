"""From the command line to a checked Prompt, and from a wrong field back to the option that it came from."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import typer

from main.command.options import origin
from services.contract import request
from services.contract.errors import ConfigurationError, InvalidRequest

STDIN = "-"
KEYS = {
    "text": "PROMPT",
    "prompt": "PROMPT",
    "languages": "language",
    "story_language": "language_of_story",
    "q": "search",
    "tags": "tag",
}
"""Of a Prompt's fields, and of the gateway's, those whose option has another name."""


def languages(given: Sequence[str] | None) -> tuple[str, ...]:
    """The languages of `-l es,fr`, `-l es -l fr` or `-l none`; the default ones when nothing is given."""
    codes = tuple(code.strip() for item in given or () for code in item.split(",") if code.strip())
    return () if codes == ("none",) else codes or request.DEFAULT_LANGUAGES


def sentence(given: str) -> str:
    """The prompt; standard input's text when it is "-". Raises ConfigurationError."""
    return _standard_input("PROMPT", request.MAX_TEXT).strip() if given == STDIN else given


def story(path: Path | None) -> str:
    """The text of a supplied story, from a file or, for "-", from standard input. Raises ConfigurationError."""
    if path is None:
        return ""
    if str(path) == STDIN:
        return _standard_input("--story", request.MAX_STORY) or " "
    try:
        with path.open("rb") as file:
            return _text(file.read(_most(request.MAX_STORY)), f"--story {path}", request.MAX_STORY) or " "
    except OSError as error:
        raise ConfigurationError(f"--story {path}: {error.strerror}") from None


def _standard_input(what: str, characters: int) -> str:
    return _text(sys.stdin.buffer.read(_most(characters)), f"{what} from standard input", characters)


def _most(characters: int) -> int:
    """Bytes that are read: UTF-8 has at most 4 a character, and one more shows that there are too many."""
    return 4 * characters + 1


def _text(content: bytes, what: str, characters: int) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ConfigurationError(f"{what} is not UTF-8 text, or far over {characters:,} characters") from None


@contextmanager
def named(context: typer.Context) -> Iterator[None]:
    """Let an InvalidRequest that is raised inside name options instead of fields."""
    try:
        yield
    except InvalidRequest as error:
        raise error.renamed(partial(_place, context)) from None


def _place(context: typer.Context, field: str) -> str:
    name = field.removeprefix("prompt.").partition(".")[0]
    key = KEYS.get(name, name)
    known = {parameter.name for parameter in context.command.params}
    return key if key == "PROMPT" else origin(context, key) if key in known else field
