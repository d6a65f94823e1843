"""The one list of the seven stages. A new stage is a folder, a Draft field and a row here."""

from dataclasses import dataclass
from importlib import import_module
from typing import cast

from pipeline.v1 import draft_pb2
from services.contract.errors import ConfigurationError
from services.contract.stage import StageModule


@dataclass(frozen=True)
class Stage:
    """One stage of the pipeline.

    `name` is its folder under services/, `reads` and `writes` are fields of pipeline.v1.Draft, and `service` is its
    DNS name in every network. The graph follows from `reads` and `writes`: a stage can start when all it reads is
    there.
    """

    letter: str
    name: str
    container: str
    port: int
    reads: tuple[str, ...]
    writes: str

    @property
    def service(self) -> str:
        """DNS name, such as "service-a"."""
        return f"service-{self.letter.lower()}"

    @property
    def image(self) -> str:
        """Image repository, such as "pipeline/service-a"."""
        return f"pipeline/{self.service}"

    def missing(self, draft: draft_pb2.Draft) -> list[str]:
        """The parts that this stage reads and the draft does not have."""
        return [part for part in self.reads if not has(draft, part)]

    def load(self) -> StageModule:
        """Import the stage's module, services/<name>/stage.py."""
        return cast("StageModule", import_module(f"services.{self.name}.stage"))


_PARTS = ("story", "analysis", "image_concept", "audio_script", "translations", "documents")

STAGES = (
    Stage("A", "story_generator", "story-generator", 50051, ("prompt",), "story"),
    Stage("B", "story_analyzer", "story-analyzer", 50052, ("story",), "analysis"),
    Stage("C1", "image_concept", "image-concept", 50053, ("story", "analysis"), "image_concept"),
    Stage("C2", "audio_script", "audio-script", 50054, ("prompt", "story", "analysis"), "audio_script"),
    Stage("C3", "translation", "translation", 50055, ("prompt", "story"), "translations"),
    Stage("C4", "formatting", "formatting", 50056, ("story", "analysis"), "documents"),
    Stage("D", "aggregator", "aggregator", 50057, ("prompt", *_PARTS, "timings"), "package"),
)


def has(draft: draft_pb2.Draft, part: str) -> bool:
    """Whether the draft has the part; timings are a list, which is always there."""
    return part == "timings" or draft.HasField(part)


def successors(stage: Stage) -> tuple[Stage, ...]:
    """The stages after this one in a chain: those of the next letter, so B is followed by C1 to C4."""
    following = chr(ord(stage.letter[0]) + 1)
    return tuple(other for other in STAGES if other.letter[0] == following)


def find(service_name: str) -> Stage:
    """Return the stage that SERVICE_NAME means: "service_a", "service-a" or the folder's name.

    Raises ConfigurationError, which lists the names, when there is none.
    """
    wanted = service_name.strip().lower().replace("-", "_")
    for stage in STAGES:
        if wanted in (stage.name, stage.service.replace("-", "_")):
            return stage
    known = ", ".join(stage.service.replace("-", "_") for stage in STAGES)
    raise ConfigurationError(f"SERVICE_NAME: no stage is called {service_name!r}; use one of {known}")
