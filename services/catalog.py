"""The one list of the stages. A new stage is a folder, a Draft field and a row here.

stack/generate.py writes what follows from it elsewhere: services of the stack and Compose files, images, the playbooks'
variables.
"""

from dataclasses import dataclass, field
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
    there. The chain follows from the letters: see `successors`. `place` and `resources` are for a Swarm: the machines
    with the label pipeline.<place>, and the limits that stack/docker-stack.yml calls x-<resources>.
    """

    letter: str
    name: str
    port: int
    reads: tuple[str, ...]
    writes: str
    place: str = field(kw_only=True)
    resources: str = field(default="resources", kw_only=True)

    @property
    def service(self) -> str:
        """DNS name, such as "service-a"."""
        return f"service-{self.letter.lower()}"

    @property
    def container(self) -> str:
        """Name of its one container without Swarm, such as "story-generator"."""
        return self.name.replace("_", "-")

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


MAIN = "main"
"""DNS name of what drives the stages."""

# The ports are the guide's; a new row takes the next one that is free.
_MAKERS = (
    Stage("A", "story_generator", 50051, ("prompt",), "story", place="story"),
    Stage("B", "story_analyzer", 50052, ("story",), "analysis", place="story"),
    Stage("C1", "image_concept", 50053, ("story", "analysis"), "image_concept", place="media"),
    Stage("C2", "audio_script", 50054, ("prompt", "story", "analysis"), "audio_script", place="media"),
    Stage("C3", "translation", 50055, ("prompt", "story"), "translations", place="media", resources="engine"),
    Stage("C4", "formatting", 50056, ("story", "analysis"), "documents", place="media"),
)
_PARTS = tuple(stage.writes for stage in _MAKERS)
STAGES = (
    *_MAKERS,
    Stage("D", "aggregator", 50057, ("prompt", *_PARTS, "timings"), "package", place="package", resources="large"),
)


def has(draft: draft_pb2.Draft, part: str) -> bool:
    """Whether the draft has the part; timings are a list, which is always there."""
    return part == "timings" or draft.HasField(part)


def successors(stage: Stage) -> tuple[Stage, ...]:
    """The stages after this one in a chain: those of the next letter, so B is followed by every C."""
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
