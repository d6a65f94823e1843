"""The draft's parts as data: one JSON file a part, and the trace."""

import json
from collections.abc import Iterator

from google.protobuf.json_format import MessageToDict
from google.protobuf.message import Message

from pipeline.v1 import draft_pb2, parts_pb2
from services.aggregator.file import File
from services.catalog import STAGES
from services.contract.digest import TRACE
from services.contract.quality import rated

WITH_RULES = ("story", "analysis", "image_concept", "audio_script", "translations", "documents")
"""Fields of the draft for which the aggregator has rules of its own."""
_NO_CONTENT = ("prompt", "package")


def files(draft: draft_pb2.Draft) -> Iterator[File]:
    """The parts as JSON. Narrations and documents are missing here: they are files of their own kind."""
    story = draft.story
    made_by = (story.quality, story.language_code, story.backend)
    yield File("data/story.json", "application/json", "story_generator", _json(story), *made_by)
    yield File("data/analysis.json", "application/json", "story_analyzer", _json(draft.analysis))
    yield File("data/translations.json", "application/json", "translation", _json(draft.translations))
    yield File("data/images/prompts.json", "application/json", "image_concept", dumps(_prompts(draft)))
    yield File(TRACE, "application/jsonl", "main", _trace(draft))
    for name, part in others(draft).items():
        producer = next((stage.name for stage in STAGES if stage.writes == name), "main")
        quality = max([parts_pb2.QUALITY_FULL, *(message.quality for message in rated(part))])
        yield File(f"data/{name}.json", "application/json", producer, _json(part), quality)


def others(draft: draft_pb2.Draft) -> dict[str, Message]:
    """The parts without rules of their own, by field name: the work of stages that the aggregator does not know."""
    return {
        field.name: part
        for field, part in draft.ListFields()
        if isinstance(part, Message) and field.name not in (*WITH_RULES, *_NO_CONTENT)
    }


def dumps(value: object) -> bytes:
    """JSON for people: indented, keys in order, UTF-8."""
    return (json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def _json(message: Message) -> bytes:
    return dumps(MessageToDict(message, preserving_proto_field_name=True))


def _prompts(draft: draft_pb2.Draft) -> list[dict[str, object]]:
    """The storyboard without its drawings, which are files."""
    scenes = MessageToDict(draft.image_concept, preserving_proto_field_name=True)["scenes"]
    return [{key: value for key, value in scene.items() if key != "svg"} for scene in scenes]


def _trace(draft: draft_pb2.Draft) -> bytes:
    """One JSON object a line for each stage's timing."""
    rows = [
        MessageToDict(timing, preserving_proto_field_name=True) | {"run_id": draft.run_id} for timing in draft.timings
    ]
    return "".join(json.dumps(row, sort_keys=True) + "\n" for row in rows).encode()
