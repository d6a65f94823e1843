"""What is told of a prompt, for the tests of what its story must have."""

from services.shared.tale.telling.measure import make
from services.shared.tale.telling.teller import tell


def sentences(text: str, code: str = "en", seed: int = 1) -> list[str]:
    """The sentences of its story of 300 words."""
    scenes = tell(make(text, seed=seed, length=300, theme="", grade=4), code).scenes
    return [sentence.text for scene in scenes for paragraph in scene for sentence in paragraph]


def told(text: str, code: str = "en") -> str:
    """The whole story of the first seed."""
    return " ".join(sentences(text, code))
