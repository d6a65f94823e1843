"""Tell a story of the built-in generator in another language, sentence for sentence, from its plan."""

from dataclasses import dataclass

from pipeline.v1 import parts_pb2
from services.shared.tale.telling.prompt import plan_for
from services.shared.tale.telling.teller import Tale, tell
from services.shared.tale.words.lexicon import CODES


@dataclass(frozen=True)
class Retold:
    """A story in another language."""

    title: str
    sentences: tuple[str, ...]
    unknown: frozenset[str]
    """Words of the prompt that the lexicon does not have, and that stayed as they were."""


class Reteller:
    """Tells one story in other languages. It can, if the plan of the prompt gives exactly the story's sentences."""

    def __init__(self, prompt: parts_pb2.Prompt, story: parts_pb2.Story) -> None:
        code = story.language_code if story.language_code in CODES else "en"
        self._plan = plan_for(prompt, code)
        own = _flat(tell(self._plan, code))
        self._known = own == [item.text for paragraph in story.paragraphs for item in paragraph.sentences]

    def knows(self, language: str) -> bool:
        """Whether it can tell this story in the language of this BCP-47 code."""
        return self._known and language in CODES

    def tell(self, language: str) -> Retold:
        """The story in the language of this BCP-47 code."""
        tale = tell(self._plan, language)
        return Retold(tale.title, tuple(_flat(tale)), tale.unknown)


def _flat(tale: Tale) -> list[str]:
    return [sentence.text for paragraphs in tale.scenes for sentences in paragraphs for sentence in sentences]
