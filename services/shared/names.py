"""Find proper names in plain English text."""

import re
from collections.abc import Iterable

_INSIDE = re.compile(r"(?<![.!?“\"]\s)(?<!^)(?<!“)\b([A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+)\b")


def capitalised(sentences: Iterable[str]) -> set[str]:
    """Words that are capitalised in the middle of a sentence: proper names, mostly."""
    return {name for sentence in sentences for name in _INSIDE.findall(sentence)}
