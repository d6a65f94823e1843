"""Names in a text that nobody has marked."""

import re
from collections.abc import Iterable

_INSIDE = re.compile(r"(?<![.!?“\"]\s)(?<!^)(?<!“)\b([A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+)\b")


def capitalised(sentences: Iterable[str]) -> set[str]:
    """Words with a capital letter that no beginning of a sentence asks for."""
    return {name for sentence in sentences for name in _INSIDE.findall(sentence)}
