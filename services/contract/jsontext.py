"""Read JSON that somebody else wrote: what it becomes in memory is bounded before it is read."""

import json
from typing import Any

MAX_VALUES = 500_000
"""Most values of one text: each takes some 100 bytes of memory, and a text of 2 bytes may be one."""


def loads(content: bytes | bytearray | str) -> Any:
    """Return the value of a text in UTF-8.

    Raises ValueError for what is no JSON, is nested too deeply, has over MAX_VALUES values, or half of a surrogate
    pair, which no other text can carry. Marks in strings are counted too: the count must cost less than the reading.
    """
    text = content if isinstance(content, str) else content.decode()
    if text.count(",") + text.count("[") + text.count("{") > MAX_VALUES:
        raise ValueError(f"it has over {MAX_VALUES:,} values")
    try:
        found = json.loads(text)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    if "\\ud" in text or "\\uD" in text:
        json.dumps(found, ensure_ascii=False).encode()
    return found
