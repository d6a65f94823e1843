"""A story written by a model: what it is asked, and what of its answer counts as a story."""

from services.contract import request
from services.contract.errors import InvalidRequest
from services.shared.model.models import ModelFailed, WritingModel
from services.shared.readability import count

_SYSTEM = """You write stories for children, in English, that a teacher can read to a class. Answer with the story only:
its title on the first line, then paragraphs with an empty line between two. Plain text, no markup, no remarks."""
LEAST = 0.3
"""Share of the wished words below which an answer is no story."""


def write(model: WritingModel, wish: str, *, length: int, grade: int, theme: str) -> str:
    """The story's text, title first. Raises ModelFailed."""
    about = f" It is about {theme}." if theme else ""
    user = f"Write a story of about {length} words for US reading grade {grade}.{about} It tells of this: {wish}"
    text = model.chat(_SYSTEM, user, request.MAX_STORY).strip()
    try:
        request.prompt("", story=text)
    except InvalidRequest as refused:
        raise ModelFailed(f"the model's story {'; '.join(item.description for item in refused.violations)}") from None
    words = count(text).words
    if words < LEAST * length:
        raise ModelFailed(f"the model's story has {words} of {length} words")
    return text
