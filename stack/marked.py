"""Generated sections of files that are otherwise written by hand, between two comments that name them."""

from collections.abc import Iterable


class NoSection(LookupError):
    """A file has lost the two comments between which a section belongs."""


def replaced(text: str, name: str, lines: Iterable[str], begin: str, end: str) -> str:
    """The text with new lines between the line that ends with `begin` and the next one that ends with `end`.

    Raises NoSection when these are not there once each, in this order.
    """
    old = text.split("\n")
    starts = [index for index, line in enumerate(old) if line.strip() == begin]
    ends = [index for index, line in enumerate(old) if line.strip() == end]
    if len(starts) != 1 or len(ends) != 1 or starts > ends:
        raise NoSection(f"section {name}: wants one line {begin!r}, and one line {end!r} after it")
    return "\n".join([*old[: starts[0] + 1], *lines, *old[ends[0] :]])
