"""What a prompt asks for, apart from what it says of the story's form."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Request:
    """What a prompt asks for, apart from what it says of the story's form."""

    text: str
    """The story's matter; empty where the prompt only says for whom it is."""
    child: str = ""
    """For whom it is, as it was written: "daughter Emma"; only where nobody else can be its hero."""
    likes: str = ""
    """What that child likes."""
    lesson: bool = False
    """The matter is something to learn, not somebody who does something."""
    clause: str = ""
    """What is said of that child: "is scared of thunder"."""
    tone: str = ""
    """calm, funny or nothing."""
    age: int = 0
    """The child's age in years; 0 where it is not said."""
    truth: bool = False
    """The lesson is a clause, something to understand: "it is okay to lose"."""
    by: str = ""
    """Who learns the lesson, or with what: "a squirrel and a hedgehog"."""
    question: str = ""
    """A lesson that answers one: "why the sea is salty?"."""
    said: str = ""
    """What the prompt tells before it asks for a story: "My son Jack is afraid of the dark."."""
