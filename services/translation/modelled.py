"""Translation by a model: sentence by sentence, so that none is lost."""

import json
from collections.abc import Sequence

from services.contract import jsontext, progress
from services.shared.language import name
from services.shared.model.models import ModelFailed, WritingModel

BATCH = 20
"""Sentences that are asked for at once: a longer list tends to come back shorter."""
GROWTH = 3
"""A translation is at most that many times as long as its source."""
_SYSTEM = """You translate stories for children from {source} into {language}. You get a JSON array of sentences and
answer with a JSON array of as many strings, the translation of each sentence in its place. Keep names. Answer with the
array only."""


def translate(model: WritingModel, sentences: Sequence[str], source: str, language: str) -> list[str]:
    """The sentences in another language, one for one; both are BCP-47 codes. Raises ModelFailed."""
    system = _SYSTEM.format(source=name(source), language=name(language))
    found: list[str] = []
    for first in range(0, len(sentences), BATCH):
        progress.report(f"a model translates into {language}", first, len(sentences))
        batch = sentences[first : first + BATCH]
        asked = json.dumps(batch, ensure_ascii=False)
        answer = model.chat(system, asked, GROWTH * len(asked) + 200)
        found += _sentences(answer, len(batch))
    return found


def _sentences(answer: str, count: int) -> list[str]:
    start, end = answer.find("["), answer.rfind("]")
    try:
        made = jsontext.loads(answer[start : end + 1])
    except ValueError:
        raise ModelFailed("the model did not answer with a JSON array") from None
    if not isinstance(made, list) or len(made) != count:
        raise ModelFailed(f"the model did not translate each of {count} sentences")
    texts = [" ".join(item.split()) if isinstance(item, str) else "" for item in made]
    if not all(text and text.isprintable() for text in texts):
        raise ModelFailed("the model left a sentence empty, or gave what is no text")
    return texts
