"""Fill in the templates (`*.j2`, Jinja2) that stand beside a module; every value is escaped for HTML and XML."""

from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup


def render(module: str, name: str, **values: object) -> str:
    """Fill in the template `name` that is in the folder of `module`, a module's `__file__`.

    Raises jinja2.UndefinedError when the template names a value that is not given.
    """
    return _environment(Path(module).parent).get_template(name).render(values)


@cache
def _environment(folder: Path) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_escaped,
    )
    environment.filters |= {"text": _text, "seconds": _seconds}
    return environment


def _escaped(value: Any) -> Any:
    """What `{{ value }}` writes: escaped with the entities of Python's `html`, on which the packages' digests rest."""
    return value if hasattr(value, "__html__") else Markup(escape(str(value)))  # noqa: S704 - it is escaped


def _text(value: str) -> Markup:
    """The filter `text`, for text between tags: it leaves quotation marks as they are."""
    return Markup(escape(value, quote=False))  # noqa: S704 - it is escaped


def _seconds(milliseconds: int) -> str:
    """The filter `seconds`: milliseconds as seconds with three decimals, such as "1.250"."""
    return f"{milliseconds / 1000:.3f}"
