"""Tell the prompts, by the stages as any caller of the contract runs them."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.v1 import draft_pb2, parts_pb2
from services.catalog import STAGES, find
from services.contract import request
from services.contract.calls import Process
from services.contract.errors import StoryloomError
from services.runtime.stage.build import build
from tests.judge.prompts import Asked

PICTURE = "data/images/scene-"


@dataclass(frozen=True)
class Told:
    """A prompt and what became of it."""

    asked: Asked
    draft: draft_pb2.Draft
    refusal: StoryloomError | None = None
    """Why there is no story."""

    @property
    def story(self) -> parts_pb2.Story:
        """The story; an empty one when the prompt was refused."""
        return self.draft.story

    @property
    def sentences(self) -> list[str]:
        """The story's sentences, in reading order."""
        return [sentence.text for paragraph in self.story.paragraphs for sentence in paragraph.sentences]

    def translation(self, code: str) -> parts_pb2.Translation:
        """The story in another language. Raises StopIteration when it was not asked for."""
        return next(found for found in self.draft.translations.translations if found.language_code == code)


@cache
def _stage(name: str) -> Process:
    return build(find(name))


def tell(
    asked: Asked, *, seed: int = 1, length: int = 300, grade: int = 4, languages: Sequence[str] = (), book: bool = False
) -> Told:
    """The story of a prompt and its counts, with `languages` its translations, with `book` its whole package."""
    names = ["story_generator", "story_analyzer", *(["translation"] if languages else [])]
    stages = STAGES if book else [find(name) for name in names]
    draft = draft_pb2.Draft(run_id="judge")
    try:
        prompt = request.prompt(asked.prompt, seed=seed, length=length, grade=grade, languages=tuple(languages))
        draft.prompt.CopyFrom(prompt)
        for stage in stages:
            getattr(draft, stage.writes).CopyFrom(_stage(stage.name)(draft))
    except StoryloomError as refused:
        return Told(asked, draft, refused)
    return Told(asked, draft)


def pictures(told: Told) -> Iterator[bytes]:
    """The scenes of a package as PNG, in reading order."""
    with zipfile.ZipFile(io.BytesIO(told.draft.package.archive)) as archive:
        for name in sorted(archive.namelist()):
            if PICTURE in name and name.endswith(".png"):
                yield archive.read(name)
