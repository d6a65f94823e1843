"""Somebody whom a text tells of."""

from dataclasses import dataclass, field


@dataclass
class Person:
    """Somebody in the text."""

    name: str
    """As the text writes it mostly: "Aunt Joan", "Zoe"; in lower case for a noun: "heron"."""
    role: str = ""
    """The lexicon's English noun; empty when the text does not say."""
    pronoun: str = "they"
    """she, he or they."""
    forms: set[tuple[str, ...]] = field(default_factory=set)
    """Every way in which the text names them, in lower-case words."""
    title: str = ""
    """The title that goes with the name, in lower case."""
    count: int = 0
    first: tuple[int, int] = (0, 0)
    """Index of the sentence that names them first, and of the word in it."""
