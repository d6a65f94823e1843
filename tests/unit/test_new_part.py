"""A part of the draft for which the aggregator has no rule is in the package all the same."""

import io
import json
import zipfile
from typing import Any

import pytest
from google.protobuf import descriptor_pb2, descriptor_pool, duration_pb2, message_factory, timestamp_pb2

from pipeline.v1 import draft_pb2, parts_pb2
from services.aggregator import stage as aggregator


@pytest.fixture
def draft(made: draft_pb2.Draft) -> Any:
    """A whole draft of a contract that has one part more, `quiz`, which is not in this version's code."""
    contract = descriptor_pb2.FileDescriptorProto()
    draft_pb2.DESCRIPTOR.CopyToProto(contract)
    quiz = contract.message_type.add(name="Quiz")
    field = descriptor_pb2.FieldDescriptorProto
    quiz.field.add(name="question", number=1, type=field.TYPE_STRING, label=field.LABEL_OPTIONAL)
    quality = {"type": field.TYPE_ENUM, "type_name": ".pipeline.v1.Quality", "label": field.LABEL_OPTIONAL}
    quiz.field.add(name="quality", number=2, **quality)
    quiz.field.add(name="note", number=3, type=field.TYPE_STRING, label=field.LABEL_OPTIONAL)
    (part,) = (message for message in contract.message_type if message.name == "Draft")
    part.field.add(
        name="quiz", number=99, type=field.TYPE_MESSAGE, type_name=".pipeline.v1.Quiz", label=field.LABEL_OPTIONAL
    )
    pool = descriptor_pool.DescriptorPool()
    for module in (timestamp_pb2, duration_pb2, parts_pb2):
        pool.AddSerializedFile(module.DESCRIPTOR.serialized_pb)
    pool.AddSerializedFile(contract.SerializeToString())
    found: Any = message_factory.GetMessageClass(pool.FindMessageTypeByName("pipeline.v1.Draft"))()
    found.ParseFromString(made.SerializeToString())
    found.quiz.question = "Who befriends the storm?"
    found.quiz.quality = parts_pb2.QUALITY_FULL
    return found


def packed(draft: Any) -> dict[str, bytes]:
    """The package's files, by path inside its folder."""
    with zipfile.ZipFile(io.BytesIO(aggregator.process(draft).archive)) as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def test_an_unknown_part_is_there_as_data(draft: Any) -> None:
    """By protobuf's JSON mapping, in a file of the field's name, listed like any other."""
    files = packed(draft)
    assert json.loads(files["data/quiz.json"]) == {"question": "Who befriends the storm?", "quality": "QUALITY_FULL"}
    assert "data/quiz.json" in [row["path"] for row in json.loads(files["contents.json"])]
    assert json.loads(files["data/statistics.json"])["complete"] is True


def test_an_unknown_part_says_what_it_lacks(draft: Any) -> None:
    """Its quality and its note count as those of the known parts do."""
    draft.quiz.quality, draft.quiz.note = parts_pb2.QUALITY_UNAVAILABLE, "No quiz: nobody knows the answers."
    statistics = json.loads(packed(draft)["data/statistics.json"])
    assert statistics["complete"] is False
    assert statistics["notes"][0] == draft.quiz.note
