"""Help that fits the terminal: in a narrow one each option's text stands below its name."""

import shutil
from collections.abc import Sequence

import typer
from typer._click.formatting import HelpFormatter
from typer.core import TyperCommand, TyperGroup

NARROW, WIDEST = 60, 100
"""Columns below which texts stand below names, and most columns that help takes."""
INDENT = 4
"""Columns by which such a text is indented."""


def columns() -> int:
    """How wide help is to be."""
    return min(WIDEST, shutil.get_terminal_size().columns)


class _Formatter(HelpFormatter):
    def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write names and their texts."""
        super().write_dl(rows, INDENT - col_spacing if self.width < NARROW else col_max, col_spacing)


class _Context(typer.Context):
    formatter_class = _Formatter


class Command(TyperCommand):
    """A command whose help fits."""

    context_class = _Context


class Group(TyperGroup):
    """A group of commands whose help fits."""

    context_class = _Context
